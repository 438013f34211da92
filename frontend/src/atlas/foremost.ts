/** What is most important around a place: what the tree and the outline show while nothing is chosen. */

import type { Box } from "../map/boxes";
import { type Spot, spotOf } from "./at";
import { type Place, placesIn, WHOLE, WORLD } from "./grid";
import type { Mark, Tile } from "./tile";
import { ROOT, type Tiles } from "./tiles";

/** So many concepts, each with what is above it, make a tree that can be read. */
const MOST = 40;

/**
 * The slugs of what is most important around a place as the address has it, or of the whole map without a place, and where
 * there is nothing. It depends on the place and the layout alone: the same address shows the same in every window.
 */
export async function foremostAt(at: string | null, tiles: Pick<Tiles, "at">): Promise<string[]> {
  const spot = spotOf(at);
  const within = async (box: Box, places: readonly Place[]): Promise<string[]> =>
    foremost(await Promise.all(places.map((place) => tiles.at(place))), box);
  const near = spot ? await within(squareAround(spot), placesIn(squareAround(spot), depthFor(spot))) : [];
  return near.length ? near : within(WHOLE, [ROOT]);
}

/** As much as one sees around a place: a window of about 1,024 pixels a side. */
export function squareAround({ x, y, depth }: Spot): Box {
  const side = WORLD / 2 ** (depth - 1);
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
}

/** The deepest tiles that are no smaller than the square: at most four meet it. */
function depthFor({ depth }: Spot): number {
  return Math.max(Math.floor(depth) - 1, 0);
}

function foremost(tiles: readonly (Tile | null)[], box: Box): string[] {
  const marks = new Map<number, Mark>();
  for (const tile of tiles) for (const mark of tile?.marks ?? []) if (isIn(box, mark)) marks.set(mark.id, mark);
  const byRank = [...marks.values()].sort((one, other) => one.rank - other.rank);
  return byRank.slice(0, MOST).map(({ slug }) => slug);
}

function isIn({ x, y, width, height }: Box, mark: Mark): boolean {
  return mark.x >= x && mark.y >= y && mark.x <= x + width && mark.y <= y + height;
}
