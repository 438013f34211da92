/** Search in the map: at once among what is here, forgiving; then the server's answer, which knows other names too. */

import uFuzzy from "@leeoniya/ufuzzy";
import { type Suggestion, Suggestions } from "../elements/suggestions";
import type { Concept, KnowledgeMap } from "./concepts";

interface Hit {
  slug: string;
  title: string;
  summary: string;
}

const MOST_FOUND = 8;
const PAUSE_MS = 150;
const SHORTEST_FOR_SERVER = 2;

const matcher = new uFuzzy({
  // One wrong, missing or swapped letter a word.
  intraMode: 1,
  // Letters of all alphabets, as the library's own documentation gives them.
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: "\\p{Ll}\\p{Lu}",
  intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}",
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
});

/** The concepts whose titles match best, then those whose summaries do. */
export function found(map: KnowledgeMap, words: string): Concept[] {
  const concepts = [...map.concepts.values()];
  const [asked = ""] = folded([words]);
  const by = (text: (concept: Concept) => string): Concept[] => {
    const stack = folded(concepts.map(text));
    const [matches, info, order] = matcher.search(stack, asked, 1);
    const ranked = info && order ? order.map((place) => info.idx[place]) : (matches ?? []);
    const places = ranked.filter((place) => place !== undefined);
    // The library prefers "GPT 31" to "GPT 3" for those who type the latter.
    const exact = places.filter((place) => stack[place] === asked);
    return [...new Set([...exact, ...places])].flatMap((place) => concepts[place] ?? []);
  };
  const titles = by((concept) => concept.title);
  const rest = titles.length < MOST_FOUND ? by((concept) => concept.summary) : [];
  return [...new Set([...titles, ...rest])].slice(0, MOST_FOUND);
}

/** The server ranks better, and has all of the map; before its hits come those that are called just so. */
export function merged(words: string, here: readonly Hit[], fromServer: readonly Hit[]): Hit[] {
  const same = (hit: Hit): boolean => hit.title.toLocaleLowerCase() === words.toLocaleLowerCase();
  const all = [...fromServer.filter(same), ...here.filter(same), ...fromServer, ...here];
  return [...new Map(all.map((hit) => [hit.slug, hit])).values()];
}

/** Texts without capitals and accents. */
function folded(texts: string[]): string[] {
  return uFuzzy.latinize(texts.map((text) => text.toLocaleLowerCase()));
}

export class MapSearch {
  readonly #suggestions: Suggestions;
  #timer = 0;
  #asked: AbortController | null = null;

  constructor(
    private readonly field: HTMLInputElement,
    private readonly api: string,
    private readonly map: () => KnowledgeMap,
    private readonly choose: (slug: string) => void,
  ) {
    this.#suggestions = new Suggestions(field, () => this.#close());
    field.addEventListener("input", () => this.#search());
    field.addEventListener("focusout", () => this.#close());
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.defaultPrevented && !event.isComposing) this.#suggestions.chooseFirst();
    });
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  #search(): void {
    const words = this.field.value.trim();
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!words) {
      this.#suggestions.close();
      return;
    }
    const here = found(this.map(), words);
    const mayAsk = words.length >= SHORTEST_FOR_SERVER;
    this.#suggestions.show(here.map((hit) => this.#suggestion(hit)), mayAsk ? "" : "Nothing found.");
    if (mayAsk) this.#timer = window.setTimeout(() => void this.#ask(words, here), PAUSE_MS);
  }

  async #ask(words: string, here: readonly Hit[]): Promise<void> {
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    let hits = [...here];
    let nothing = "Nothing found. Try another word.";
    try {
      const answer = await fetch(`${this.api}?limit=${MOST_FOUND}&q=${encodeURIComponent(words)}`, { signal });
      if (!answer.ok) throw new Error(`search was answered with ${answer.status}`);
      const { concepts } = (await answer.json()) as { concepts: Hit[] };
      hits = merged(words, here, concepts).slice(0, MOST_FOUND);
    } catch {
      nothing = "Nothing found here, and the server does not answer.";
    }
    if (!signal.aborted) this.#suggestions.show(hits.map((hit) => this.#suggestion(hit)), nothing);
  }

  #suggestion({ slug, title, summary }: Hit): Suggestion {
    return { title, where: summary, choose: () => this.#choose(slug) };
  }

  #choose(slug: string): void {
    this.#close();
    this.field.value = "";
    this.choose(slug);
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#suggestions.close();
  }
}
