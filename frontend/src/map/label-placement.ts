/** Names for a picture seen from afar: the most important ones that have room, none over another. Pure. */

import { quadtree } from "d3-quadtree";
import { type Box, overlap } from "./boxes";

export interface Candidate extends Box {
  readonly slug: string;
}

/**
 * The candidates that can be shown together, in the order of their importance, which is that of the list.
 *
 * Each is kept if it overlaps none of those kept before. Cost: near O(n log n), for labels of about one size.
 */
export function placed(candidates: readonly Candidate[]): Candidate[] {
  const middleX = (label: Box): number => label.x + label.width / 2;
  const middleY = (label: Box): number => label.y + label.height / 2;
  const tree = quadtree<Candidate>().x(middleX).y(middleY);
  const kept: Candidate[] = [];
  let [widest, highest] = [0, 0];
  for (const label of candidates) {
    // Whatever overlaps it has its middle no further off than half of both.
    const [reachX, reachY] = [(label.width + widest) / 2, (label.height + highest) / 2];
    const [x, y] = [middleX(label), middleY(label)];
    let free = true;
    tree.visit((node, x0, y0, x1, y1) => {
      if (!free || x0 > x + reachX || x1 < x - reachX || y0 > y + reachY || y1 < y - reachY) return true;
      if (!("length" in node)) {
        for (let leaf: typeof node | undefined = node; leaf; leaf = leaf.next) free &&= !overlap(leaf.data, label);
      }
      return false;
    });
    if (!free) continue;
    tree.add(label);
    kept.push(label);
    widest = Math.max(widest, label.width);
    highest = Math.max(highest, label.height);
  }
  return kept;
}
