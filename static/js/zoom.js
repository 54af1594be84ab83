// Opens pictures large, in a dialog. Without this script, or without <dialog>, the link
// around a picture leads to the large one.
const SWIPE = 40; // pixels
const links = () => [...document.querySelectorAll("[data-zoom]")];

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function button(text, className, action) {
  const made = make("button", { type: "button", className: `button ${className}` }, text);
  made.addEventListener("click", action);
  return made;
}

const image = make("img", { sizes: "100vw", draggable: false });
const caption = make("figcaption", {});
const count = make("span", { className: "zoom-count" });
const previous = button("Ảnh trước", "zoom-previous", () => turn(-1));
const next = button("Ảnh sau", "zoom-next", () => turn(1));
const bar = make(
  "div",
  { className: "zoom-bar" },
  count,
  previous,
  next,
  button("Đóng", "zoom-close", () => dialog.close()),
);
const dialog = make("dialog", { className: "zoom-box" }, make("figure", {}, image, caption), bar);
dialog.setAttribute("aria-label", "Xem ảnh lớn");
count.setAttribute("role", "status");
let at = 0;

// The renditions that the page offers, and the largest there is.
function srcset(link) {
  const small = link.querySelector("img");
  const source = link.querySelector("source[type='image/webp']");
  const width = small.getAttribute("width");
  return source && width ? `${source.srcset}, ${link.href} ${width}w` : "";
}

function show(number) {
  const all = links();
  at = (number + all.length) % all.length;
  const link = all[at];
  const small = link.querySelector("img");
  const figure = link.closest("figure");
  const words = figure && figure.querySelector("figcaption");
  image.srcset = srcset(link);
  image.src = link.href;
  image.alt = small.alt;
  caption.textContent = words ? words.textContent.trim() : "";
  count.textContent = all.length > 1 ? `Ảnh ${at + 1} trên ${all.length}` : "";
  previous.hidden = next.hidden = all.length < 2;
}

function turn(step) {
  if (links().length > 1) show(at + step);
}

function open(link) {
  if (!dialog.isConnected) document.body.append(dialog);
  show(links().indexOf(link));
  dialog.showModal();
}

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft") turn(-1);
  if (event.key === "ArrowRight") turn(1);
});

dialog.addEventListener("pointerdown", ({ clientX, isPrimary }) => {
  const end = (event) => {
    const way = event.clientX - clientX;
    const isEnlarged = window.visualViewport && visualViewport.scale > 1.05;
    if (isPrimary && !isEnlarged && Math.abs(way) > SWIPE) turn(way < 0 ? 1 : -1);
  };
  dialog.addEventListener("pointerup", end, { once: true });
});

if (dialog.showModal) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-zoom]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
}
