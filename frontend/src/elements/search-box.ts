/** A search field that shows what is found as one types. Without scripts its form leads to the page of results. */

interface Found {
  title: string;
  where: string;
  url: string;
}

const PAUSE_MS = 120;
const SHORTEST = 2;

export class SearchBox extends HTMLElement {
  #field: HTMLInputElement | null = null;
  #list: HTMLElement | null = null;
  #status: HTMLElement | null = null;
  #timer = 0;
  #asked: AbortController | null = null;

  connectedCallback(): void {
    this.#field = this.querySelector<HTMLInputElement>("input[type=search]");
    if (!this.#field || this.#list) return;
    this.#build(this.#field);
    this.#field.addEventListener("input", () => this.#wait());
    this.#field.addEventListener("keydown", (event) => this.#steer(event));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.#close();
    });
  }

  #build(field: HTMLInputElement): void {
    const list = document.createElement("div");
    list.id = `${field.id}-found`;
    list.className = "search__found";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Found");
    list.hidden = true;
    // A click would first take the focus from the field, which closes the list.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    field.after(list, status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    field.autocomplete = "off";
    this.#list = list;
    this.#status = status;
  }

  #wait(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    const query = this.#field?.value.trim() ?? "";
    if (query.length < SHORTEST) {
      this.#close();
      return;
    }
    this.#timer = window.setTimeout(() => void this.#ask(query), PAUSE_MS);
  }

  async #ask(query: string): Promise<void> {
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    try {
      const answer = await fetch(`${this.dataset.suggest ?? ""}?q=${encodeURIComponent(query)}`, { signal });
      if (!answer.ok) return;
      const { found } = (await answer.json()) as { found: Found[] };
      this.#show(found);
    } catch {
      // No answer: Enter still leads to the page of results.
      if (!signal.aborted) this.#close();
    }
  }

  #show(found: Found[]): void {
    if (!this.#list || !this.#field || !this.#status) return;
    this.#list.replaceChildren(...found.map((one, place) => option(one, `${this.#list?.id}-${place}`)));
    this.#list.hidden = found.length === 0;
    this.#field.setAttribute("aria-expanded", String(found.length > 0));
    this.#field.removeAttribute("aria-activedescendant");
    this.#status.textContent = found.length === 1 ? "1 result" : `${found.length} results`;
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    if (this.#list) this.#list.hidden = true;
    this.#field?.setAttribute("aria-expanded", "false");
    this.#field?.removeAttribute("aria-activedescendant");
  }

  #steer(event: KeyboardEvent): void {
    if (!this.#list || this.#list.hidden) return;
    const options = [...this.#list.children] as HTMLElement[];
    const chosen = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? options.length - 1 : chosen - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.#choose(options, next);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      options[chosen]?.click();
    }
  }

  #choose(options: HTMLElement[], place: number): void {
    options.forEach((one, each) => one.setAttribute("aria-selected", String(each === place)));
    const chosen = options[place];
    if (chosen) {
      this.#field?.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView?.({ block: "nearest" });
    } else {
      this.#field?.removeAttribute("aria-activedescendant");
    }
  }
}

function option(found: Found, id: string): HTMLElement {
  const element = document.createElement("div");
  element.id = id;
  element.className = "search__option";
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  element.append(line("search__option-title", found.title), line("search__option-where", found.where));
  element.addEventListener("click", () => location.assign(found.url));
  return element;
}

function line(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.dir = "auto";
  element.textContent = text;
  return element;
}

customElements.define("search-box", SearchBox);
