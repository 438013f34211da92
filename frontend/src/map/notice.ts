/** What is wrong, said over the picture; with a button where it can be tried again. */

export class Notice {
  constructor(private readonly element: HTMLElement) {}

  show(words: string, again?: () => void): void {
    this.element.textContent = words;
    this.element.hidden = !words;
    if (!again) return;
    const button = tryAgainButton(() => {
      this.show("");
      again();
    });
    this.element.append(" ", button);
  }
}

export function tryAgainButton(again: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--plain";
  button.textContent = "Try again";
  button.addEventListener("click", again);
  return button;
}
