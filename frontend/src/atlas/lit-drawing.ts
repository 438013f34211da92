/** What is lit on the map: a neighborhood, a path or a connection, over all that has stepped back. */

import type { View } from "../map/camera";
import type { LinkKind } from "../map/concepts";
import type { Lit, LitMark } from "./lit";
import { NUMBER_RADIUS, shiftOf, shiftsOf } from "./numbers";
import type { Pen } from "./pen";
import { type Painted, radiusOf } from "./painter";

const FULL_TURN = 2 * Math.PI;
const DASHES: Readonly<Record<LinkKind, number[]>> = { parent: [], prerequisite: [7, 5], related: [1.5, 5.5] };
const WIDTHS: Readonly<Record<LinkKind, number>> = { parent: 2.25, prerequisite: 2, related: 2.25 };
/** How far a line bends aside, as a share of its length: two between the same regions are told apart. */
const BEND = 0.08;
const RING = 4.5;

export function drawLit(pen: Pen, lit: Lit, painted: Painted): void {
  const { view, theme } = painted;
  const routes = [theme.accent, theme.branches[1] ?? theme.accent, theme.branches[4] ?? theme.accent];
  for (const { source, target, kind, route } of lit.links) {
    const isTree = kind === "parent" && !lit.isWay;
    pen.strokeStyle = isTree ? (theme.branches[target.colour] ?? theme.ink) : (routes[route] ?? theme.accent);
    pen.setLineDash(DASHES[kind]);
    pen.lineCap = kind === "related" ? "round" : "butt";
    pen.lineWidth = WIDTHS[kind] + (lit.isWay && route === 0 ? 0.75 : 0);
    pen.globalAlpha = isTree ? 0.55 : 0.85;
    pen.beginPath();
    const [[x0, y0], [x1, y1]] = [placeOf(source, lit, view), placeOf(target, lit, view)];
    pen.moveTo(x0, y0);
    pen.quadraticCurveTo((x0 + x1) / 2 + (y1 - y0) * BEND, (y0 + y1) / 2 - (x1 - x0) * BEND, x1, y1);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  const numbered = shiftsOf(lit, view.scale);
  // Beneath the numbers: one that has no room for its own hides none.
  for (const mark of lit.marks) if (!numbered.has(mark.id)) discOf(pen, mark, painted);
  for (const mark of lit.marks) {
    if (numbered.has(mark.id)) numberAt(pen, placeOf(mark, lit, view), lit.numbers.get(mark.id) ?? 0, painted);
  }
  for (const mark of lit.numbers.size ? [] : lit.ends) ringAround(pen, mark, painted);
}

/** In the window. */
function placeOf({ id, x, y }: LitMark, lit: Lit, { scale, x: left, y: top }: View): [number, number] {
  const shift = shiftOf(lit, id, scale);
  return [x * scale + left + shift.x, y * scale + top + shift.y];
}

function ringAround(pen: Pen, mark: Pick<LitMark, "x" | "y" | "below">, { view, theme }: Painted): void {
  pen.globalAlpha = 1;
  pen.lineWidth = 2.5;
  pen.strokeStyle = theme.accent;
  pen.beginPath();
  pen.arc(mark.x * view.scale + view.x, mark.y * view.scale + view.y, radiusOf(mark) + RING, 0, FULL_TURN);
  pen.stroke();
}

/** A step of a path: there may be no room for its name, but for its number there is. */
function numberAt(pen: Pen, [x, y]: [number, number], number: number, { theme }: Painted): void {
  pen.fillStyle = theme.accent;
  pen.strokeStyle = theme.paper;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(x, y, NUMBER_RADIUS, 0, FULL_TURN);
  pen.fill();
  pen.stroke();
  pen.fillStyle = theme.paper;
  pen.font = number < 100 ? theme.numbers : theme.longNumbers;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(String(number), x, y + 0.5);
}

function discOf(pen: Pen, mark: LitMark, { view, theme }: Painted): void {
  pen.fillStyle = theme.branches[mark.colour] ?? theme.ink;
  pen.strokeStyle = theme.paper;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.arc(mark.x * view.scale + view.x, mark.y * view.scale + view.y, radiusOf(mark) + 1.5, 0, FULL_TURN);
  pen.fill();
  pen.stroke();
}
