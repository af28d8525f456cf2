// Forms never lose text: Ctrl-Enter saves, leaving with unsaved text asks once, a button sends once.
(() => {
  let unsaved = false;

  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep]")) unsaved = true;
  });
  document.addEventListener("submit", (event) => {
    unsaved = false;
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") event.target.closest("form")?.requestSubmit();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
})();
