/** Where one looks, in the address: `at=x,y,z`, the middle of the window on the map's grid and how deep. Pure. */

import type { Point } from "../map/boxes";
import type { Frame, View } from "../map/camera";
import { DEEPEST, scaleAt, UNIT, WORLD } from "./grid";

const PATTERN = /^(\d{1,8}),(\d{1,8}),(-?\d{1,2}(?:\.\d{1,2})?)$/;
const LEAST_DEPTH = -3;

export interface Spot extends Point {
  readonly depth: number;
}

/** The text of a view, the same for views that look the same. */
export function writeAt(view: View, frame: Frame): string {
  const depth = Math.round(Math.log2(view.scale / scaleAt(0)) * 100) / 100;
  const [x, y] = middleOf(frame);
  // To a quarter of a pixel, by what is written, so that it is written again as it was.
  const step = Math.max(2 ** Math.floor(Math.log2(UNIT / scaleAt(depth) / 4)), 1);
  const onGrid = (window: number, offset: number): number => {
    const unit = Math.round((((window - offset) / view.scale) * UNIT) / step) * step;
    return Math.min(Math.max(Math.round(unit), 0), WORLD * UNIT - 1);
  };
  return `${onGrid(x, view.x)},${onGrid(y, view.y)},${depth}`;
}

/** The view that a text gives in a window of this size; null for what is none. */
export function readAt(text: string | null, frame: Frame): View | null {
  const spot = spotOf(text);
  if (!spot) return null;
  const scale = scaleAt(spot.depth);
  const [x, y] = middleOf(frame);
  return { scale, x: x - spot.x * scale, y: y - spot.y * scale };
}

/** The point that a text gives, in the picture's units, and how deep it is, in whatever window; null for what is none. */
export function spotOf(text: string | null): Spot | null {
  const match = PATTERN.exec(text ?? "");
  if (!match) return null;
  const [across = 0, down = 0, depth = 0] = match.slice(1).map(Number);
  const inMap = (unit: number): number => Math.min(unit, WORLD * UNIT - 1) / UNIT;
  return { x: inMap(across), y: inMap(down), depth: Math.min(Math.max(depth, LEAST_DEPTH), DEEPEST) };
}

/** The place that a query gives; null without one. */
export function placeIn(query: string): string | null {
  return new URLSearchParams(query).getAll("at").at(-1) || null;
}

/** A query with another place, or with none; the rest of it stays as it is written. */
export function withPlace(query: string, at: string | null): string {
  const kept = query.slice(1).split("&").filter((pair) => pair && !/^at(=|$)/.test(pair));
  const pairs = at === null ? kept : [...kept, `at=${at}`];
  return pairs.length ? `?${pairs.join("&")}` : "";
}

function middleOf({ width, height, top, bottom }: Frame): [number, number] {
  return [width / 2, top + (height - top - bottom) / 2];
}
