// htmx: the CSRF token on every request, and refusals into the message area.
(() => {
  const cookie = (name) =>
    document.cookie.split("; ").find((part) => part.startsWith(name + "="))?.slice(name.length + 1) ?? "";
  const token = () =>
    document.querySelector("input[name=csrfmiddlewaretoken]")?.value || cookie("csrftoken");

  const say = (status, xhr) => {
    const area = document.getElementById("messages");
    const key = status >= 500 ? "5" : String(status);
    const source =
      document.querySelector(`template[data-request-error="${key}"]`) ||
      document.querySelector('template[data-request-error="5"]');
    if (!area || !source) return;
    area.replaceChildren(source.content.cloneNode(true));
    const number = area.querySelector("[data-request-id]");
    if (number && xhr) number.textContent = xhr.getResponseHeader("X-Request-ID") || "";
    area.firstElementChild?.focus();
  };

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status, event.detail.xhr));
  document.addEventListener("htmx:sendError", () => say(0, null));
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
})();
