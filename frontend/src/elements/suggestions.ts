/** A list of suggestions below a field, steered by arrows, Enter and Escape: the combobox pattern of ARIA. */

export interface Suggestion {
  readonly title: string;
  readonly where: string;
  readonly choose: () => void;
}

export class Suggestions {
  readonly #list: HTMLElement;
  readonly #status: HTMLElement;

  /** `leave`: called by Escape; it closes the list, and drops what is still asked for, which would open it again. */
  constructor(
    private readonly field: HTMLInputElement,
    private readonly leave: () => void,
  ) {
    this.#list = document.createElement("div");
    this.#list.id = `${field.id}-found`;
    this.#list.className = "search__found";
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Found");
    this.#list.hidden = true;
    // A click would first take the focus from the field, which closes the list.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#status = document.createElement("span");
    this.#status.className = "visually-hidden";
    this.#status.setAttribute("role", "status");
    field.after(this.#list, this.#status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.#list.id);
    field.autocomplete = "off";
    field.addEventListener("keydown", (event) => this.#steer(event));
  }

  /** `nothing`: what to say where nothing is found; without it the list stays away. */
  show(found: readonly Suggestion[], nothing = ""): void {
    // What comes later from elsewhere must not take away what was chosen by the arrows meanwhile.
    const chosen = this.#list.querySelector("[aria-selected=true]")?.textContent;
    const options = found.map((one, place) => option(one, `${this.#list.id}-${place}`));
    this.#list.replaceChildren(...(options.length || !nothing ? options : [empty(nothing)]));
    this.#list.hidden = this.#list.childElementCount === 0;
    this.field.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#select(options, options.findIndex((one) => one.textContent === chosen));
    this.#status.textContent = found.length === 1 ? "1 result" : `${found.length} results`;
  }

  /** Takes the first one, for those who press Enter without choosing. */
  chooseFirst(): void {
    this.#options[0]?.click();
  }

  close(): void {
    this.#list.replaceChildren();
    this.#list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** Those that can be chosen. */
  get #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]:not([aria-disabled])")];
  }

  #steer(event: KeyboardEvent): void {
    // While letters are put together, arrows and Enter choose among those.
    if (this.#list.hidden || event.isComposing) return;
    const options = this.#options;
    const chosen = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const next = { ArrowDown: chosen + 1, ArrowUp: chosen < 0 ? options.length - 1 : chosen - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.#select(options, next);
    } else if (event.key === "Escape") {
      event.preventDefault();
      // One step back at a time: the list, not also what lies behind it.
      event.stopPropagation();
      this.leave();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      options[chosen]?.click();
    }
  }

  #select(options: HTMLElement[], place: number): void {
    options.forEach((one, each) => one.setAttribute("aria-selected", String(each === place)));
    const chosen = options[place];
    if (chosen) {
      this.field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView?.({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }
}

function option(found: Suggestion, id: string): HTMLElement {
  const element = document.createElement("div");
  element.id = id;
  element.className = "search__option";
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  element.append(line("search__option-title", found.title), line("search__option-where", found.where));
  element.addEventListener("click", found.choose);
  return element;
}

function empty(words: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "search__option search__option--none";
  element.setAttribute("role", "option");
  element.setAttribute("aria-disabled", "true");
  element.textContent = words;
  return element;
}

function line(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.dir = "auto";
  element.textContent = text;
  return element;
}
