/** A search field that shows what is found as one types. Without scripts its form leads to the page of results. */

import { AskingBox } from "./asking-box";
import type { Suggestion } from "./suggestions";

interface Found {
  title: string;
  where: string;
  url: string;
}

export class SearchBox extends AskingBox {
  protected address(words: string): string {
    return `${this.dataset.suggest ?? ""}?q=${words}`;
  }

  protected found(answer: unknown): Suggestion[] {
    const { found } = answer as { found: Found[] };
    return found.map(({ title, where, url }) => ({ title, where, choose: () => location.assign(url) }));
  }
}

customElements.define("search-box", SearchBox);
