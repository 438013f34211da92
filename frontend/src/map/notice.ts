/**
 * What is wrong, said over the picture; with a button where something can be done about it.
 *
 * Each matter has a place of its own, so that one that is mended does not take the others away.
 */

export type Matter = "address" | "panel" | "data" | "tiles" | "focus" | "shown" | "hint";

interface Remedy {
  readonly name: string;
  readonly act: () => void;
  /** Whether it is done by itself too, once there is a connection again. */
  readonly isRetry?: boolean;
}

export class Notice {
  readonly #said = new Map<Matter, { words: string; remedy: Remedy | undefined }>();

  constructor(private readonly element: HTMLElement) {
    window.addEventListener("online", () => {
      for (const remedy of this.#remedies) if (remedy.isRetry) remedy.act();
    });
  }

  get #remedies(): Remedy[] {
    return [...this.#said.values()].flatMap(({ remedy }) => remedy ?? []);
  }

  /** Says something of a matter, in the place of what was said of it before; nothing with "". */
  say(matter: Matter, words: string, remedy?: Remedy): void {
    if (words) this.#said.set(matter, { words, remedy });
    else if (!this.#said.delete(matter)) return;
    this.element.replaceChildren();
    // What is said of an address once by the server and once here is said once.
    for (const one of new Set([...this.#said.values()].map((each) => each.words))) this.element.append(`${one} `);
    for (const name of new Set(this.#remedies.map((each) => each.name))) this.element.append(this.#button(name));
    this.element.hidden = this.#said.size === 0;
    if (this.#said.size) this.element.append(this.#closeButton());
  }

  /** One for all that is done under this name. */
  #button(name: string): HTMLButtonElement {
    return actButton(name, () => {
      for (const remedy of this.#remedies) if (remedy.name === name) remedy.act();
    });
  }

  #closeButton(): HTMLButtonElement {
    const button = actButton("×", () => {
      this.#said.clear();
      this.element.hidden = true;
    });
    button.className = "notice__close";
    button.setAttribute("aria-label", "Close");
    return button;
  }
}

export function tryAgain(act: () => void): Remedy {
  return { name: "Try again", act, isRetry: true };
}

export function actButton(name: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--plain";
  button.textContent = name;
  button.addEventListener("click", act);
  return button;
}
