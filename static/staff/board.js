// The project board by keyboard: arrows go from card to card, M opens the move menu, Enter the project.
(() => {
  const cards = (column) => [...column.querySelectorAll("[data-card]")];

  const go = (card) => {
    if (!card) return;
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    const card = event.target instanceof HTMLElement && event.target.matches("[data-card]") ? event.target : null;
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = card.closest(".dd-col");
    const own = cards(column);
    const place = own.indexOf(card);
    const columns = [...column.parentElement.querySelectorAll(".dd-col:not(.is-shut)")].filter((one) => cards(one).length);
    const beside = (step) => {
      const next = columns[columns.indexOf(column) + step];
      return next && (cards(next)[place] || cards(next).at(-1));
    };
    const acts = {
      ArrowDown: () => go(own[place + 1]),
      ArrowUp: () => go(own[place - 1]),
      ArrowRight: () => go(beside(1)),
      ArrowLeft: () => go(beside(-1)),
      Enter: () => card.querySelector("h3 a")?.click(),
      m: () => {
        const summary = card.querySelector("summary");
        summary?.click();
        summary?.focus();
      },
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
