/** Which concepts are shown: the tree down to where it is closed. */

import { type Concept, type KnowledgeMap, trailTo } from "./concepts";

export interface Shown {
  readonly concept: Concept;
  readonly open: boolean;
  readonly below: readonly Shown[];
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

export function shownTree(map: KnowledgeMap, open: ReadonlySet<string>): Shown[] {
  const level = (slugs: readonly string[]): Shown[] =>
    slugs.flatMap((slug, index) => {
      const concept = map.concepts.get(slug);
      if (!concept) return [];
      const isOpen = concept.childCount > 0 && open.has(slug);
      const below = isOpen ? level(concept.children) : [];
      return [{ concept, open: isOpen, below, place: index + 1, siblings: slugs.length }];
    });
  return level(map.tops);
}

/** All that is shown in reading order: each concept, then what is below it. */
export function inReadingOrder(tree: readonly Shown[]): Shown[] {
  return tree.flatMap((one) => [one, ...inReadingOrder(one.below)]);
}

/** The concept itself where it is shown, or the nearest one above it that is; null for one that is not here. */
export function nearestShown(map: KnowledgeMap, shown: ReadonlySet<string>, slug: string): string | null {
  let here: string | null = slug;
  while (here !== null && !shown.has(here)) here = map.concepts.get(here)?.parent ?? null;
  return here;
}

/** The shown concepts behind which some of these are hidden. */
export function hidingOnes(map: KnowledgeMap, open: ReadonlySet<string>, slugs: Iterable<string>): Set<string> {
  const hiding = new Set<string>();
  for (const slug of slugs) {
    // The highest of its ancestors that is closed hides it.
    const closed = trailTo(map, slug).find((above) => !open.has(above));
    if (closed !== undefined) hiding.add(closed);
  }
  return hiding;
}
