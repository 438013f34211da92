/** A line across the top that tells how far one has read. Without scripts there is none, and nothing is missing. */

export class ReadingProgress extends HTMLElement {
  readonly #bar = document.createElement("div");
  #asked = 0;
  #ended = new AbortController();

  connectedCallback(): void {
    this.#bar.className = "reading-progress__bar";
    this.append(this.#bar);
    this.#ended = new AbortController();
    const heard = { passive: true, signal: this.#ended.signal };
    for (const happening of ["scroll", "resize"]) window.addEventListener(happening, () => this.#ask(), heard);
    this.#show();
  }

  disconnectedCallback(): void {
    this.#ended.abort();
    cancelAnimationFrame(this.#asked);
  }

  /** Once a frame, however often the page moves. */
  #ask(): void {
    cancelAnimationFrame(this.#asked);
    this.#asked = requestAnimationFrame(() => this.#show());
  }

  #show(): void {
    const text = document.getElementById(this.dataset.of ?? "");
    if (!text) return;
    const { top, height } = text.getBoundingClientRect();
    this.#bar.style.transform = `scaleX(${readPart(top, height, window.innerHeight).toFixed(4)})`;
  }
}

/** Which part of a text has gone by, from 0 to 1, with its top edge so far from that of the window. */
export function readPart(top: number, height: number, windowHeight: number): number {
  const way = height - windowHeight;
  // Of a text that fits into the window there is nothing to tell.
  if (way <= 0) return 0;
  return Math.min(Math.max(-top / way, 0), 1);
}

customElements.define("reading-progress", ReadingProgress);
