/** All that the picture and the outline depend on. */

import type { KnowledgeMap, LinkKind } from "./concepts";
import type { Emphasis } from "./emphasis";
import type { Marks } from "./tree-item";

export interface Scene {
  readonly map: KnowledgeMap;
  readonly open: ReadonlySet<string>;
  /** Of a large map: what is shown also below what is closed. */
  readonly within: ReadonlySet<string> | null;
  readonly kinds: ReadonlySet<LinkKind>;
  readonly chosen: string | null;
  /** The other end of a connection. */
  readonly end: string | null;
  /** Concepts that hide a bright one. */
  readonly hiding: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  readonly emphasis: Emphasis;
}

export function marksOf({ chosen, end, hiding, known, emphasis }: Scene, slug: string): Marks {
  const bright = emphasis.bright?.has(slug) ?? false;
  return {
    chosen: slug === chosen,
    end: slug === end,
    bright,
    dim: emphasis.bright !== null && !bright && !hiding.has(slug),
    known: known.has(slug),
    number: emphasis.numbers.get(slug),
  };
}
