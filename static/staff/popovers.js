// <details data-popover>: Escape or a click elsewhere closes it, and opening one closes the others.
(() => {
  const open = () => document.querySelectorAll("details[data-popover][open]");
  const place = (details) => {
    const box = details.querySelector(".dd-basis, .dd-popup");
    if (!box) return;
    box.classList.remove("is-end");
    if (box.getBoundingClientRect().right > document.documentElement.clientWidth - 8) box.classList.add("is-end");
  };

  document.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (!(details instanceof HTMLDetailsElement) || !details.matches("[data-popover]") || !details.open) return;
      open().forEach((other) => { if (other !== details && !other.contains(details)) other.open = false; });
      place(details);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    open().forEach((details) => { if (!details.contains(event.target)) details.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((details) => {
      details.open = false;
      details.querySelector("summary")?.focus();
    });
  });
})();
