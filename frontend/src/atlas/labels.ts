/** Which names stand on the map, where, and how large: none over another. Pure. */

import { type Box, overlap, type Size } from "../map/boxes";
import type { View } from "../map/camera";
import { placed } from "../map/label-placement";
import type { Area, Mark } from "./tile";

/** 0 a concept with none below it, 1 one with some, 2 and 3 regions that are large on the screen. */
export type Tier = 0 | 1 | 2 | 3;

export interface Label {
  readonly mark: Mark;
  readonly tier: Tier;
  /** Whether it stands on its place, as the name of a region, or below its mark. */
  readonly centered: boolean;
}

export interface Labelling {
  readonly view: View;
  readonly size: Size;
  readonly areas: ReadonlyMap<number, Area>;
  /** The ids of what is lit, which comes before all others whatever its rank, and of what it is about, which comes before that. */
  readonly first: ReadonlySet<number>;
  readonly chosen: ReadonlySet<number>;
  /** Where toolbars lie over the map, in pixels of the window. */
  readonly taken: readonly Box[];
  /** The ids of what is named now: it keeps its name rather than giving way to a neighbor of much the same rank. */
  readonly named: ReadonlySet<number>;
  readonly widthOf: (title: string, tier: Tier) => number;
}

export const FONT_SIZES: Readonly<Record<Tier, number>> = { 0: 13, 1: 14, 2: 18, 3: 25 };
const LARGE = 300;
const MIDDLING = 150;
const LONGEST = 36;
const GAP = { x: 7, y: 4 };
const BELOW_MARK = 7;
const BELOW_LIT = 11;
const KEEPS = 8;
const PIXELS_A_LABEL = 11_000;
const MOST_LABELS = 110;

export function labelsOf(marks: Iterable<Mark>, labelling: Labelling): Label[] {
  const { size, first, chosen, named } = labelling;
  const importance = ({ id, rank }: Mark): number => (chosen.has(id) ? -2 : first.has(id) ? -1 : named.has(id) ? rank / KEEPS : rank);
  const candidates = [...marks]
    .map((mark) => ({ mark, importance: importance(mark) }))
    .sort((one, other) => one.importance - other.importance || one.mark.rank - other.mark.rank)
    .flatMap(({ mark }) => candidateOf(mark, labelling));
  const most = Math.min(Math.round((size.width * size.height) / PIXELS_A_LABEL), MOST_LABELS);
  // In reading order: the most important first, whatever kept its place.
  return placed(candidates, most + first.size).map(({ label }) => label).sort((one, other) => one.mark.rank - other.mark.rank);
}

export function shortTitle(title: string): string {
  return title.length > LONGEST ? `${title.slice(0, LONGEST - 1).trimEnd()}…` : title;
}

/** A region is as large as its area looks; one that is larger than the window is only where one is, and small again. */
export function tierOf({ id, below }: Mark, { view, size, areas }: Pick<Labelling, "view" | "size" | "areas">): Tier {
  const area = areas.get(id);
  const side = area ? Math.min(area.width, area.height) * view.scale : 0;
  const isAround = area !== undefined && side > 1.15 * Math.min(size.width, size.height);
  if (side >= LARGE && !isAround) return 3;
  if (side >= MIDDLING && !isAround) return 2;
  return below > 0 ? 1 : 0;
}

function candidateOf(mark: Mark, labelling: Labelling): { slug: string; label: Label; x: number; y: number; width: number; height: number }[] {
  const { view, size, chosen, first, taken, widthOf } = labelling;
  const [x, y] = [mark.x * view.scale + view.x, mark.y * view.scale + view.y];
  if (x < 0 || y < 0 || x > size.width || y > size.height) return [];
  const tier = tierOf(mark, labelling);
  // What is lit has a mark or a number on its place, also if it is a region.
  const centered = tier >= 2 && !first.has(mark.id);
  const width = widthOf(shortTitle(mark.title), tier) + 2 * GAP.x;
  const height = FONT_SIZES[tier] * 1.25 + 2 * GAP.y;
  const box: Box = { x: x - width / 2, y: centered ? y - height / 2 : y + (first.has(mark.id) ? BELOW_LIT : BELOW_MARK) - GAP.y, width, height };
  // A name that is cut off by the edge is no help, unless it is what one looks for.
  if (!chosen.has(mark.id) && (box.x < 0 || box.x + box.width > size.width || box.y + box.height > size.height)) return [];
  if (!chosen.has(mark.id) && taken.some((other) => overlap(other, box))) return [];
  return [{ slug: mark.slug, label: { mark, tier, centered }, ...box }];
}
