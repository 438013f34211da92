/** How near one has to come to read what is around a concept. Pure. */

import { around, type Box, type Point, type Size } from "../map/boxes";

/** So far apart marks leave room for names, in pixels. */
const LEGIBLE = 64;
/** So much of a neighborhood is to be in sight together: some of it may be at the other end of the map. */
const SHARE = 0.75;

export interface Nearness {
  /** The scale from which on the neighborhood can be read. */
  readonly scale: number;
  /** What is to be in sight then, in the picture's own units. */
  readonly box: Box;
}

/**
 * The scale at which half of the marks stand `LEGIBLE` pixels from the next one, or the greatest at which the nearest
 * `SHARE` of them still fit into what is free of the window, if that is less.
 *
 * `others`: what is linked to the concept in the middle. Null without any.
 */
export function nearnessOf(center: Point, others: readonly Point[], free: Size): Nearness | null {
  const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
  const near = [...others].sort((one, other) => distance(center, one) - distance(center, other)).slice(0, Math.ceil(others.length * SHARE));
  const seen = [center, ...near];
  const box = around(seen.map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
  if (!near.length || !box) return null;
  const gaps = seen.map((one) => Math.min(...seen.filter((other) => other !== one).map((other) => distance(one, other))));
  const gap = gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  const room = Math.min(free.width / Math.max(box.width, 1e-9), free.height / Math.max(box.height, 1e-9));
  return { scale: Math.min(LEGIBLE / Math.max(gap, 1e-9), room), box };
}
