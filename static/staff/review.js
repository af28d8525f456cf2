// The button says what it will do: how many lines are accepted, sent back, or not decided yet.
(() => {
  const form = document.querySelector("form[data-review]");
  const button = form && form.querySelector("button[value=decide]");
  const groups = form ? form.querySelectorAll("[role=radiogroup]").length : 0;
  if (!button || !groups) return;
  const count = (value) => form.querySelectorAll(`input[type=radio][value=${value}]:checked`).length;
  const say = () => {
    const accepted = count("accepted"), returned = count("returned");
    const open = groups - accepted - returned;
    const name = open ? "open" : !returned ? "accepted" : accepted ? "both" : "returned";
    button.textContent = button.dataset[name]
      .replace("{a}", accepted).replace("{r}", returned).replace("{o}", open);
  };
  form.addEventListener("change", say);
  say();
})();
