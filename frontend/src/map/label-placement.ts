/** Names for a picture seen from afar: the most important ones that have room, none over another. Pure. */

import { type Box, overlap } from "./boxes";

export interface Candidate extends Box {
  readonly slug: string;
}

/**
 * The candidates that can be shown together, in the order of their importance, which is that of the list; at most `most`.
 *
 * Each is kept if it overlaps none of those kept before and is no second place for one of them. Cost: O(candidates · kept), and few are kept: they share a window.
 */
export function placed<Label extends Candidate>(candidates: readonly Label[], most: number): Label[] {
  const kept: Label[] = [];
  for (const label of candidates) {
    if (kept.length === most) break;
    if (!kept.some((other) => other.slug === label.slug || overlap(other, label))) kept.push(label);
  }
  return kept;
}
