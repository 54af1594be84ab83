// Offers titles while a reader types into a field marked data-suggest: a combobox with a
// list box, after the pattern of WAI-ARIA. Without this script the field is a field.
const PAUSE = 150; // milliseconds without a key before the portal is asked
const SHORTEST = 2; // letters

let boxes = 0;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.id = `goi-y-${(boxes += 1)}`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Tin có thể bạn tìm");
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "hide";
    this.status.setAttribute("role", "status");
    input.parentElement.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      input.setAttribute(name, value);
    }
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that a click comes before its list is gone.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("li")));
  }

  askSoon() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    try {
      const address = `${this.input.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const response = await fetch(address, { signal: this.asking.signal });
      const { suggestions } = await response.json();
      if (document.activeElement === this.input) this.show(suggestions);
    } catch {
      // Another letter was typed, or there is no network: the search goes on without.
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((item, i) => this.option(item, i)));
    this.mark(null);
    this.list.hidden = !suggestions.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = suggestions.length ? `${suggestions.length} gợi ý` : "";
  }

  option({ title, url }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    option.textContent = title;
    return option;
  }

  mark(option) {
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (this.list.hidden || event.isComposing) return;
    // Beyond either end of the list lies the field itself.
    if (event.key === "ArrowDown") this.mark(this.next("nextSibling", "firstChild"));
    else if (event.key === "ArrowUp") this.mark(this.next("previousSibling", "lastChild"));
    else if (event.key === "Enter" && this.marked) this.open(this.marked);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  next(from, fromField) {
    return this.marked ? this.marked[from] : this.list[fromField];
  }

  open(option) {
    if (option) location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show([]);
  }
}

for (const input of document.querySelectorAll("[data-suggest]")) new Suggestions(input);
