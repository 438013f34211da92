/** Which names stand on the map, where, and how large: none over another. Pure. */

import { type Box, overlap, type Point, shared, type Size } from "../map/boxes";
import type { View } from "../map/camera";
import { placed } from "../map/label-placement";
import type { Area, Mark } from "./tile";

/** 0 a concept with none below it, 1 one with some, 2 and 3 regions that are large on the screen. */
export type Tier = 0 | 1 | 2 | 3;

export interface Label {
  readonly mark: Mark;
  readonly tier: Tier;
  readonly side: Side;
  /** How far the number of a step stands from its mark, in pixels. */
  readonly shift: Point;
}

/** Where a name stands: on its place, as that of a region, beside its mark, or at a corner of it. */
export type Side = "on" | "below" | "above" | "right" | "left" | "above-right" | "below-right" | "above-left" | "below-left";

export interface Labelling {
  readonly view: View;
  readonly size: Size;
  readonly areas: ReadonlyMap<number, Area>;
  /** The ids of what is lit, which comes before all others whatever its rank, and of what it is about, which comes before that. */
  readonly first: ReadonlySet<number>;
  readonly chosen: ReadonlySet<number>;
  /** How far the numbers of a path are moved aside from their marks, by id. */
  readonly shifts: ReadonlyMap<number, Point>;
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
/** Between a mark and its name; a lit mark is larger, or has a number. */
const FROM_MARK = 7;
const FROM_LIT = 11;
/** Across and down, between the middle of a lit mark and the corner of a name there. */
const FROM_CORNER = 8;
/** What is lit is to have its name wherever there is room. */
const SIDES_OF_LIT: readonly Side[] = ["below", "above", "right", "left", "above-right", "below-right", "above-left", "below-left"];
/** So near to a lit mark a name is taken for its own: no other stands there. */
const OWN = 14;
/** Half of what of a number is not to be hidden. */
const OF_NUMBER = 7;
const KEEPS = 8;
const UNMOVED: Point = { x: 0, y: 0 };
const NOTHING: Box = { x: Infinity, y: Infinity, width: 0, height: 0 };
const PIXELS_A_LABEL = 11_000;
const MOST_LABELS = 110;

export function labelsOf(marks: Iterable<Mark>, labelling: Labelling): Label[] {
  const { size, first, chosen, named } = labelling;
  const all = [...marks];
  const lit = all.filter(({ id }) => first.has(id)).map((mark) => ownOf(mark, labelling));
  // A stranger keeps away from all that is lit; what is lit itself only from numbers, which it would hide.
  const isFree = (id: number, box: Box): boolean =>
    !lit.some((own) => own.id !== id && overlap(first.has(id) ? own.number : own.around, box));
  const hidden = (id: number, box: Box): number => lit.reduce((area, own) => area + (own.id === id ? 0 : shared(own.number, box)), 0);
  const importance = ({ id, rank }: Mark): number => (chosen.has(id) ? -2 : first.has(id) ? -1 : named.has(id) ? rank / KEEPS : rank);
  const candidates = all
    .map((mark) => ({ mark, importance: importance(mark) }))
    .sort((one, other) => one.importance - other.importance || one.mark.rank - other.mark.rank)
    .flatMap(({ mark }) => candidatesOf(mark, labelling, isFree, hidden));
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

interface Candidate extends Box {
  readonly slug: string;
  readonly label: Label;
}

/** Where the name of a mark may stand, the best place first. `hidden`: how much a box would hide of what is not to be hidden. */
function candidatesOf(
  mark: Mark,
  labelling: Labelling,
  isFree: (id: number, box: Box) => boolean,
  hidden: (id: number, box: Box) => number,
): Candidate[] {
  const { size, chosen, first, shifts, taken, widthOf } = labelling;
  const shift = shifts.get(mark.id) ?? UNMOVED;
  const [x, y] = inWindow(mark, labelling);
  if (x < 0 || y < 0 || x > size.width || y > size.height) return [];
  const tier = tierOf(mark, labelling);
  const width = widthOf(shortTitle(mark.title), tier) + 2 * GAP.x;
  const height = FONT_SIZES[tier] * 1.25 + 2 * GAP.y;
  // What is lit has a mark or a number on its place, also if it is a region.
  const sides = first.has(mark.id) ? SIDES_OF_LIT : [tier >= 2 ? "on" : "below"] as const;
  const gap = first.has(mark.id) ? FROM_LIT : FROM_MARK;
  const candidates = sides.map((side) => ({ slug: mark.slug, label: { mark, tier, side, shift }, ...boxAt(side, x, y, { width, height }, gap) }));
  // A name that is cut off by the edge, or lies beneath a toolbar, is no help.
  const inSight = candidates.filter((box) => isWithin(box, size) && !taken.some((other) => overlap(other, box)));
  const good = inSight.filter((box) => isFree(mark.id, box));
  if (good.length || !chosen.has(mark.id)) return good;
  // What one looks for is named in any case, where it hides least.
  const byLoss = (inSight.length ? inSight : candidates).map((box) => ({ box, loss: hidden(mark.id, box) }));
  return byLoss.sort((one, other) => one.loss - other.loss).slice(0, 1).map(({ box }) => box);
}

interface Own {
  readonly id: number;
  readonly around: Box;
  /** Empty where there is no number. */
  readonly number: Box;
}

/** What a lit mark has for itself, in the window. */
function ownOf(mark: Mark, labelling: Labelling): Own {
  const [x, y] = inWindow(mark, labelling);
  const square = (half: number): Box => ({ x: x - half, y: y - half, width: 2 * half, height: 2 * half });
  return { id: mark.id, around: square(OWN), number: labelling.shifts.has(mark.id) ? square(OF_NUMBER) : NOTHING };
}

function inWindow({ id, x, y }: Mark, { view, shifts }: Labelling): [number, number] {
  const shift = shifts.get(id) ?? UNMOVED;
  return [x * view.scale + view.x + shift.x, y * view.scale + view.y + shift.y];
}

function boxAt(side: Side, x: number, y: number, { width, height }: Size, gap: number): Box {
  const [across, down] = [x - width / 2, y - height / 2];
  switch (side) {
    case "on":
      return { x: across, y: down, width, height };
    case "below":
      return { x: across, y: y + gap - GAP.y, width, height };
    case "above":
      return { x: across, y: y - gap + GAP.y - height, width, height };
    case "right":
      return { x: x + gap - GAP.x, y: down, width, height };
    case "left":
      return { x: x - gap + GAP.x - width, y: down, width, height };
    case "above-right":
      return { x: x + FROM_CORNER - GAP.x, y: y - FROM_CORNER + GAP.y - height, width, height };
    case "below-right":
      return { x: x + FROM_CORNER - GAP.x, y: y + FROM_CORNER - GAP.y, width, height };
    case "above-left":
      return { x: x - FROM_CORNER + GAP.x - width, y: y - FROM_CORNER + GAP.y - height, width, height };
    case "below-left":
      return { x: x - FROM_CORNER + GAP.x - width, y: y + FROM_CORNER - GAP.y, width, height };
  }
}

function isWithin({ x, y, width, height }: Box, size: Size): boolean {
  return x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
}
