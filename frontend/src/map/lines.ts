/** The lines between boxes, as SVG path data. */

import { type Box, short } from "./boxes";
import type { Style } from "./layout";

const BEND = 34;
const TRUNK = 16;
const ELBOW = 10;

/** A branch of the tree. */
export function branchLine(style: Style, parent: Box, child: Box): string {
  return style === "tree" ? curve(right(parent), left(child)) : elbow(parent, child);
}

/**
 * A link across the tree, from its source to its target. `boxes`: what it must go around where both stand in one
 * column; without them it goes around the two alone.
 */
export function crossLine(style: Style, source: Box, target: Box, boxes: Iterable<Box> = []): string {
  // Where both stand in one column a straight curve would run through what is between them.
  const apart = source.x + source.width < target.x || target.x + target.width < source.x;
  if (style === "tree" && apart) {
    return source.x < target.x ? curve(right(source), left(target)) : curve(left(source), right(target));
  }
  return bow(right(source), right(target), edgeBetween(source, target, boxes));
}

/** How far to the right those reach that stand between two boxes of a column. */
function edgeBetween(source: Box, target: Box, boxes: Iterable<Box>): number {
  const [top, bottom] = [Math.min(source.y, target.y), Math.max(source.y + source.height, target.y + target.height)];
  const column = Math.min(source.x, target.x);
  let edge = Math.max(source.x + source.width, target.x + target.width);
  for (const box of boxes) {
    const within = box.y + box.height > top && box.y < bottom && box.x + box.width > column;
    if (within && box.x < edge) edge = Math.max(edge, box.x + box.width);
  }
  return edge;
}

type Point = readonly [x: number, y: number];

function left(box: Box): Point {
  return [box.x, box.y + box.height / 2];
}

function right(box: Box): Point {
  return [box.x + box.width, box.y + box.height / 2];
}

function curve([x1, y1]: Point, [x2, y2]: Point): string {
  const middle = short((x1 + x2) / 2);
  return `M${short(x1)} ${short(y1)}C${middle} ${short(y1)} ${middle} ${short(y2)} ${short(x2)} ${short(y2)}`;
}

function bow([x1, y1]: Point, [x2, y2]: Point, edge: number): string {
  // A curve of this kind comes three quarters of the way to its handles.
  const out = short(edge + BEND + Math.min(Math.abs(y2 - y1) / 6, BEND) + (edge - Math.max(x1, x2)) / 3);
  return `M${short(x1)} ${short(y1)}C${out} ${short(y1)} ${out} ${short(y2)} ${short(x2)} ${short(y2)}`;
}

function elbow(parent: Box, child: Box): string {
  const trunk = parent.x + TRUNK;
  const [x, y] = left(child);
  const round = Math.max(0, Math.min(ELBOW, x - trunk, y - parent.y - parent.height));
  return `M${short(trunk)} ${short(parent.y + parent.height)}V${short(y - round)}q0 ${short(round)} ${short(round)} ${short(round)}H${short(x)}`;
}
