// Shows what was chosen in a file field, with size and, for pictures, a small view.
import { fresh, words } from "./words.js";

export function showUploads(root) {
  for (const drop of fresh(root, "[data-upload]")) {
    const input = drop.querySelector('input[type="file"]');
    if (!input) continue;
    const list = document.createElement("ul");
    list.className = "preview";
    list.setAttribute("aria-label", words.files);
    list.setAttribute("aria-live", "polite");
    drop.append(list);
    input.addEventListener("change", () => {
      const most = Number(input.dataset.most || 0);
      list.replaceChildren(...[...input.files].map((file) => entry(file, most)));
    });
  }
}

function entry(file, most) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.className = "small";
  name.textContent = `${file.name}（${size(file.size)}）`;
  item.append(name);
  if (most && file.size > most * 1024 * 1024) {
    const fault = document.createElement("p");
    fault.className = "err";
    fault.textContent = words.tooBig(most);
    item.append(fault);
  } else if (file.type.startsWith("image/")) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const picture = document.createElement("img");
      picture.src = reader.result;
      picture.alt = "";
      item.append(picture);
    });
    reader.readAsDataURL(file);
  }
  return item;
}

function size(bytes) {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))}KB`
    : `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}
