/**
 * What is wrong, said over the picture; with a button where something can be done about it.
 *
 * Each matter has a place of its own, so that one that is mended does not take the others away.
 */

export type Matter = "address" | "panel" | "data" | "tiles" | "hint";

interface Remedy {
  readonly name: string;
  readonly act: () => void;
  /** Whether it is done by itself too, once there is a connection again. */
  readonly isRetry?: boolean;
}

export class Notice {
  readonly #said = new Map<Matter, { words: string; remedy: Remedy | undefined }>();

  constructor(private readonly element: HTMLElement) {}

  /** Says something of a matter, in the place of what was said of it before; nothing with "". */
  say(matter: Matter, words: string, remedy?: Remedy): void {
    if (words) this.#said.set(matter, { words, remedy });
    else if (!this.#said.delete(matter)) return;
    this.element.replaceChildren();
    // What is said of an address once by the server and once here is said once.
    for (const one of new Set([...this.#said.values()].map((each) => each.words))) this.element.append(`${one} `);
    for (const { remedy: offered } of this.#said.values()) if (offered) this.element.append(remedyButton(offered));
    this.element.hidden = this.#said.size === 0;
    if (this.#said.size) this.element.append(this.#closeButton());
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

export function remedyButton({ name, act, isRetry }: Remedy): HTMLButtonElement {
  const button = actButton(name, act);
  if (isRetry) window.addEventListener("online", () => button.isConnected && act(), { once: true });
  return button;
}

function actButton(name: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--plain";
  button.textContent = name;
  button.addEventListener("click", act);
  return button;
}
