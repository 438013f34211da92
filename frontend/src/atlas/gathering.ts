/** What several tiles show together: each concept, area and link once. Pure. */

import type { Area, Mark, Tile, TileLink } from "./tile";

export interface Shown<Thing> {
  readonly thing: Thing;
  /** Since when it is on the screen: it fades in from then on. */
  readonly since: number;
}

export interface Gathered {
  /** By id. */
  readonly marks: ReadonlyMap<number, Shown<Mark>>;
  /** By id, an area after those around it. */
  readonly areas: ReadonlyMap<number, Shown<Area>>;
  readonly links: readonly TileLink[];
  /** When the last of it has come. */
  readonly latest: number;
}

export const NOTHING: Gathered = { marks: new Map(), areas: new Map(), links: [], latest: 0 };

/** What was shown `before` keeps its time: a deeper tile brings it again, and it must not fade in twice. */
export function gathered(tiles: readonly Tile[], before: Gathered): Gathered {
  const marks = new Map<number, Shown<Mark>>();
  const areas: Shown<Area>[] = [];
  const links = new Map<string, TileLink>();
  const seen = new Set<number>();
  for (const tile of tiles) {
    for (const mark of tile.marks) {
      if (!marks.has(mark.id)) marks.set(mark.id, { thing: mark, since: before.marks.get(mark.id)?.since ?? tile.since });
    }
    for (const area of tile.areas) {
      if (seen.has(area.id)) continue;
      seen.add(area.id);
      areas.push({ thing: area, since: before.areas.get(area.id)?.since ?? tile.since });
    }
    for (const link of tile.links) links.set(`${link.source.id} ${link.target.id} ${link.kind}`, link);
  }
  areas.sort((one, other) => one.thing.level - other.thing.level);
  const latest = Math.max(0, ...[...marks.values(), ...areas].map(({ since }) => since));
  return { marks, areas: new Map(areas.map((area) => [area.thing.id, area])), links: [...links.values()], latest };
}
