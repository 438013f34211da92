/** Draws areas, links and marks on a canvas. What has come lately fades in. */

import type { Size } from "../map/boxes";
import type { View } from "../map/camera";
import type { Gathered, Shown } from "./gathering";
import type { Lit } from "./lit";
import { drawLit, ringAround } from "./lit-drawing";
import type { Theme } from "./theme";
import type { Area, Mark } from "./tile";

const FADE_MS = 220;
const SMALLEST_AREA = 14;
const ROUND = 14;
const LONGEST_LINK = 130;
const SHORTEST_LINK = 14;
const FULL_TURN = 2 * Math.PI;
/** As fine as anybody sees, and half of what a phone's screen would take. */
const MOST_DENSE = 2;

export interface Painted {
  readonly view: View;
  readonly size: Size;
  readonly gathered: Gathered;
  readonly theme: Theme;
  readonly lit: Lit | null;
  readonly chosen: number | null;
  /** The ids of regions that are named on their places, and need no mark. */
  readonly named: ReadonlySet<number>;
  readonly now: number;
  /** Without fading. */
  readonly still: boolean;
}

export class Painter {
  readonly #context: CanvasRenderingContext2D;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d", { alpha: true });
    if (!context) throw new Error("this browser draws no pictures");
    this.#context = context;
  }

  resize({ width, height }: Size): void {
    const density = Math.min(window.devicePixelRatio || 1, MOST_DENSE);
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    this.#context.setTransform(density, 0, 0, density, 0, 0);
  }

  /** Draws a frame; whether something still fades in, so that another is due. */
  paint(painted: Painted): boolean {
    const { size, gathered, lit, now, still } = painted;
    const context = this.#context;
    context.clearRect(0, 0, size.width, size.height);
    for (const area of gathered.areas.values()) paintArea(context, area, painted);
    context.globalAlpha = 1;
    if (lit === null) paintLinks(context, painted);
    paintMarks(context, painted);
    if (lit !== null) drawLit(context, lit, painted);
    const chosen = painted.chosen === null ? undefined : gathered.marks.get(painted.chosen)?.thing;
    if (chosen && lit === null) ringAround(context, chosen, painted);
    return !still && now - gathered.latest < FADE_MS;
  }
}

export function radiusOf({ below }: Pick<Mark, "below">): number {
  return 2.2 + Math.min(Math.log2(1 + below) * 0.33, 3.4);
}

function shareOf(since: number, { now, still }: Painted): number {
  return still ? 1 : Math.min(Math.max((now - since) / FADE_MS, 0), 1);
}

function paintArea(context: CanvasRenderingContext2D, { thing, since }: Shown<Area>, painted: Painted): void {
  const { view, size, theme, lit } = painted;
  const [width, height] = [thing.width * view.scale, thing.height * view.scale];
  const [x, y] = [thing.x * view.scale + view.x, thing.y * view.scale + view.y];
  if (x > size.width || y > size.height || x + width < 0 || y + height < 0) return;
  const side = Math.min(width, height);
  // Small ones come as they grow, instead of all at once.
  const grown = Math.min(Math.max((side - SMALLEST_AREA) / SMALLEST_AREA, 0), 1);
  const alpha = grown * shareOf(since, painted) * (lit === null ? 1 : 0.7);
  if (alpha === 0) return;
  context.globalAlpha = alpha * (thing.level === 0 ? 0.1 : 0.085);
  context.fillStyle = theme.branches[thing.colour] ?? theme.ink;
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(ROUND, side / 8));
  context.fill();
}

/** Links across the tree, as far as they are short; who is below whom is told by the areas. */
function paintLinks(context: CanvasRenderingContext2D, { view, gathered, theme }: Painted): void {
  context.beginPath();
  for (const { source, target, kind } of gathered.links) {
    if (kind === "parent") continue;
    const length = Math.hypot(source.x - target.x, source.y - target.y) * view.scale;
    if (length > LONGEST_LINK || length < SHORTEST_LINK) continue;
    context.moveTo(source.x * view.scale + view.x, source.y * view.scale + view.y);
    context.lineTo(target.x * view.scale + view.x, target.y * view.scale + view.y);
  }
  context.globalAlpha = 0.22;
  context.lineWidth = 1;
  context.strokeStyle = theme.quiet;
  context.stroke();
  context.globalAlpha = 1;
}

/** By colour, because setting one costs more than a disc; those that fade in one by one. */
function paintMarks(context: CanvasRenderingContext2D, painted: Painted): void {
  const { view, size, gathered, theme, named, lit } = painted;
  const steady: Mark[][] = theme.branches.map(() => []);
  const strength = lit === null ? 1 : 0.3;
  for (const { thing, since } of gathered.marks.values()) {
    const [x, y] = [thing.x * view.scale + view.x, thing.y * view.scale + view.y];
    if (x < -9 || y < -9 || x > size.width + 9 || y > size.height + 9 || named.has(thing.id) || lit?.ids.has(thing.id)) continue;
    const share = shareOf(since, painted);
    if (share === 1) {
      steady[thing.colour]?.push(thing);
      continue;
    }
    context.globalAlpha = share * strength;
    context.fillStyle = theme.branches[thing.colour] ?? theme.ink;
    context.beginPath();
    context.arc(x, y, radiusOf(thing), 0, FULL_TURN);
    context.fill();
  }
  context.globalAlpha = strength;
  steady.forEach((marks, colour) => paintDiscs(context, marks, view, theme.branches[colour] ?? theme.ink));
  context.globalAlpha = 1;
}

function paintDiscs(context: CanvasRenderingContext2D, marks: readonly Mark[], view: View, colour: string): void {
  if (!marks.length) return;
  context.fillStyle = colour;
  context.beginPath();
  for (const mark of marks) {
    const [x, y, radius] = [mark.x * view.scale + view.x, mark.y * view.scale + view.y, radiusOf(mark)];
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, FULL_TURN);
  }
  context.fill();
}
