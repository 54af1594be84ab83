// Saves the words under a picture without leaving the list. Without this script each
// card's button sends a form of its own.
const cards = document.querySelector("#result_list");
const FAILED =
  "Chưa lưu được. Hãy thử lại; nếu phiên làm việc đã hết, đăng nhập lại ở một thẻ khác trước.";

function say(sentence) {
  document.querySelector("[data-words-status]").textContent = sentence;
}

function bodyOf(box) {
  const body = new FormData();
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  body.append("csrfmiddlewaretoken", token);
  for (const field of box.querySelectorAll("[name]")) body.append(field.name, field.value);
  return body;
}

async function send(box) {
  const response = await fetch(box.dataset.words, {
    method: "POST",
    body: bodyOf(box),
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

function showCard(card, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector("[data-picture]");
  card.replaceWith(fresh);
  return fresh;
}

async function save(box) {
  const card = box.closest("[data-picture]");
  box.querySelector("[data-save]").disabled = true;
  try {
    const answer = await send(box);
    const fresh = showCard(card, answer.card);
    fresh.querySelector(answer.saved ? "summary" : "[aria-invalid=true]")?.focus();
    say(answer.saved ? "Đã lưu." : "Chưa lưu: có ô cần sửa.");
  } catch {
    box.querySelector("[data-save]").disabled = false;
    const note = box.querySelector("[data-failed]") ?? document.createElement("p");
    note.dataset.failed = "";
    note.className = "pic-todo";
    note.textContent = FAILED;
    box.append(note);
    say(FAILED);
  }
}

cards.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button) return;
  event.preventDefault();
  save(button.closest("[data-words]"));
});
cards.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-words]");
  if (!box || event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  save(box);
});
