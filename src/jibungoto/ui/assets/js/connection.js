// Says when there is no connection, and keeps a form from being sent into the void.
import { words } from "./words.js";

export function watchConnection() {
  const bar = document.createElement("div");
  bar.className = "offline";
  bar.setAttribute("role", "status");
  bar.hidden = true;
  const text = document.createElement("p");
  text.className = "wrap";
  bar.append(text);
  document.body.append(bar);

  function say() {
    if (!navigator.onLine) {
      text.textContent = words.offline;
      bar.hidden = false;
    } else if (!bar.hidden) {
      text.textContent = words.online;
      setTimeout(() => (bar.hidden = navigator.onLine), 4000);
    }
  }
  window.addEventListener("offline", say);
  window.addEventListener("online", say);
  document.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say();
    }
  }, true);
  say();
  // Behind the pages waits one that says so when none can be loaded.
  const tongue = document.documentElement.dataset.tongue;
  navigator.serviceWorker
    ?.register("/offline.js")
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage(tongue))
    .catch(() => {});
}
