/** Copies the address of the page. Without scripts the address stands in a field, to be copied by hand. */

const SHOWN_MS = 2500;

export class ShareLink extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    const status = this.querySelector("[role=status]");
    if (!field || !button || !status || !("clipboard" in navigator)) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(field.value).then(
        () => say(status, "Copied."),
        () => {
          field.select();
          say(status, "Press Ctrl+C or ⌘C to copy.");
        },
      );
    });
  }
}

function say(status: Element, words: string): void {
  status.textContent = words;
  window.setTimeout(() => {
    status.textContent = "";
  }, SHOWN_MS);
}

customElements.define("share-link", ShareLink);
