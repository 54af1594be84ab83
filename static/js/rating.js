// Sends a vote without leaving the page; visit.js writes the new figures. The form works
// without this script.
const JSON_ANSWER = { Accept: "application/json" };
const FAILED = "Chưa gửi được đánh giá. Xin bạn thử lại sau ít phút.";

function say(form, sentence) {
  const place = form.querySelector("[data-rating-note]");
  if (place) place.textContent = sentence;
}

async function ask(form, options) {
  const response = await fetch(form.action, { headers: JSON_ANSWER, ...options });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await ask(form, { method: "POST", body });
    document.dispatchEvent(new CustomEvent("rating", { detail: answer }));
    say(form, `Cảm ơn bạn đã chấm ${answer.score} điểm.`);
  } catch (error) {
    say(form, FAILED);
  }
}

// Only now, so that reading an article asks for nothing of one's own.
async function recall(form) {
  try {
    const { score } = await ask(form, { cache: "no-store" });
    if (score === null || form.querySelector(":checked")) return;
    form.querySelector(`[name=score][value="${score}"]`).checked = true;
    say(form, `Bạn đã chấm ${score} điểm; gửi lại thì điểm mới thay điểm cũ.`);
  } catch (error) {
    // The vote can be cast all the same.
  }
}

for (const form of document.querySelectorAll("form[data-rating]")) {
  let isTouched = false;
  const touch = () => {
    if (!isTouched) recall(form);
    isTouched = true;
  };
  form.addEventListener("submit", send);
  form.addEventListener("focusin", touch);
  form.addEventListener("pointerdown", touch);
}
