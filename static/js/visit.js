// Tells the portal that a page was shown, and writes the newest figures into it. Pages
// that are not counted (errors, thanks, previews) do not load this.
const BEACON = "/luot-xem/";

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ".");
}

function referrer() {
  return document.referrer ? new URL(document.referrer).host : "";
}

function view() {
  const marked = document.querySelector("[data-article]");
  return {
    article: marked ? Number(marked.dataset.article) : null,
    path: location.pathname,
    referrer: referrer(),
    width: window.innerWidth,
  };
}

function write(name, text) {
  for (const place of document.querySelectorAll(`[data-${name}]`)) {
    place.textContent = text;
  }
}

function showTotals(figures) {
  for (const place of document.querySelectorAll("[data-total]")) {
    place.textContent = grouped(figures[place.dataset.total]);
  }
}

function showRating({ sum, count }) {
  const figures = `${grouped(sum)} trong ${grouped(count)}`;
  write("rating-sentence", `Tổng số điểm của bài viết là: ${figures} đánh giá`);
  const mean = (sum / count).toFixed(1).replace(".", ",");
  write("rating-mean", count ? `Trung bình ${mean} trên 5 điểm` : "");
}

async function count() {
  try {
    const response = await fetch(BEACON, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(view()),
      keepalive: true,
    });
    if (!response.ok) return;
    const figures = await response.json();
    showTotals(figures);
    if (figures.rating) showRating(figures.rating);
  } catch (error) {
    // Away from the network there is nothing to count and nothing newer to show.
  }
}

// A page may be made ready before anybody asks for it, and shown again when the reader
// goes back to it.
if (document.prerendering) {
  document.addEventListener("prerenderingchange", count, { once: true });
} else {
  count();
}
addEventListener("pageshow", (event) => event.persisted && count());
// rating.js has sent a vote.
document.addEventListener("rating", (event) => showRating(event.detail));
