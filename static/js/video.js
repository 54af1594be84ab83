// Plays a video of YouTube in the page. Until the reader clicks nothing is asked of
// YouTube; without this script the link leads there.
const PLAYER = "https://www.youtube-nocookie.com/embed/";

function player({ video, title }) {
  const frame = document.createElement("iframe");
  frame.src = `${PLAYER}${video}?autoplay=1`;
  frame.title = title;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  return frame;
}

function play(event) {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isPlain || event.button) return;
  event.preventDefault();
  const box = event.currentTarget;
  const frame = player(box.dataset);
  box.closest("figure").querySelector("figcaption").hidden = true;
  box.replaceWith(frame);
  frame.focus();
}

for (const link of document.querySelectorAll("a[data-video]")) {
  link.addEventListener("click", play);
}
