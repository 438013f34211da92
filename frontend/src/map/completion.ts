/** Completes a map that came in part: one run at a time, each with what is wanted by then. */

import { hasItsChildren, isWhole, type KnowledgeMap } from "./concepts";
import { fetchChildren, fetchConcept, fetchLinks, MOST_CHILDREN } from "./fetching";

export interface Wanted {
  /** Concepts that must be here, with what is above them. */
  readonly named: readonly string[];
  readonly open: Iterable<string>;
  /** The concept whose links must be here. */
  readonly around: string | null;
  readonly radius: number;
}

export interface Owner {
  readonly map: KnowledgeMap;
  readonly wanted: Wanted;
  readonly take: (map: KnowledgeMap) => void;
  readonly complain: (words: string, again?: () => void) => void;
}

export class Completion {
  #running = false;
  #again = false;
  readonly #asked = new Set<string>();

  constructor(
    private readonly api: string,
    private readonly owner: Owner,
  ) {}

  async run(): Promise<void> {
    if (isWhole(this.owner.map)) return;
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#complete(this.owner.map, this.owner.wanted);
      }
    } catch {
      this.owner.complain("Some of this map could not be loaded. Is there a connection?", () => void this.run());
    } finally {
      this.#running = false;
    }
  }

  async #complete(map: KnowledgeMap, { named, open, around, radius }: Wanted): Promise<void> {
    let grown = map;
    try {
      for (const slug of named) grown = await fetchConcept(grown, slug, this.api);
      for (const slug of open) {
        grown = await fetchConcept(grown, slug, this.api);
        grown = await this.#children(grown, slug);
      }
      if (around !== null) grown = await this.#links(grown, around, radius);
    } finally {
      // What has come before a request failed is not asked for again.
      if (grown !== map) this.owner.take(grown);
    }
  }

  async #links(map: KnowledgeMap, around: string, radius: number): Promise<KnowledgeMap> {
    // The answer leaves out links to what is not here: when more is here it has more.
    const asked = `${around} ${radius} ${map.concepts.size}`;
    if (this.#asked.has(asked)) return map;
    const grown = await fetchLinks(map, around, radius, this.api);
    this.#asked.add(asked);
    return grown;
  }

  async #children(map: KnowledgeMap, slug: string): Promise<KnowledgeMap> {
    const concept = map.concepts.get(slug);
    if (!concept || hasItsChildren(concept) || this.#asked.has(slug)) return map;
    const grown = await fetchChildren(map, slug, this.api);
    this.#asked.add(slug);
    if (concept.childCount > MOST_CHILDREN) {
      this.owner.complain(`“${concept.title}” has ${concept.childCount} parts; ${MOST_CHILDREN} are shown. Search finds the others.`);
    }
    return grown;
  }
}
