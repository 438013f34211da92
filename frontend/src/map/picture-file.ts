/** The picture as it stands, as a file: SVG as text, PNG by the browser's canvas from the same shapes. */

import { around, type Box, short } from "./boxes";
import { boundsOf } from "./layout";
import { colorOf, type Drawn, type Look, looksOf, type Stroke, strokesOf } from "./picture-shapes";

const MARGIN = 32;
const LEADING = 1.3;
const PNG_SCALE = 2;
const MOST_PIXELS = 8000;
const NOTE_SIZE = 13;
const NOTE_PADDING = 12;
const BELOW_SIZE = 11;
const BELOW_PADDING = 4;
const FAMILY = "Inter, system-ui, sans-serif";

export function pictureAsSvg(drawn: Drawn): string {
  const { x, y, width, height } = frameOf(drawn);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}"` +
    ` font-family="${FAMILY}"><title>${escaped(drawn.title)}</title>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${paper()}"/>` +
    `${strokesOf(drawn).map(strokeMarkup).join("")}${looksOf(drawn).map(boxMarkup).join("")}</svg>`
  );
}

/** Rejects when the browser cannot hold a picture of this size. */
export async function pictureAsPng(drawn: Drawn): Promise<Blob> {
  const frame = frameOf(drawn);
  const scale = Math.min(PNG_SCALE, MOST_PIXELS / frame.width, MOST_PIXELS / frame.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(frame.width * scale);
  canvas.height = Math.ceil(frame.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("there is no canvas");
  pen.scale(scale, scale);
  pen.fillStyle = paper();
  pen.fillRect(0, 0, frame.width, frame.height);
  pen.translate(-frame.x, -frame.y);
  for (const stroke of strokesOf(drawn)) paintStroke(pen, stroke);
  for (const look of looksOf(drawn)) paintBox(pen, look);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

function strokeMarkup({ d, color, width, dashes, opacity, head }: Stroke): string {
  const dashed = dashes.length ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
  const line = `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-opacity="${opacity}"${dashed}/>`;
  return head ? `${line}<path d="${head}" fill="${color}"/>` : line;
}

function boxMarkup(look: Look): string {
  const { box, fill, stroke, strokeWidth, radius, ink } = look;
  const text = textsOf(look).map(
    ({ words, x, y, anchor, size, weight }) =>
      `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${ink}">${escaped(words)}</text>`,
  );
  return (
    `<rect x="${short(box.x)}" y="${short(box.y)}" width="${box.width}" height="${box.height}" rx="${radius}"` +
    ` fill="${fill}" stroke="${stroke}" stroke-width="${strokeWidth}"/>${text.join("")}`
  );
}

function paintStroke(pen: CanvasRenderingContext2D, { d, color, width, dashes, opacity, head }: Stroke): void {
  pen.globalAlpha = opacity;
  pen.strokeStyle = color;
  pen.fillStyle = color;
  pen.lineWidth = width;
  pen.setLineDash([...dashes]);
  pen.stroke(new Path2D(d));
  if (head) pen.fill(new Path2D(head));
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

function paintBox(pen: CanvasRenderingContext2D, look: Look): void {
  const { box, fill, stroke, strokeWidth, radius, ink } = look;
  pen.beginPath();
  pen.roundRect(box.x, box.y, box.width, box.height, radius);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = stroke;
  pen.lineWidth = strokeWidth;
  if (strokeWidth) pen.stroke();
  pen.fillStyle = ink;
  for (const { words, x, y, anchor, size, weight } of textsOf(look)) {
    pen.textAlign = anchor === "middle" ? "center" : anchor;
    pen.font = `${weight} ${size}px ${FAMILY}`;
    pen.fillText(words, x, y);
  }
}

interface Text {
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly size: number;
  readonly weight: string;
}

function textsOf({ box, lines, start, note, below, size, weight }: Look): Text[] {
  const middle = short(box.x + box.width / 2);
  const [x, anchor] = start === null ? [middle, "middle" as const] : [short(start), "start" as const];
  const texts: Text[] = lines.map((words, place) => ({ words, x, y: baseline(box, size, lines.length, place), anchor, size, weight }));
  if (note) {
    const end = short(box.x + box.width - NOTE_PADDING);
    texts.push({ words: note, x: end, y: baseline(box, NOTE_SIZE, 1, 0), anchor: "end", size: NOTE_SIZE, weight: "500" });
  }
  if (below) {
    texts.push({ words: below, x: middle, y: short(box.y + box.height - BELOW_PADDING), anchor: "middle", size: BELOW_SIZE, weight: "500" });
  }
  return texts;
}

/** All that is drawn: lines that go around concepts reach beyond them. */
function frameOf({ boxes, lines }: Drawn): Box {
  const reached = lines.flatMap((line) => pointsOf(line.run(boxes)));
  const { x, y, width, height } = around([boundsOf(boxes), ...reached]) ?? boundsOf(boxes);
  const whole = Math.round;
  return { x: whole(x - MARGIN), y: whole(y - MARGIN), width: whole(width + 2 * MARGIN), height: whole(height + 2 * MARGIN) };
}

/** The points of curves; elbows stay between the boxes that they join. */
function pointsOf(d: string): Box[] {
  if (!d.includes("C")) return [];
  const numbers = [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
  return numbers.flatMap((x, place) => (place % 2 ? [] : [{ x, y: numbers[place + 1] ?? 0, width: 0, height: 0 }]));
}

function baseline(box: Box, size: number, lines: number, place: number): number {
  return short(box.y + box.height / 2 + (place - (lines - 1) / 2) * size * LEADING + size * 0.36);
}

function paper(): string {
  return colorOf(getComputedStyle(document.documentElement).backgroundColor);
}

export function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
