/**
 * The quadtree that a large map is cut into, and the picture's own units. Pure.
 *
 * The map's grid has 2 ** 24 units a side; the picture takes 4,096 of them as one of its own, so that the whole map is
 * 4,096 wide and scales stay numbers that can be read.
 */

import type { Box, Size } from "../map/boxes";
import { inSight, type View } from "../map/camera";

export const WORLD = 4096;
export const UNIT = 2 ** 24 / WORLD;
export const WHOLE: Box = { x: 0, y: 0, width: WORLD, height: WORLD };
/** About so wide a tile is meant to be drawn, in CSS pixels. */
const TILE_PIXELS = 512;
/** As in graph/atlas/grid.py: tiles of this depth show whatever is in them. */
export const DEEPEST = 16;

export interface Place {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

export function keyOf({ z, x, y }: Place): string {
  return `${z}/${x}/${y}`;
}

/** The depth whose tiles come nearest to the width that they are made for. */
export function depthAt(scale: number): number {
  const depth = Math.round(Math.log2((WORLD * scale) / TILE_PIXELS));
  return Math.min(Math.max(depth, 0), DEEPEST);
}

/** The scale at which the tiles of a depth have the width that they are made for. */
export function scaleAt(depth: number): number {
  return (TILE_PIXELS * 2 ** depth) / WORLD;
}

/** The tiles of a depth that are in sight, from the middle outwards: what is looked at comes first. */
export function tilesInSight(view: View, size: Size, z: number): Place[] {
  const sight = inSight(view, size);
  const side = WORLD / 2 ** z;
  const [across, down] = [(sight.x + sight.width / 2) / side - 0.5, (sight.y + sight.height / 2) / side - 0.5];
  const distance = ({ x, y }: Place): number => (x - across) ** 2 + (y - down) ** 2;
  return placesIn(sight, z).sort((one, other) => distance(one) - distance(other));
}

/** The tiles of a depth that a box meets. */
export function placesIn(box: Box, z: number): Place[] {
  const side = WORLD / 2 ** z;
  const [left, right] = span(box.x, box.width, side, z);
  const [top, bottom] = span(box.y, box.height, side, z);
  const places: Place[] = [];
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) places.push({ z, x, y });
  return places;
}

/** The tiles that are looked at in a view, and with `ahead` those beyond the window, by so much of its size on each side. */
export function tilesFor(view: View, { width, height }: Size, ahead = 0): Place[] {
  const [across, down] = [width * ahead, height * ahead];
  const shifted = { ...view, x: view.x + across, y: view.y + down };
  return tilesInSight(shifted, { width: width + 2 * across, height: height + 2 * down }, depthAt(view.scale));
}

/** The tile itself and those around it up to the whole map, the whole map first. */
export function lineage({ z, x, y }: Place): Place[] {
  return Array.from({ length: z + 1 }, (_, depth) => ({ z: depth, x: x >> (z - depth), y: y >> (z - depth) }));
}

/** Whether a place is a part of another one. */
export function isWithin({ z, x, y }: Place, around: Place): boolean {
  const up = z - around.z;
  return up > 0 && x >> up === around.x && y >> up === around.y;
}

/** Which quarter of the tile around it a tile is, as the bit that `deeper` has for it. */
export function quarterBit({ x, y }: Place): number {
  return 1 << ((x & 1) + 2 * (y & 1));
}

export function boxOf({ z, x, y }: Place): Box {
  const side = WORLD / 2 ** z;
  return { x: x * side, y: y * side, width: side, height: side };
}

function span(start: number, length: number, side: number, z: number): [number, number] {
  const last = 2 ** z - 1;
  return [Math.max(Math.floor(start / side), 0), Math.min(Math.floor((start + length) / side), last)];
}
