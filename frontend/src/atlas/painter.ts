/** Draws areas, links and marks on a canvas. What has come lately fades in. */

import type { Size } from "../map/boxes";
import type { View } from "../map/camera";
import type { Gathered, Shown } from "./gathering";
import type { Lit } from "./lit";
import { drawLit } from "./lit-drawing";
import type { Pen } from "./pen";
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
    const { size, gathered, now, still } = painted;
    this.#context.clearRect(0, 0, size.width, size.height);
    paintAll(this.#context, painted);
    return !still && now - gathered.latest < FADE_MS;
  }
}

/** Everything but the names. */
export function paintAll(pen: Pen, painted: Painted): void {
  const { gathered, lit } = painted;
  for (const area of gathered.areas.values()) paintArea(pen, area, painted);
  pen.globalAlpha = 1;
  if (lit === null) paintLinks(pen, painted);
  paintMarks(pen, painted);
  if (lit !== null) drawLit(pen, lit, painted);
}

export function radiusOf({ below }: Pick<Mark, "below">): number {
  return 2.2 + Math.min(Math.log2(1 + below) * 0.33, 3.4);
}

function shareOf(since: number, { now, still }: Painted): number {
  return still ? 1 : Math.min(Math.max((now - since) / FADE_MS, 0), 1);
}

function paintArea(pen: Pen, { thing, since }: Shown<Area>, painted: Painted): void {
  const { view, size, theme, lit } = painted;
  const [width, height] = [thing.width * view.scale, thing.height * view.scale];
  const [x, y] = [thing.x * view.scale + view.x, thing.y * view.scale + view.y];
  if (x > size.width || y > size.height || x + width < 0 || y + height < 0) return;
  const side = Math.min(width, height);
  // Small ones come as they grow, instead of all at once.
  const grown = Math.min(Math.max((side - SMALLEST_AREA) / SMALLEST_AREA, 0), 1);
  const alpha = grown * shareOf(since, painted) * (lit === null ? 1 : 0.7);
  if (alpha === 0) return;
  pen.globalAlpha = alpha * (thing.level === 0 ? 0.1 : 0.085);
  pen.fillStyle = theme.branches[thing.colour] ?? theme.ink;
  pen.beginPath();
  pen.roundRect(x, y, width, height, Math.min(ROUND, side / 8));
  pen.fill();
}

/** Links across the tree, as far as they are short; who is below whom is told by the areas. */
function paintLinks(pen: Pen, { view, gathered, theme }: Painted): void {
  pen.beginPath();
  for (const { source, target, kind } of gathered.links) {
    if (kind === "parent") continue;
    const length = Math.hypot(source.x - target.x, source.y - target.y) * view.scale;
    if (length > LONGEST_LINK || length < SHORTEST_LINK) continue;
    pen.moveTo(source.x * view.scale + view.x, source.y * view.scale + view.y);
    pen.lineTo(target.x * view.scale + view.x, target.y * view.scale + view.y);
  }
  pen.globalAlpha = 0.22;
  pen.lineWidth = 1;
  pen.strokeStyle = theme.quiet;
  pen.stroke();
  pen.globalAlpha = 1;
}

/** By colour, because setting one costs more than a disc; those that fade in one by one. */
function paintMarks(pen: Pen, painted: Painted): void {
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
    pen.globalAlpha = share * strength;
    pen.fillStyle = theme.branches[thing.colour] ?? theme.ink;
    pen.beginPath();
    pen.arc(x, y, radiusOf(thing), 0, FULL_TURN);
    pen.fill();
  }
  pen.globalAlpha = strength;
  steady.forEach((marks, colour) => paintDiscs(pen, marks, view, theme.branches[colour] ?? theme.ink));
  pen.globalAlpha = 1;
}

function paintDiscs(pen: Pen, marks: readonly Mark[], view: View, colour: string): void {
  if (!marks.length) return;
  pen.fillStyle = colour;
  pen.beginPath();
  for (const mark of marks) {
    const [x, y, radius] = [mark.x * view.scale + view.x, mark.y * view.scale + view.y, radiusOf(mark)];
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, FULL_TURN);
  }
  pen.fill();
}
