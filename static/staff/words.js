// Words around locked figures: the text field stays what is sent, and works without this script.
// With it, {name} is shown as a chip with the figure, which can be moved or deleted but not typed in.
(() => {
  const field = document.querySelector("textarea[data-words]");
  if (!field) return;
  const values = new Map();
  document.querySelectorAll("[data-figure]").forEach((chip) => values.set(chip.dataset.figure, chip.dataset.value));

  const editor = document.createElement("div");
  editor.className = "words-editor";
  editor.contentEditable = "true";
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("aria-describedby", "words-help");
  editor.setAttribute("aria-label", field.labels[0]?.textContent ?? "");

  const locked = (name) => {
    const chip = document.createElement("span");
    chip.className = "locked";
    chip.contentEditable = "false";
    chip.dataset.name = name;
    chip.title = name;
    chip.textContent = values.get(name);
    return chip;
  };

  const show = (text) => {
    editor.textContent = "";
    let position = 0;
    for (const match of text.matchAll(/\{([^{}\n]*)\}/g)) {
      const name = match[1].trim();
      if (!values.has(name)) continue;
      editor.append(text.slice(position, match.index), locked(name));
      position = match.index + match[0].length;
    }
    editor.append(text.slice(position));
  };

  const read = (node) => {
    let text = "";
    node.childNodes.forEach((child) => {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.dataset?.name) text += `{${child.dataset.name}}`;
      else if (child.nodeName === "BR") text += "\n";
      else if (["DIV", "P"].includes(child.nodeName)) text += (text && !text.endsWith("\n") ? "\n" : "") + read(child);
      else text += read(child);
    });
    return text;
  };

  const store = () => {
    field.value = read(editor);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const insert = (node) => {
    const selection = window.getSelection();
    const inside = selection.rangeCount && editor.contains(selection.anchorNode);
    if (!inside) {
      editor.append(node);
    } else {
      const range = selection.getRangeAt(0);
      range.deleteContents();
      range.insertNode(node);
      range.setStartAfter(node);
      range.collapse(true);
      selection.removeAllRanges();
      selection.addRange(range);
    }
    store();
  };

  editor.addEventListener("input", store);
  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    document.execCommand("insertLineBreak");
  });
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    insert(document.createTextNode(event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n")));
  });
  editor.addEventListener("drop", (event) => event.preventDefault());

  document.querySelectorAll("[data-figure]").forEach((chip) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = chip.className;
    button.append(...chip.childNodes);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => insert(locked(chip.dataset.figure)));
    chip.replaceWith(button);
  });

  show(field.value);
  field.hidden = true;
  field.after(editor);
})();
