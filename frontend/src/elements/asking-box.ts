/** A field that asks the server as one types and shows what it found below. */

import { type Suggestion, Suggestions } from "./suggestions";

const PAUSE_MS = 120;
const SHORTEST = 2;

export abstract class AskingBox extends HTMLElement {
  protected field: HTMLInputElement | null = null;
  #suggestions: Suggestions | null = null;
  #timer = 0;
  #asked: AbortController | null = null;

  /** Where to ask for some words, escaped already. */
  protected abstract address(words: string): string;

  /** What an answer of the server offers. */
  protected abstract found(answer: unknown): Suggestion[];

  connectedCallback(): void {
    this.field = this.querySelector<HTMLInputElement>("input");
    if (!this.field || this.#suggestions) return;
    this.#suggestions = new Suggestions(this.field, () => this.close());
    this.field.addEventListener("input", () => this.#wait());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.close();
    });
  }

  protected close(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#suggestions?.close();
  }

  #wait(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    const query = this.field?.value.trim() ?? "";
    if (query.length < SHORTEST) {
      this.close();
      return;
    }
    this.#timer = window.setTimeout(() => void this.#ask(query), PAUSE_MS);
  }

  async #ask(query: string): Promise<void> {
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    try {
      const answer = await fetch(this.address(encodeURIComponent(query)), { signal });
      if (!answer.ok) return;
      this.#suggestions?.show(this.found(await answer.json()));
    } catch {
      // No answer: the form leads on all the same.
      if (!signal.aborted) this.close();
    }
  }
}
