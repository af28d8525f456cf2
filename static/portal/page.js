// What pages do better with a script; every page works without it.
"use strict";

(function () {
  const show = (selector) => document.querySelectorAll(selector).forEach((node) => { node.hidden = false; });

  // Print buttons and copy buttons exist only where they can act.
  show("[data-print]");
  show("[data-cite]");
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });

  // Copy a citation, and say so for three seconds.
  const live = document.getElementById("said");
  const say = (words) => {
    if (!live) return;
    live.textContent = words;
    window.setTimeout(() => { live.textContent = ""; }, 3000);
  };
  const select = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  document.querySelectorAll("[data-cite]").forEach((button) => {
    button.addEventListener("click", async () => {
      const words = button.dataset.cite + " " + new URL(button.dataset.link, window.location.href).href;
      const label = button.querySelector("[data-label]");
      try {
        await navigator.clipboard.writeText(words);
        const before = label.textContent;
        label.textContent = button.dataset.done;
        say(button.dataset.done);
        window.setTimeout(() => { label.textContent = before; }, 3000);
      } catch {
        const clause = button.closest(".clause");
        if (clause) select(clause.querySelector(".text"));
      }
    });
  });

  // The table of contents marks the clause in view.
  const links = new Map();
  document.querySelectorAll(".toc.wide-only a").forEach((link) => links.set(link.hash.slice(1), link));
  if (links.size && "IntersectionObserver" in window) {
    const observer = new IntersectionObserver((entries) => {
      entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      });
    }, { rootMargin: "0px 0px -70% 0px" });
    links.forEach((_, id) => { const node = document.getElementById(id); if (node) observer.observe(node); });
  }

  // The menu closes on Escape.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A chosen order is applied at once; without script its button does it.
  document.querySelectorAll("select[data-submit]").forEach((choice) => {
    choice.addEventListener("change", () => choice.form.requestSubmit());
  });
})();
