/** The whole map in small, with the part that is seen; one can be taken elsewhere by it. */

import type { Size } from "../map/boxes";
import { inSight, type View } from "../map/camera";
import { WORLD } from "./grid";
import type { Theme } from "./theme";
import type { Tile } from "./tile";

const LEAST_FRAME = 5;
const DENSITY = 2;

export class Minimap {
  readonly #context: CanvasRenderingContext2D | null;
  #drawn: Tile | null = null;
  #theme: Theme | null = null;
  #ground: ImageBitmap | HTMLCanvasElement | null = null;

  /** `go`: takes the view to a point of the map. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    go: (x: number, y: number, glide: boolean) => void,
  ) {
    this.#context = canvas.getContext("2d");
    const take = (event: PointerEvent, glide: boolean): void => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      go(((event.clientX - left) / width) * WORLD, ((event.clientY - top) / height) * WORLD, glide);
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      take(event, true);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) take(event, false);
    });
  }

  show(root: Tile, view: View, size: Size, theme: Theme): void {
    const context = this.#context;
    const side = this.canvas.clientWidth;
    if (!context || !side) return;
    if (root !== this.#drawn || theme !== this.#theme) this.#drawGround(root, theme, side);
    const { width } = this.canvas;
    context.clearRect(0, 0, width, width);
    if (this.#ground) context.drawImage(this.#ground, 0, 0);
    const sight = inSight(view, size);
    const share = width / WORLD;
    const clamp = (value: number): number => Math.min(Math.max(value, 0), WORLD) * share;
    const least = LEAST_FRAME * DENSITY;
    // However small it is, and at whatever edge, it is seen whole.
    const across = spanOf(clamp(sight.x), clamp(sight.x + sight.width), least, width);
    const down = spanOf(clamp(sight.y), clamp(sight.y + sight.height), least, width);
    context.strokeStyle = theme.accent;
    context.lineWidth = 1.5 * DENSITY;
    context.strokeRect(across.start, down.start, across.length, down.length);
  }

  #drawGround(root: Tile, theme: Theme, side: number): void {
    this.#drawn = root;
    this.#theme = theme;
    this.canvas.width = this.canvas.height = side * DENSITY;
    const ground = document.createElement("canvas");
    ground.width = ground.height = side * DENSITY;
    this.#ground = ground;
    const context = ground.getContext("2d");
    if (!context) return;
    const share = ground.width / WORLD;
    for (const area of root.areas) {
      context.globalAlpha = 0.22;
      context.fillStyle = theme.branches[area.colour] ?? theme.ink;
      context.fillRect(area.x * share, area.y * share, area.width * share, area.height * share);
    }
  }
}

function spanOf(from: number, to: number, least: number, most: number): { start: number; length: number } {
  const length = Math.max(to - from - 2, least);
  return { start: Math.min(from + 1, most - length - 1), length };
}
