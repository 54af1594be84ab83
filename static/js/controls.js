// Changes text size and contrast without a reload. The buttons belong to a form that
// works without this script; what each asks for stands in its value.
const choice = document.documentElement.dataset;
const YEAR = 365 * 24 * 60 * 60;
const NAMES = { text_size: "textSize", contrast: "contrast" };
const PERCENT = { 1: 90, 2: 100, 3: 125, 4: 150, 5: 200 };
const CONTRAST = { auto: "thường", high: "cao", low: "dịu" };

function save() {
  const value = `${choice.textSize}-${choice.contrast}-${choice.pictures}`;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `hien_thi=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}

// What display.js has applied is newer than what the server wrote into the buttons.
function refresh(form) {
  const size = Number(choice.textSize);
  for (const button of form.querySelectorAll("[data-step]")) {
    const step = Number(button.dataset.step);
    button.value = step ? Math.min(5, Math.max(1, size + step)) : 2;
    if (!step) button.ariaPressed = String(size === 2);
  }
  for (const button of form.querySelectorAll("[data-toggle]")) {
    const pressed = choice.contrast === button.dataset.toggle;
    button.value = pressed ? "auto" : button.dataset.toggle;
    button.ariaPressed = String(pressed);
  }
}

function say(form) {
  const status = form.querySelector("[role=status]");
  const size = `Cỡ chữ ${PERCENT[choice.textSize]} %`;
  status.textContent = `${size}, tương phản ${CONTRAST[choice.contrast]}.`;
}

for (const form of document.querySelectorAll("[data-display]")) {
  refresh(form);
  addEventListener("pageshow", () => refresh(form));
  form.addEventListener("submit", (event) => {
    const { name, value } = event.submitter || {};
    if (!(name in NAMES)) return;
    event.preventDefault();
    choice[NAMES[name]] = value;
    save();
    refresh(form);
    say(form);
  });
}
