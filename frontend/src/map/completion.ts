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
        const grown = await this.#complete(this.owner.map, this.owner.wanted);
        if (grown !== this.owner.map) this.owner.take(grown);
      }
    } catch {
      this.owner.complain("Some of this map could not be loaded. Is there a connection?", () => void this.run());
    } finally {
      this.#running = false;
    }
  }

  async #complete(map: KnowledgeMap, { named, open, around, radius }: Wanted): Promise<KnowledgeMap> {
    let grown = map;
    for (const slug of named) grown = await fetchConcept(grown, slug, this.api);
    for (const slug of open) {
      grown = await fetchConcept(grown, slug, this.api);
      grown = await this.#children(grown, slug);
    }
    const links = `${around} ${radius}`;
    if (around !== null && !this.#asked.has(links)) {
      grown = await fetchLinks(grown, around, radius, this.api);
      this.#asked.add(links);
    }
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
