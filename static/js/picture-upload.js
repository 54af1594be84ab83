// The drop zone of the picture library: many files, one after the other, each with its
// progress, a button that stops it, and what the server says of it. Without this script
// the form sends all files at once.
const LARGEST = 30 * 1024 * 1024;
const TOO_LARGE = "Tệp lớn hơn 30 MB. Hãy thu nhỏ ảnh rồi tải lại.";
const NO_LINE = "Mất kết nối nên chưa tải được.";
const SIGNED_OUT =
  "Máy chủ không nhận ảnh. Có thể phiên làm việc đã hết: hãy mở một thẻ khác, đăng nhập lại rồi thử lại.";

const form = document.querySelector("[data-drop]");
const list = form.querySelector(".uploads");
const field = form.querySelector("[type=file]");
const cards = document.querySelector("#result_list");
const waiting = [];
let current = null;

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function say(sentence) {
  form.querySelector("[role=status]").textContent = sentence;
}

// One line of the list

function button(words, name, action) {
  const hidden = make("span", { className: "visually-hidden" }, ` ${name}`);
  const element = make("button", { type: "button", className: "link" }, words, hidden);
  element.addEventListener("click", action);
  return element;
}

function addLine(file) {
  const line = make("li", {}, make("span", { className: "up-name" }, file.name));
  list.append(line);
  const job = { file, line };
  line.append(
    make("span", { className: "up-note" }, "Đang chờ"),
    button("Dừng", file.name, () => stop(job)),
  );
  waiting.push(job);
}

function show(job, className, ...content) {
  const name = job.line.firstElementChild;
  job.line.className = className;
  job.line.replaceChildren(name, make("span", { className: "up-note up-wide" }, ...content));
}

function showProgress(job) {
  const bar = make("progress", { max: 100, value: 0, ariaLabel: job.file.name });
  const note = make("span", { className: "up-note" }, "0 %");
  const name = job.line.firstElementChild;
  job.line.replaceChildren(name, bar, note, button("Dừng", job.file.name, () => stop(job)));
  const start = performance.now();
  return ({ loaded, total }) => {
    const share = loaded / total;
    bar.value = Math.round(100 * share);
    const left = Math.ceil(((performance.now() - start) / 1000) * (1 / share - 1));
    note.textContent = share < 1 ? `${bar.value} %, còn ${left} giây` : "Đang xử lý ảnh…";
  };
}

// The queue

function next() {
  if (current || !waiting.length) return;
  current = waiting.shift();
  if (current.file.size > LARGEST) return finish(current, { state: "refused", message: TOO_LARGE });
  send(current);
}

function send(job) {
  const xhr = new XMLHttpRequest();
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("files", job.file);
  xhr.upload.onprogress = showProgress(job);
  xhr.onload = () => finish(job, answerOf(xhr));
  xhr.onerror = () => finish(job, { state: "lost", message: NO_LINE });
  xhr.onabort = () => finish(job, { state: "stopped", message: "Đã dừng, chưa lưu." });
  xhr.open("POST", form.action);
  xhr.setRequestHeader("Accept", "application/json");
  xhr.send(body);
  job.xhr = xhr;
}

function answerOf(xhr) {
  try {
    return JSON.parse(xhr.responseText);
  } catch {
    return { state: "lost", message: SIGNED_OUT };
  }
}

function stop(job) {
  if (job === current) return job.xhr.abort();
  waiting.splice(waiting.indexOf(job), 1);
  show(job, "", "Đã dừng, chưa lưu.");
}

function finish(job, answer) {
  const { state, message, url, card } = answer;
  const content = [message];
  if (state === "lost") content.push(" ", button("Thử lại", job.file.name, () => again(job)));
  if (state === "known" && url) {
    content.push(" ", make("a", { href: url }, "Dùng ảnh sẵn có"));
  }
  show(job, ["refused", "lost"].includes(state) ? "up-bad" : "", ...content);
  if (card) showCard(card);
  say(`${job.file.name}: ${message}`);
  current = null;
  next();
}

function again(job) {
  job.line.remove();
  addLine(job.file);
  next();
}

// A picture that is in the list already comes to its head.
function showCard(html) {
  const template = make("template", { innerHTML: html });
  const card = template.content.querySelector("[data-picture]");
  cards.querySelector(`[data-picture="${card.dataset.picture}"]`)?.remove();
  cards.prepend(card);
  const empty = document.querySelector(".empty");
  if (empty) empty.hidden = true;
}

function take(files) {
  for (const file of files) addLine(file);
  next();
}

form.classList.add("drop-on");
form.querySelector("[data-drop-words]").textContent = "Thả ảnh vào đây hoặc bấm để chọn";
field.addEventListener("change", () => {
  take(field.files);
  field.value = "";
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["dragenter", "dragover"]) {
  addEventListener(name, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("drop-over");
  });
}
for (const name of ["dragleave", "drop"]) {
  addEventListener(name, (event) => {
    if (name === "dragleave" && event.relatedTarget) return;
    form.classList.remove("drop-over");
  });
}
// Anywhere on the page: next to the zone the browser would open the file instead.
addEventListener("drop", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  take(event.dataTransfer.files);
});
addEventListener("beforeunload", (event) => {
  if (current || waiting.length) event.preventDefault();
});
