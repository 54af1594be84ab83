// Reads the article aloud with a Vietnamese voice of the browser's own. Sentence by
// sentence: browsers break long texts off, and pause() does nothing on phones.
const BLOCKS = ".article-title, .article-body :is(p, li, h2, h3, h4, figcaption, th, td)";
const SENTENCE = /\S.*?(?:[.!?…](?=\s)|$)/g;
const box = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;

function voice() {
  const voices = speech.getVoices().filter(({ lang }) => /^vi([-_]|$)/i.test(lang));
  return voices.find(({ localService }) => localService) || voices[0];
}

function sentences() {
  return [...document.querySelectorAll(BLOCKS)]
    .filter((block) => !block.closest(".toc") && !block.querySelector("p, li"))
    .flatMap((block) => block.textContent.replace(/\s+/g, " ").trim().match(SENTENCE) || []);
}

function listen() {
  const find = (name) => box.querySelector(`[data-listen-${name}]`);
  const [toggle, label, stop] = ["toggle", "label", "stop"].map(find);
  const [pace, speed] = ["pace", "speed"].map(find);
  let texts = [];
  let at = 0;
  let spoken = null; // null while nothing is read

  function show() {
    const hasBegun = spoken !== null || at > 0;
    label.textContent = spoken ? "Tạm dừng" : hasBegun ? "Nghe tiếp" : "Nghe bài";
    stop.hidden = pace.hidden = !hasBegun;
  }

  function speak() {
    if (at >= texts.length) return finish();
    const utterance = new SpeechSynthesisUtterance(texts[at]);
    Object.assign(utterance, { voice: voice(), lang: "vi-VN", rate: Number(speed.value) });
    utterance.onend = () => spoken === utterance && speak((at += 1));
    utterance.onerror = () => spoken === utterance && pause();
    spoken = utterance;
    speech.speak(utterance);
    show();
  }

  // What is cancelled ends, too: by then it is no longer `spoken`.
  function pause() {
    spoken = null;
    speech.cancel();
    show();
  }

  function finish() {
    at = 0;
    pause();
  }

  toggle.addEventListener("click", () => {
    if (spoken) return pause();
    if (at === 0) texts = sentences();
    speak();
  });
  stop.addEventListener("click", () => {
    finish();
    toggle.focus();
  });
  speed.addEventListener("change", () => {
    if (!spoken) return;
    pause();
    speak();
  });
  addEventListener("pagehide", finish);
}

function offer() {
  box.hidden = !voice();
}

// A box is not there when the article has a recording.
if (box && speech && "SpeechSynthesisUtterance" in window) {
  listen();
  offer();
  // Some browsers know their voices only a while later.
  speech.addEventListener("voiceschanged", offer);
}
