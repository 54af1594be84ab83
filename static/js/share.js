// Shows the buttons that need a script: copy the address, the device's own share
// sheet, print. Where the browser cannot do a thing its button stays hidden.
const address = document.querySelector("link[rel=canonical]").href;

function offer(name, isPossible, action) {
  for (const button of document.querySelectorAll(`[data-share="${name}"]`)) {
    button.hidden = !isPossible;
    button.addEventListener("click", action);
  }
}

function say(sentence) {
  for (const status of document.querySelectorAll("[data-share-status]")) {
    status.textContent = sentence;
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(address);
    say("Đã sao chép đường dẫn.");
  } catch {
    say("Trình duyệt không cho sao chép; hãy chép trên thanh địa chỉ.");
  }
}

async function share() {
  const title = document.querySelector("h1").textContent.trim();
  try {
    await navigator.share({ title, url: address });
  } catch {
    // The reader closed the sheet.
  }
}

offer("copy", Boolean(navigator.clipboard), copy);
offer("sheet", Boolean(navigator.share), share);
offer("print", true, () => print());
