/** A search field that shows what is found as one types. Without scripts its form leads to the page of results. */

import { Suggestions } from "./suggestions";

interface Found {
  title: string;
  where: string;
  url: string;
}

const PAUSE_MS = 120;
const SHORTEST = 2;

export class SearchBox extends HTMLElement {
  #field: HTMLInputElement | null = null;
  #suggestions: Suggestions | null = null;
  #timer = 0;
  #asked: AbortController | null = null;

  connectedCallback(): void {
    this.#field = this.querySelector<HTMLInputElement>("input[type=search]");
    if (!this.#field || this.#suggestions) return;
    this.#suggestions = new Suggestions(this.#field);
    this.#field.addEventListener("input", () => this.#wait());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget as Node | null)) this.#close();
    });
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
      this.#suggestions?.show(found.map(({ title, where, url }) => ({ title, where, choose: () => location.assign(url) })));
    } catch {
      // No answer: Enter still leads to the page of results.
      if (!signal.aborted) this.#close();
    }
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#suggestions?.close();
  }
}

customElements.define("search-box", SearchBox);
