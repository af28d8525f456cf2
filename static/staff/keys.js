// Ctrl-K always finds the search; single letters only for those who switched them on (WCAG 2.1.4).
(() => {
  const search = () => document.getElementById("global-search");
  const typing = (node) =>
    node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
  const go = (selector) => document.querySelector(selector)?.click();
  const places = { h: "home", l: "lead", b: "board", p: "project" };
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let waitingForPlace = false;

  const find = () => {
    const field = search();
    if (!field || !field.offsetParent) {
      const page = document.querySelector("[data-suggestions]")?.action;
      if (page) window.location.assign(page);
      return;
    }
    field.focus();
    field.select();
  };

  const move = (step) => {
    const all = rows();
    const current = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(current + step, 0), all.length - 1)];
    (next?.matches("a,button") ? next : next?.querySelector("a,button"))?.focus();
  };

  const single = {
    "/": find,
    n: () => go("[data-key=n]"),
    j: () => move(1),
    k: () => move(-1),
    "?": () => go("[data-key=help]"),
    e: () => go("[data-key=e]"),
    f: () => document.activeElement?.closest("[data-row]")?.querySelector("[data-key=f]")?.click(),
    x: () => document.activeElement?.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      find();
      return;
    }
    if (event.key === "Escape" && document.activeElement === search()) {
      document.getElementById("search-suggestions")?.replaceChildren();
      return;
    }
    if (document.body.dataset.singleKeys !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    if (waitingForPlace) {
      waitingForPlace = false;
      go(`.dd-nav a[data-icon=${places[event.key] || "none"}]`);
      return;
    }
    if (event.key === "g") {
      waitingForPlace = true;
      window.setTimeout(() => { waitingForPlace = false; }, 1500);
      return;
    }
    const act = single[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  document.addEventListener("keydown", (event) => {
    const list = document.getElementById("search-suggestions");
    if (!list?.childElementCount || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const stops = [search(), ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length].focus();
  });
  document.addEventListener("click", (event) => {
    const form = document.querySelector("[data-suggestions]");
    if (form && !form.contains(event.target)) document.getElementById("search-suggestions")?.replaceChildren();
  });
})();
