/** The atlas as it stands in its window, as a file: what is painted on the canvas, and the names over it. */

import { escaped } from "../map/picture-file";
import { colorOf } from "../map/picture-shapes";
import type { Name } from "./label-layer";
import { type Painted, paintAll } from "./painter";
import { type Pen, SvgPen } from "./pen";

const PNG_SCALE = 2;
const RIM = 4;

export interface Sheet {
  readonly title: string;
  readonly painted: Painted;
  readonly names: readonly Name[];
}

export function atlasAsSvg({ title, painted, names }: Sheet): string {
  const { width, height } = painted.size;
  const pen = new SvgPen();
  paintAll(pen, painted);
  writeNames(pen, names, painted.theme.paper);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="${colorOf(painted.theme.paper)}"/>${pen.markup}</svg>`
  );
}

/** Rejects when the browser cannot hold a picture of this size. */
export async function atlasAsPng({ painted, names }: Sheet): Promise<Blob> {
  const { width, height } = painted.size;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * PNG_SCALE);
  canvas.height = Math.ceil(height * PNG_SCALE);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("there is no canvas");
  pen.scale(PNG_SCALE, PNG_SCALE);
  pen.fillStyle = painted.theme.paper;
  pen.fillRect(0, 0, width, height);
  paintAll(pen, painted);
  writeNames(pen, names, painted.theme.paper);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

function writeNames(pen: Pen, names: readonly Name[], paper: string): void {
  pen.setLineDash([]);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const { words, box, font, ink, ground, opacity } of names) {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    pen.globalAlpha = opacity;
    pen.font = font;
    pen.fillStyle = ground ?? paper;
    pen.strokeStyle = paper;
    pen.lineWidth = RIM;
    if (ground) {
      pen.beginPath();
      pen.roundRect(box.x, box.y, box.width, box.height, RIM);
      pen.fill();
    } else {
      pen.strokeText(words, x, y);
    }
    pen.fillStyle = ink;
    pen.fillText(words, x, y);
  }
  pen.globalAlpha = 1;
}
