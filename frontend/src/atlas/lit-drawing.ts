/** What is lit on the map: a neighborhood, a path or a connection, over all that has stepped back. */

import type { LinkKind } from "../map/concepts";
import type { Lit, LitMark } from "./lit";
import { type Painted, radiusOf } from "./painter";

const FULL_TURN = 2 * Math.PI;
const DASHES: Readonly<Record<LinkKind, number[]>> = { parent: [], prerequisite: [7, 5], related: [1.5, 5.5] };
const WIDTHS: Readonly<Record<LinkKind, number>> = { parent: 2.25, prerequisite: 2, related: 2.25 };
/** How far a line bends aside, as a share of its length: two between the same regions are told apart. */
const BEND = 0.08;
const RING = 4.5;
const NUMBER_RADIUS = 9;

export function drawLit(context: CanvasRenderingContext2D, lit: Lit, painted: Painted): void {
  const { view, theme } = painted;
  const routes = [theme.accent, theme.branches[1] ?? theme.accent, theme.branches[4] ?? theme.accent];
  for (const { source, target, kind, route } of lit.links) {
    const isTree = kind === "parent" && !lit.isWay;
    context.strokeStyle = isTree ? (theme.branches[target.colour] ?? theme.ink) : (routes[route] ?? theme.accent);
    context.setLineDash(DASHES[kind]);
    context.lineCap = kind === "related" ? "round" : "butt";
    context.lineWidth = WIDTHS[kind] + (lit.isWay && route === 0 ? 0.75 : 0);
    context.globalAlpha = isTree ? 0.55 : 0.85;
    context.beginPath();
    const [x0, y0] = [source.x * view.scale + view.x, source.y * view.scale + view.y];
    const [x1, y1] = [target.x * view.scale + view.x, target.y * view.scale + view.y];
    context.moveTo(x0, y0);
    context.quadraticCurveTo((x0 + x1) / 2 + (y1 - y0) * BEND, (y0 + y1) / 2 - (x1 - x0) * BEND, x1, y1);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const mark of lit.marks) {
    const number = lit.numbers.get(mark.id);
    if (number === undefined) discOf(context, mark, painted);
    else numberAt(context, mark, number, painted);
  }
  for (const mark of lit.numbers.size ? [] : lit.ends) ringAround(context, mark, painted);
}

export function ringAround(context: CanvasRenderingContext2D, mark: Pick<LitMark, "x" | "y" | "below">, { view, theme }: Painted): void {
  context.globalAlpha = 1;
  context.lineWidth = 2.5;
  context.strokeStyle = theme.accent;
  context.beginPath();
  context.arc(mark.x * view.scale + view.x, mark.y * view.scale + view.y, radiusOf(mark) + RING, 0, FULL_TURN);
  context.stroke();
}

/** A step of a path: there may be no room for its name, but for its number there is. */
function numberAt(context: CanvasRenderingContext2D, mark: LitMark, number: number, { view, theme }: Painted): void {
  const [x, y] = [mark.x * view.scale + view.x, mark.y * view.scale + view.y];
  context.fillStyle = theme.accent;
  context.strokeStyle = theme.paper;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, NUMBER_RADIUS, 0, FULL_TURN);
  context.fill();
  context.stroke();
  context.fillStyle = theme.paper;
  context.font = theme.numbers;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(number), x, y + 0.5);
}

function discOf(context: CanvasRenderingContext2D, mark: LitMark, { view, theme }: Painted): void {
  context.fillStyle = theme.branches[mark.colour] ?? theme.ink;
  context.strokeStyle = theme.paper;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(mark.x * view.scale + view.x, mark.y * view.scale + view.y, radiusOf(mark) + 1.5, 0, FULL_TURN);
  context.fill();
  context.stroke();
}
