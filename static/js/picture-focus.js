// The focal point of a picture: set by a click, by the arrow keys, or in the two number
// fields, which are all there is without this script. Two frames show the crops.
const tool = document.querySelector("[data-focus]");
const fields = { x: document.querySelector("#id_focal_x"), y: document.querySelector("#id_focal_y") };
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const read = (field) => Math.min(1, Math.max(0, Number(field.value.replace(",", ".")) || 0));

function write(x, y) {
  fields.x.value = Math.min(1, Math.max(0, x)).toFixed(2);
  fields.y.value = Math.min(1, Math.max(0, y)).toFixed(2);
  show();
}

// As renditions.cropped() cuts: the largest part of that ratio, as near as it goes.
function place(frame, x, y) {
  const image = frame.querySelector("img");
  const { naturalWidth: width, naturalHeight: height } = image;
  if (!width) return;
  const ratio = frame.clientWidth / frame.clientHeight;
  const part = { width: Math.min(width, height * ratio), height: Math.min(height, width / ratio) };
  const share = (whole, part, point) => {
    if (whole - part < 1) return 50;
    const start = Math.min(Math.max(whole * point - part / 2, 0), whole - part);
    return (100 * start) / (whole - part);
  };
  image.style.objectPosition =
    `${share(width, part.width, x)}% ${share(height, part.height, y)}%`;
}

function show() {
  const x = read(fields.x);
  const y = read(fields.y);
  marker.style.left = `${100 * x}%`;
  marker.style.top = `${100 * y}%`;
  marker.ariaLabel =
    `Điểm chính: ${Math.round(100 * x)} % từ trái, ${Math.round(100 * y)} % từ trên. Dùng phím mũi tên để dời.`;
  for (const frame of tool.querySelectorAll(".crop")) place(frame, x, y);
}

const marker = document.createElement("button");
if (tool && fields.x) {
  const frame = tool.querySelector(".pic-frame");
  marker.type = "button";
  marker.className = "focus";
  frame.append(marker);
  frame.classList.add("focus-on");
  frame.addEventListener("click", (event) => {
    if (event.target === marker) return;
    const box = frame.getBoundingClientRect();
    write((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  marker.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? 0.1 : 0.01;
    write(read(fields.x) + size * step[0], read(fields.y) + size * step[1]);
  });
  for (const field of Object.values(fields)) field.addEventListener("input", show);
  for (const hidden of tool.querySelectorAll("[hidden]")) hidden.hidden = false;
  for (const image of tool.querySelectorAll(".crop img")) image.addEventListener("load", show);
  show();
}
