/** A tile as the server gives it (graph/atlas/__init__.py says what each column means), read into marks, areas and links. */

import type { Box } from "../map/boxes";
import { LINK_KINDS, type LinkKind } from "../map/concepts";
import { type Place, UNIT } from "./grid";

/** A concept on the map; places are in the picture's units. */
export interface Mark {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly x: number;
  readonly y: number;
  /** 0 is the most important of the map. */
  readonly rank: number;
  /** How many concepts are below it. */
  readonly below: number;
  readonly colour: number;
}

export interface Area extends Box {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  /** How many areas are around it. */
  readonly level: number;
  readonly colour: number;
}

/** An end of a link. */
export interface End {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

export interface TileLink {
  readonly source: End;
  readonly target: End;
  readonly kind: LinkKind;
}

export interface Tile extends Place {
  readonly deeper: number;
  readonly marks: readonly Mark[];
  readonly areas: readonly Area[];
  readonly links: readonly TileLink[];
  /** When it was there to be drawn, in milliseconds of the page's clock: it fades in from then on. */
  readonly since: number;
}

interface Columns {
  readonly id: number[];
  readonly slug: string[];
  readonly title: string[];
  readonly x: number[];
  readonly y: number[];
  readonly colour: number[];
}

export interface TileData extends Place {
  readonly deeper: number;
  readonly concepts: Columns & { readonly rank: number[]; readonly below: number[] };
  readonly areas: Columns & { readonly width: number[]; readonly height: number[]; readonly level: number[] };
  readonly links: number[];
  readonly far: Columns;
}

export function readTile({ z, x, y, deeper, concepts, areas, links, far }: TileData, since: number): Tile {
  const marks = concepts.id.map((_, index) => ({
    ...named(concepts, index),
    rank: concepts.rank[index] ?? 0,
    below: concepts.below[index] ?? 0,
  }));
  const ends: End[] = [...marks, ...far.id.map((_, index) => named(far, index))];
  return { z, x, y, deeper, marks, areas: readAreas(areas), links: readLinks(links, ends), since };
}

function readAreas(areas: TileData["areas"]): Area[] {
  return areas.id.map((_, index) => ({
    ...named(areas, index),
    width: (areas.width[index] ?? 0) / UNIT,
    height: (areas.height[index] ?? 0) / UNIT,
    level: areas.level[index] ?? 0,
  }));
}

function readLinks(numbers: readonly number[], ends: readonly End[]): TileLink[] {
  const links: TileLink[] = [];
  for (let place = 0; place + 2 < numbers.length; place += 3) {
    const [source, target, code] = [ends[numbers[place] ?? -1], ends[numbers[place + 1] ?? -1], numbers[place + 2] ?? 0];
    const kind = LINK_KINDS[code - 1];
    if (source && target && kind) links.push({ source, target, kind });
  }
  return links;
}

function named(columns: Columns, index: number): Omit<Mark, "rank" | "below"> {
  return {
    id: columns.id[index] ?? 0,
    slug: columns.slug[index] ?? "",
    title: columns.title[index] ?? "",
    x: (columns.x[index] ?? 0) / UNIT,
    y: (columns.y[index] ?? 0) / UNIT,
    colour: columns.colour[index] ?? 0,
  };
}
