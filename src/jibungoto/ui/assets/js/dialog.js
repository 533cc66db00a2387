// <details data-dialog>: opens its sheet as a window instead of in place.
import { fresh, words } from "./words.js";

export function openDialogs(root) {
  for (const details of fresh(root, "details[data-dialog]")) {
    const sheet = details.querySelector(".sheet");
    const summary = details.querySelector("summary");
    if (!sheet || !summary || !window.HTMLDialogElement) continue;
    const dialog = document.createElement("dialog");
    dialog.className = "sheet";
    dialog.setAttribute("aria-label", sheet.dataset.title ?? summary.textContent);
    dialog.append(...sheet.childNodes, closer(dialog));
    details.after(dialog);
    sheet.remove();
    summary.setAttribute("role", "button");
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => summary.focus());
  }
}

function closer(dialog) {
  const row = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quiet";
  button.textContent = words.close;
  button.addEventListener("click", () => dialog.close());
  row.append(button);
  return row;
}
