// Lists the pages that the service worker has kept, and forgets them when asked.
const PAGES = "trang-1"; // as in templates/articles/sw.js
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;
const list = document.querySelector("[data-kept]");
const status = document.querySelector("[data-kept-status]");
const forget = document.querySelector("[data-kept-forget]");
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };

function titleOf(html) {
  const [, title] = /<title>([^<]*)<\/title>/.exec(html) || ["", ""];
  const text = title.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name) => ENTITIES[name]);
  return text.split(" | ")[0].trim();
}

async function keptPages() {
  const pages = await caches.open(PAGES);
  const requests = await pages.keys();
  const found = await Promise.all(requests.map(async (request) => {
    const copy = await pages.match(request, { ignoreVary: true });
    const at = new Date(Number(copy.headers.get("X-Kept-At")));
    return { address: request.url, at, title: titleOf(await copy.text()) };
  }));
  return found.filter(({ at }) => Date.now() - at < KEPT_FOR).sort((a, b) => b.at - a.at);
}

function moment(date) {
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const clock = date.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", ...zone });
  return `${clock}, ${date.toLocaleDateString("vi-VN", zone)}`;
}

function entry({ address, at, title }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = title || new URL(address).pathname;
  const note = document.createElement("p");
  note.className = "meta";
  note.textContent = `Lưu lúc ${moment(at)}`;
  item.append(link, note);
  return item;
}

async function show() {
  const pages = await keptPages();
  list.replaceChildren(...pages.map(entry));
  list.hidden = forget.hidden = !pages.length;
  status.textContent = pages.length
    ? `Máy này đang lưu ${pages.length} trang.`
    : "Máy này chưa lưu trang nào. Hãy mở vài trang khi có mạng.";
}

if ("caches" in window) {
  show();
  forget.addEventListener("click", async () => {
    await caches.delete(PAGES);
    await show();
  });
} else {
  status.textContent = "Trình duyệt này không lưu được trang để đọc khi mất mạng.";
}
