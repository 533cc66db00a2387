// Small courtesies of forms: go to the faults, send once, close what has been read.
import { fresh, words } from "./words.js";

export function goToFaults(root) {
  for (const summary of fresh(root, "#faults")) {
    if (!summary.closest(".comp")) summary.focus();
  }
}

// A second press while the first is on its way does nothing; after a while it may be tried again.
export function sendOnce() {
  const underway = new WeakMap();
  document.addEventListener("submit", (event) => {
    const last = underway.get(event.target) ?? 0;
    if (event.timeStamp - last < 8000 && last > 0) event.preventDefault();
    else if (event.target.method === "post") underway.set(event.target, event.timeStamp);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) underway.delete(form);
  });
}

export function closeToasts(root) {
  for (const notice of fresh(root, "[data-toasts] .notice")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.close;
    button.addEventListener("click", () => notice.remove());
    notice.append(button);
  }
}
