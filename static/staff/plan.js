// The stacking plan: one tab stop, arrows by floor and unit, Enter opens the drawer, Esc gives the
// focus back; a slider over month ends. Without this file every unit and month is a plain link.
(() => {
  const view = () => document.querySelector("[data-plan]");
  const plan = () => document.querySelector("#plan svg.dd-sp:not(.dd-sw)");
  const cells = () => [...(plan()?.querySelectorAll("a[data-unit]") ?? [])];
  const drawer = () => document.getElementById("drawer");
  const unitOf = (link) => new URL(link.getAttribute("href"), location.href).searchParams.get("unit");
  let openedFrom = null;

  const rove = (chosen) => {
    const all = cells();
    const stop = chosen ?? all.find((cell) => unitOf(cell) === opened()) ?? all[0];
    all.forEach((cell) => cell.setAttribute("tabindex", cell === stop ? "0" : "-1"));
  };
  const opened = () => new URL(location.href).searchParams.get("unit");
  const mark = (unit) => {
    plan()?.querySelectorAll(".sel").forEach((frame) => frame.remove());
    document.querySelectorAll("#plan a[data-unit]").forEach((link) => {
      link.classList.toggle("is-open", unit !== null && unitOf(link) === unit);
      link.closest("tr")?.classList.toggle("is-on", unit !== null && unitOf(link) === unit);
    });
  };

  const middle = (cell) => {
    const box = cell.querySelector("rect").getBBox();
    return box.x + box.width / 2;
  };
  const beside = (cell, step) => {
    const row = cells().filter((other) => other.dataset.floor === cell.dataset.floor);
    return row[row.indexOf(cell) + step];
  };
  const above = (cell, step) => {
    const floors = [...new Set(cells().map((other) => other.dataset.floor))];
    const floor = floors[floors.indexOf(cell.dataset.floor) + step];
    const row = cells().filter((other) => other.dataset.floor === floor);
    return row.sort((one, two) => Math.abs(middle(one) - middle(cell)) - Math.abs(middle(two) - middle(cell)))[0];
  };
  const edge = (cell, last) => {
    const row = cells().filter((other) => other.dataset.floor === cell.dataset.floor);
    return last ? row[row.length - 1] : row[0];
  };
  const moves = {
    ArrowLeft: (cell) => beside(cell, -1),
    ArrowRight: (cell) => beside(cell, 1),
    ArrowUp: (cell) => above(cell, -1),
    ArrowDown: (cell) => above(cell, 1),
    Home: (cell) => edge(cell, false),
    End: (cell) => edge(cell, true),
  };

  const open = (link) => {
    openedFrom = link;
    mark(unitOf(link));
    htmx.ajax("GET", link.getAttribute("href"), { target: "#drawer", swap: "innerHTML" });
  };
  const close = () => {
    const address = new URL(location.href);
    const unit = address.searchParams.get("unit");
    address.searchParams.delete("unit");
    history.pushState({ htmx: true }, "", address);
    drawer().replaceChildren();
    mark(null);
    const back =
      (openedFrom?.isConnected && openedFrom.checkVisibility() && openedFrom) ||
      [...document.querySelectorAll("#plan a[data-unit]")].find((link) => unitOf(link) === unit && link.checkVisibility());
    if (back?.closest("svg")) rove(back);
    back?.focus();
  };

  document.addEventListener("click", (event) => {
    if (!view() || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const closing = event.target.closest("[data-close-unit]");
    const link = event.target.closest("a[data-unit]");
    if (closing) {
      event.preventDefault();
      close();
    } else if (link && view().contains(link)) {
      event.preventDefault();
      open(link);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!view()) return;
    const cell = event.target.closest?.("svg.dd-sp a[data-unit]");
    if (cell && moves[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const next = moves[event.key](cell);
      if (next) {
        rove(next);
        next.focus();
      }
    } else if (event.key === "Escape" && drawer()?.childElementCount && !document.querySelector("details[data-popover][open]")) {
      if (cell || drawer().contains(event.target) || event.target === document.body) close();
    }
  });

  let waiting = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "as-of-slider") return;
    const day = event.target.dataset.days.split(",")[Number(event.target.value)];
    event.target.setAttribute("aria-valuetext", day);
    const field = document.getElementById("as-of");
    if (field) field.value = day;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => document.getElementById("as-of-form")?.requestSubmit(), 300);
  });

  const ready = () => {
    if (!view()) return;
    document.getElementById("as-of-slider")?.removeAttribute("hidden");
    rove();
  };
  let held = "";
  document.addEventListener("htmx:beforeSwap", () => { held = document.activeElement?.id ?? ""; });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "drawer") document.getElementById("h-unit")?.focus();
    ready();
    if (held === "as-of-slider") document.getElementById(held)?.focus();
  });
  document.addEventListener("DOMContentLoaded", ready);
  if (document.readyState !== "loading") ready();
})();
