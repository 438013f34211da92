/** The picture as it stands, as a file: SVG as text, PNG by the browser's canvas from the same shapes. */

import type { Box } from "./boxes";
import { boundsOf, type Boxes, ROOT } from "./layout";
import type { Line } from "./line-layer";

export interface Drawn {
  readonly title: string;
  readonly boxes: Boxes;
  readonly lines: readonly Line[];
  /** The elements that are drawn, by slug, and the one that stands for the map. */
  readonly elementOf: (slug: string) => HTMLElement | undefined;
  /** An element of the page's styles for each line. */
  readonly group: SVGGElement;
}

interface Look {
  readonly box: Box;
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly radius: number;
  readonly ink: string;
  readonly font: { size: number; weight: string };
  readonly text: readonly string[];
}

interface Stroke {
  readonly d: string;
  readonly color: string;
  readonly width: number;
  readonly dashes: string;
  readonly opacity: number;
}

const MARGIN = 32;
const LEADING = 1.3;
const PNG_SCALE = 2;
const MOST_PIXELS = 8000;
const FAMILY = "Inter, system-ui, sans-serif";

export function pictureAsSvg(drawn: Drawn): string {
  const { x, y, width, height } = frameOf(drawn);
  const paper = colorOf(getComputedStyle(document.documentElement).backgroundColor);
  const strokes = strokesOf(drawn).map(
    (one) =>
      `<path d="${one.d}" fill="none" stroke="${one.color}" stroke-width="${one.width}" stroke-opacity="${one.opacity}"` +
      `${one.dashes ? ` stroke-dasharray="${one.dashes}"` : ""}/>`,
  );
  const boxes = looksOf(drawn).map(({ box, fill, stroke, strokeWidth, radius, ink, font, text }) => {
    const lines = text.map(
      (line, place) =>
        `<text x="${box.x + box.width / 2}" y="${baseline(box, font.size, text.length, place)}" text-anchor="middle"` +
        ` font-size="${font.size}" font-weight="${font.weight}" fill="${ink}">${escaped(line)}</text>`,
    );
    return (
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${radius}" fill="${fill}"` +
      ` stroke="${stroke}" stroke-width="${strokeWidth}"/>${lines.join("")}`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}"` +
    ` font-family="${FAMILY}"><title>${escaped(drawn.title)}</title>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${paper}"/>${strokes.join("")}${boxes.join("")}</svg>`
  );
}

export async function pictureAsPng(drawn: Drawn): Promise<Blob> {
  const frame = frameOf(drawn);
  const scale = Math.min(PNG_SCALE, MOST_PIXELS / frame.width, MOST_PIXELS / frame.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(frame.width * scale);
  canvas.height = Math.ceil(frame.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("there is no canvas");
  pen.scale(scale, scale);
  pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  pen.fillRect(0, 0, frame.width, frame.height);
  pen.translate(-frame.x, -frame.y);
  for (const one of strokesOf(drawn)) {
    pen.globalAlpha = one.opacity;
    pen.strokeStyle = one.color;
    pen.lineWidth = one.width;
    pen.setLineDash(one.dashes ? one.dashes.split(/[ ,]+/).map(Number.parseFloat) : []);
    pen.stroke(new Path2D(one.d));
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.textAlign = "center";
  for (const look of looksOf(drawn)) paintBox(pen, look);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

function paintBox(pen: CanvasRenderingContext2D, look: Look): void {
  const { box, fill, stroke, strokeWidth, radius, ink, font, text } = look;
  pen.beginPath();
  pen.roundRect(box.x, box.y, box.width, box.height, radius);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = stroke;
  pen.lineWidth = strokeWidth;
  pen.stroke();
  pen.fillStyle = ink;
  pen.font = `${font.weight} ${font.size}px ${FAMILY}`;
  text.forEach((line, place) => pen.fillText(line, box.x + box.width / 2, baseline(box, font.size, text.length, place)));
}

function frameOf({ boxes }: Drawn): Box {
  const { x, y, width, height } = boundsOf(boxes);
  const whole = (value: number): number => Math.round(value);
  return { x: whole(x - MARGIN), y: whole(y - MARGIN), width: whole(width + 2 * MARGIN), height: whole(height + 2 * MARGIN) };
}

function baseline(box: Box, size: number, lines: number, place: number): number {
  const middle = box.y + box.height / 2 + (place - (lines - 1) / 2) * size * LEADING;
  return Math.round((middle + size * 0.36) * 10) / 10;
}

function looksOf({ boxes, elementOf }: Drawn): Look[] {
  return [...boxes].flatMap(([slug, box]) => {
    const element = elementOf(slug);
    const title = element?.querySelector<HTMLElement>("[data-title], .concept-pill__title") ?? element;
    if (!element || !title) return [];
    const style = getComputedStyle(element);
    return [
      {
        box,
        fill: colorOf(style.backgroundColor),
        stroke: slug === ROOT ? "none" : colorOf(style.borderTopColor),
        strokeWidth: slug === ROOT ? 0 : Number.parseFloat(style.borderTopWidth) || 1,
        radius: Number.parseFloat(style.borderTopLeftRadius) || 0,
        ink: colorOf(style.color),
        font: { size: Number.parseFloat(style.fontSize), weight: style.fontWeight },
        text: linesOf(title),
      },
    ];
  });
}

/** The lines into which the browser has broken a text. */
function linesOf(element: HTMLElement): string[] {
  const words = (element.textContent ?? "").split(/(\s+)/);
  const lines: string[] = [];
  const node = element.firstChild;
  if (!(node instanceof Text)) return [element.textContent ?? ""];
  const range = document.createRange();
  let [place, top] = [0, Number.NaN];
  for (const word of words) {
    const end = place + word.length;
    if (word.trim()) {
      range.setStart(node, place);
      range.setEnd(node, end);
      const at = range.getBoundingClientRect();
      if (Math.abs(at.top - top) < at.height / 2) lines[lines.length - 1] += ` ${word}`;
      else lines.push(word);
      top = at.top;
    }
    place = end;
  }
  return lines;
}

function strokesOf({ boxes, lines, group }: Drawn): Stroke[] {
  const probe = group.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  const strokes = lines.flatMap((line) => {
    const d = line.run(boxes);
    if (!d) return [];
    probe.setAttribute("class", line.className);
    const style = getComputedStyle(probe);
    const dashes = style.strokeDasharray === "none" ? "" : style.strokeDasharray.replace(/px/g, "");
    return [{ d, color: colorOf(style.stroke), width: Number.parseFloat(style.strokeWidth), dashes, opacity: Number(style.strokeOpacity) }];
  });
  probe.remove();
  return strokes;
}

let pen: CanvasRenderingContext2D | null = null;

/** A colour of any space as sRGB, which every program that reads SVG knows. */
function colorOf(color: string): string {
  pen ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (!pen) return color;
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${((alpha ?? 0) / 255).toFixed(3)})`;
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
