/** What the atlas is drawn with: a canvas, or what writes the same strokes as SVG. */

import { short } from "../map/boxes";
import { escaped } from "../map/picture-file";
import { colorOf } from "../map/picture-shapes";

export type Pen = Pick<
  CanvasRenderingContext2D,
  | "globalAlpha" | "fillStyle" | "strokeStyle" | "lineWidth" | "lineCap" | "lineJoin" | "font" | "textAlign" | "textBaseline"
  | "beginPath" | "moveTo" | "lineTo" | "quadraticCurveTo" | "arc" | "roundRect" | "fill" | "stroke" | "setLineDash" | "fillText" | "strokeText"
>;

const FONT = /^(\d+) ([\d.]+)px (.*)$/;
/** How far below the middle of small letters their line is, as a share of their size. */
const BASELINE = 0.36;

/** Writes SVG. It knows as much of a canvas as the atlas uses: whole circles, equal corners, text around its middle. */
export class SvgPen implements Pen {
  globalAlpha = 1;
  fillStyle: string | CanvasGradient | CanvasPattern = "";
  strokeStyle: string | CanvasGradient | CanvasPattern = "";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  font = "";
  textAlign: CanvasTextAlign = "center";
  textBaseline: CanvasTextBaseline = "middle";
  readonly #parts: string[] = [];
  readonly #colours = new Map<string, string>();
  #path = "";
  #dashes: readonly number[] = [];

  get markup(): string {
    return this.#parts.join("");
  }

  beginPath(): void {
    this.#path = "";
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${short(x)} ${short(y)}`;
  }

  quadraticCurveTo(bendX: number, bendY: number, x: number, y: number): void {
    this.#path += `Q${short(bendX)} ${short(bendY)} ${short(x)} ${short(y)}`;
  }

  arc(x: number, y: number, radius: number): void {
    const half = (way: number): string => `a${short(radius)} ${short(radius)} 0 1 0 ${short(way * radius)} 0`;
    this.#path += `M${short(x + radius)} ${short(y)}${half(-2)}${half(2)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radii: number | DOMPointInit | Iterable<number | DOMPointInit> = 0): void {
    const radius = Math.min(Number(radii), width / 2, height / 2);
    const corner = (dx: number, dy: number): string => `a${short(radius)} ${short(radius)} 0 0 1 ${short(dx * radius)} ${short(dy * radius)}`;
    const [across, down] = [short(width - 2 * radius), short(height - 2 * radius)];
    this.#path += `M${short(x + radius)} ${short(y)}h${across}${corner(1, 1)}v${down}${corner(-1, 1)}h${-across}${corner(-1, -1)}v${-down}${corner(1, -1)}Z`;
  }

  fill(): void {
    if (this.#path) this.#parts.push(`<path d="${this.#path}" ${this.#filled()}/>`);
  }

  stroke(): void {
    if (this.#path) this.#parts.push(`<path d="${this.#path}" ${this.#stroked()}/>`);
  }

  setLineDash(dashes: Iterable<number>): void {
    this.#dashes = [...dashes];
  }

  fillText(words: string, x: number, y: number): void {
    this.#text(words, x, y, this.#filled());
  }

  strokeText(words: string, x: number, y: number): void {
    this.#text(words, x, y, this.#stroked());
  }

  #text(words: string, x: number, y: number, looks: string): void {
    const [, weight = "400", size = "13", family = ""] = FONT.exec(this.font) ?? [];
    const font = `font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}"`;
    const place = `x="${short(x)}" y="${short(y + BASELINE * Number(size))}" text-anchor="middle"`;
    this.#parts.push(`<text ${place} ${font} ${looks}>${escaped(words)}</text>`);
  }

  #filled(): string {
    return `fill="${this.#colour(this.fillStyle)}"${this.#opacity("fill")}`;
  }

  #stroked(): string {
    const dashes = this.#dashes.length ? ` stroke-dasharray="${this.#dashes.join(" ")}"` : "";
    const ends = ` stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"`;
    return `fill="none" stroke="${this.#colour(this.strokeStyle)}" stroke-width="${this.lineWidth}"${ends}${dashes}${this.#opacity("stroke")}`;
  }

  #opacity(of: string): string {
    return this.globalAlpha < 1 ? ` ${of}-opacity="${this.globalAlpha.toFixed(3)}"` : "";
  }

  /** A few colours, each asked for very often. */
  #colour(style: string | CanvasGradient | CanvasPattern): string {
    const name = String(style);
    const known = this.#colours.get(name) ?? colorOf(name);
    this.#colours.set(name, known);
    return known;
  }
}
