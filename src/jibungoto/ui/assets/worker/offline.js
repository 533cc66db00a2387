// Keeps one page and its style for when nothing can be loaded. No page that was read is kept: the
// device may be shared.
const SHELF = "offline-1";
const PAGE = "/styleguide/offline/";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

// A page says in which language it is read: the one kept follows.
self.addEventListener("message", (event) => {
  event.waitUntil(follow(event.data));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (request.destination === "style") {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

async function follow(tongue) {
  const kept = await (await caches.match(PAGE))?.text();
  if (!kept?.includes(`data-tongue="${tongue}"`)) await keep();
}

async function keep() {
  const shelf = await caches.open(SHELF);
  const answer = await fetch(PAGE, { cache: "reload" });
  if (!answer.ok) return;
  const page = await answer.clone().text();
  const styles = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((m) => m[1]);
  await shelf.put(PAGE, answer);
  await shelf.addAll(styles);
}
