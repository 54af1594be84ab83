// Keeps the pages that the reader has opened and shows them only when the network fails.
// Beacons, forms, the newsroom, search and previews never pass through here.
const PAGES = "trang-1";
const FILES = "tep-1";
const MOST_PAGES = 50;
const MOST_FILES = 60;
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000; // milliseconds
const KEPT_AT = "X-Kept-At";
const OFFLINE = new URL("/ngoai-tuyen/", location).href;
const NOT_KEPT = ["/quan-tri/", "/tim-kiem/", "/danh-gia/", "/hien-thi/", "/luot-xem", "/gop-y/"];
// A name with a hash never means other bytes.
const STATIC = /^\/static\/[^"#]+\.[0-9a-f]{12}\.(css|js|svg|woff2)$/;

// A page has one copy, whatever a link has hung on to its address.
function keyOf(address) {
  const { origin, pathname, searchParams } = new URL(address);
  const number = searchParams.get("trang");
  return origin + pathname + (number ? `?trang=${encodeURIComponent(number)}` : "");
}

function isOurs(address) {
  const { origin, pathname } = new URL(address);
  return origin === location.origin && !NOT_KEPT.some((start) => pathname.startsWith(start));
}

// Fails, and keeps nothing, when the line breaks in the middle of the answer.
async function keep(cache, key, response) {
  const body = await response.blob();
  const headers = new Headers(response.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await cache.put(key, new Response(body, { headers }));
}

// The order of keys() is not that of keeping in every browser.
async function trim(cache, most) {
  const keys = await cache.keys();
  if (keys.length <= most) return;
  const aged = await Promise.all(keys.map(async (key) => {
    const copy = await cache.match(key, { ignoreVary: true });
    return { key, at: Number(copy && copy.headers.get(KEPT_AT)) };
  }));
  aged.sort((one, other) => one.at - other.at);
  const oldest = aged.filter(({ key }) => key.url !== OFFLINE).slice(0, keys.length - most);
  await Promise.all(oldest.map(({ key }) => cache.delete(key)));
}

// Pages

async function page(event) {
  const key = keyOf(event.request.url);
  try {
    const response = (await event.preloadResponse) || (await fetch(event.request));
    event.waitUntil(update(key, response.clone()));
    return response;
  } catch (error) {
    return (await keptPage(key)) || (await offlinePage(key)) || Response.error();
  }
}

// Gone, or moved to another address: then the copy goes, too.
function isGone(response) {
  return [404, 410].includes(response.status) || response.type === "opaqueredirect";
}

function mayBeKept(response) {
  const isPage = (response.headers.get("Content-Type") || "").startsWith("text/html");
  const isBarred = (response.headers.get("Cache-Control") || "").includes("no-store");
  return response.status === 200 && isPage && !isBarred;
}

async function update(key, response) {
  if (key === OFFLINE) return;
  const pages = await caches.open(PAGES);
  if (isGone(response)) {
    await pages.delete(key);
  } else if (mayBeKept(response)) {
    await keep(pages, key, response);
    await trim(pages, MOST_PAGES);
  }
}

async function keptPage(key) {
  const pages = await caches.open(PAGES);
  const copy = await pages.match(key, { ignoreVary: true });
  if (!copy) return null;
  const keptAt = Number(copy.headers.get(KEPT_AT));
  if (Date.now() - keptAt > KEPT_FOR) {
    await pages.delete(key);
    return null;
  }
  const sentence = `Bạn đang xem bản lưu lúc ${moment(keptAt)}, vì không kết nối được với cổng.`;
  return marked(copy, `${sentence} <a href="${OFFLINE}">Xem các trang đã lưu</a>`);
}

async function offlinePage(key) {
  const copy = await caches.match(OFFLINE, { ignoreVary: true });
  const missing = key === OFFLINE ? "" : " Trang bạn mở chưa được lưu trên máy này.";
  return copy && marked(copy, `Không kết nối được với cổng.${missing}`);
}

async function marked(copy, words) {
  const note = `<div class="wrap kept-note"><p class="notice-box" role="note">${words}</p></div>`;
  const html = await copy.text();
  return new Response(html.replace(/<main\b[^>]*>/, `$&${note}`), { headers: copy.headers });
}

function moment(time) {
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const date = new Date(time);
  const clock = date.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", ...zone });
  const day = { day: "2-digit", month: "2-digit", year: "numeric", ...zone };
  return `${clock}, ${date.toLocaleDateString("vi-VN", day)}`;
}

// Style sheets, scripts, fonts, icons

async function file(request) {
  const files = await caches.open(FILES);
  const held = await files.match(request, { ignoreVary: true });
  if (held) return held;
  const response = await fetch(request);
  if (response.ok) {
    await keep(files, request.url, response.clone());
    await trim(files, MOST_FILES);
  }
  return response;
}

// The life of the worker

async function prepare() {
  const files = await caches.open(FILES);
  const response = await fetch(OFFLINE);
  const html = await response.clone().text();
  await keep(files, OFFLINE, response);
  const found = new Set(html.match(/\/static\/[^"#]+/g));
  const needed = [...found].filter((address) => STATIC.test(address));
  await Promise.all(needed.map((address) => file(new Request(address))));
}

async function begin() {
  for (const name of await caches.keys()) {
    if (![PAGES, FILES].includes(name)) await caches.delete(name);
  }
  // The page is asked for while an old phone still starts the worker.
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
  for (const client of await self.clients.matchAll()) await keepFirst(client.url);
}

// The page that brought the worker was fetched before there was one.
async function keepFirst(address) {
  if (isOurs(address)) await update(keyOf(address), await fetch(address));
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(prepare());
});

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isOurs(request.url)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (STATIC.test(new URL(request.url).pathname)) event.respondWith(file(request));
});
