// Mapping a cell: what does not belong to the chosen way of filling is hidden; without script all is shown.
(() => {
  const form = document.querySelector("[data-blank-cell]");
  if (!form) return;
  const field = (name) => form.querySelector(`#div_id_${name}`);
  const down = form.querySelector("[name=fills_down]");
  const source = form.querySelector("[name=source]");
  const show = (name, on) => { const part = field(name); if (part) part.hidden = !on; };
  const update = () => {
    const any = source.value !== "";
    const ofPeriod = /^(period|filling|project)\./.test(source.value);
    const ofRow = /^row\./.test(source.value);
    show("fills_down", any && !ofPeriod);
    show("per", any && !ofPeriod && down.checked);
    show("scope", any && !ofPeriod);
    show("moment", any && !/^filling\./.test(source.value));
    show("unit", any && !ofPeriod && !ofRow);
  };
  source.addEventListener("change", () => {
    if (/^(enterprise|row)\./.test(source.value)) down.checked = true;
    if (/^enterprise\./.test(source.value)) form.querySelector("[name=per]").value = "enterprise";
    update();
  });
  down.addEventListener("change", update);
  update();
  const opened = document.querySelector(".blank-grid .opened");
  if (opened) opened.scrollIntoView({ block: "nearest", inline: "nearest" });
})();
