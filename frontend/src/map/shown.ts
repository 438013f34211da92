/** Which concepts are shown: the tree down to where it is closed. */

import { type Concept, type KnowledgeMap, trailTo } from "./concepts";

export interface Shown {
  readonly concept: Concept;
  /** Whether all of its children are shown, and how many are not while some are. */
  readonly open: boolean;
  readonly left: number;
  readonly below: readonly Shown[];
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

/** `within`: what is shown also below what is closed; if there is any, nothing else is shown at the top. */
export function shownTree(map: KnowledgeMap, open: ReadonlySet<string>, within: ReadonlySet<string> | null = null): Shown[] {
  const near = (slugs: readonly string[]): readonly string[] => slugs.filter((slug) => within?.has(slug));
  const level = (slugs: readonly string[]): Shown[] =>
    slugs.flatMap((slug, index) => {
      const concept = map.concepts.get(slug);
      if (!concept) return [];
      const { childCount, children } = concept;
      const some = near(children);
      const isOpen = childCount > 0 && (open.has(slug) || some.length === childCount);
      const below = level(isOpen ? children : some);
      const left = isOpen || !below.length ? 0 : childCount - below.length;
      return [{ concept, open: isOpen, left, below, place: index + 1, siblings: slugs.length }];
    });
  return level(within ? near(map.tops) : map.tops);
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
