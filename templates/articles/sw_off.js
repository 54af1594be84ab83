// The portal keeps no copies any more: whoever has the earlier worker gets this in its
// place, which forgets all copies and takes itself away.
async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
