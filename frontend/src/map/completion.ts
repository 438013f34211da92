/** Completes a map that came in part: one run at a time, each with what is wanted by then. */

import { isWhole, type KnowledgeMap, type LinkKind } from "./concepts";
import { fetchChildren, fetchNear, fetchTrails, MOST_CHILDREN, type Near, type Sources } from "./fetching";
import { hasItsChildren, withLinks, withSteps } from "./growth";

export interface Wanted {
  /** Concepts that must be here, with what is above them. */
  readonly named: readonly string[];
  readonly open: Iterable<string>;
  /** The concept whose neighborhood must be here. */
  readonly around: string | null;
  readonly radius: number;
  readonly kinds: ReadonlySet<LinkKind>;
}

export interface Owner {
  readonly map: KnowledgeMap;
  readonly wanted: Wanted;
  readonly take: (map: KnowledgeMap) => void;
  readonly complain: (words: string, again?: () => void) => void;
}

export class Completion {
  #running: Promise<boolean> | null = null;
  #again = false;
  /** The concepts whose children have been asked for, and neighborhoods. */
  readonly #asked = new Set<string>();
  readonly #near = new Map<string, Near>();

  constructor(
    private readonly sources: Sources,
    private readonly owner: Owner,
  ) {}

  /** Fetches what is wanted and not here; whether it is here then. */
  run(): Promise<boolean> {
    if (isWhole(this.owner.map)) return Promise.resolve(true);
    this.#again = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<boolean> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#complete(this.owner.map, this.owner.wanted);
      }
      return true;
    } catch {
      this.owner.complain("Some of this map could not be loaded. Is there a connection?", () => void this.run());
      return false;
    } finally {
      this.#running = null;
    }
  }

  async #complete(map: KnowledgeMap, { named, open, around, radius, kinds }: Wanted): Promise<void> {
    let grown = map;
    try {
      const toBe = [...named, ...open];
      // Neither needs the other: what they bring comes after one round trip.
      const [near, steps] = await Promise.all([
        around === null ? null : this.#around(around, radius, kinds),
        fetchTrails(grown, toBe, this.sources),
      ]);
      if (steps.length) grown = withSteps(grown, steps);
      if (near) grown = await this.#withNear(grown, near);
      for (const slug of open) grown = await this.#children(grown, slug);
    } finally {
      // What has come before a request failed is not asked for again.
      if (grown !== map) this.owner.take(grown);
    }
  }

  async #around(slug: string, radius: number, kinds: ReadonlySet<LinkKind>): Promise<Near> {
    const key = `${slug} ${radius} ${[...kinds].join()}`;
    const near = this.#near.get(key) ?? (await fetchNear(slug, radius, kinds, this.sources));
    this.#near.set(key, near);
    return near;
  }

  async #withNear(map: KnowledgeMap, { slugs, links }: Near): Promise<KnowledgeMap> {
    const steps = await fetchTrails(map, slugs, this.sources);
    return withLinks(steps.length ? withSteps(map, steps) : map, links);
  }

  async #children(map: KnowledgeMap, slug: string): Promise<KnowledgeMap> {
    const concept = map.concepts.get(slug);
    if (!concept || hasItsChildren(concept) || this.#asked.has(slug)) return map;
    const grown = await fetchChildren(map, slug, this.sources);
    this.#asked.add(slug);
    if (concept.childCount > MOST_CHILDREN) {
      this.owner.complain(`“${concept.title}” has ${concept.childCount} parts; ${MOST_CHILDREN} are shown. Search finds the others.`);
    }
    return grown;
  }
}
