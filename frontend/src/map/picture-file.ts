/** The picture as it stands, as a file: SVG as text, PNG by the browser's canvas from the same shapes. */

import { type Box, short } from "./boxes";
import { boundsOf } from "./layout";
import { colorOf, type Drawn, type Look, looksOf, type Stroke, strokesOf } from "./picture-shapes";

const MARGIN = 32;
const LEADING = 1.3;
const PNG_SCALE = 2;
const MOST_PIXELS = 8000;
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
  pen.textAlign = "center";
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

function boxMarkup({ box, fill, stroke, strokeWidth, radius, ink, size, weight, lines }: Look): string {
  const text = lines.map(
    (line, place) =>
      `<text x="${short(box.x + box.width / 2)}" y="${baseline(box, size, lines.length, place)}" text-anchor="middle"` +
      ` font-size="${size}" font-weight="${weight}" fill="${ink}">${escaped(line)}</text>`,
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
  const { box, fill, stroke, strokeWidth, radius, ink, size, weight, lines } = look;
  pen.beginPath();
  pen.roundRect(box.x, box.y, box.width, box.height, radius);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = stroke;
  pen.lineWidth = strokeWidth;
  if (strokeWidth) pen.stroke();
  pen.fillStyle = ink;
  pen.font = `${weight} ${size}px ${FAMILY}`;
  lines.forEach((line, place) => pen.fillText(line, box.x + box.width / 2, baseline(box, size, lines.length, place)));
}

function frameOf({ boxes }: Drawn): Box {
  const { x, y, width, height } = boundsOf(boxes);
  const whole = Math.round;
  return { x: whole(x - MARGIN), y: whole(y - MARGIN), width: whole(width + 2 * MARGIN), height: whole(height + 2 * MARGIN) };
}

function baseline(box: Box, size: number, lines: number, place: number): number {
  return short(box.y + box.height / 2 + (place - (lines - 1) / 2) * size * LEADING + size * 0.36);
}

function paper(): string {
  return colorOf(getComputedStyle(document.documentElement).backgroundColor);
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
