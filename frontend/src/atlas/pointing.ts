/** The pointer over the canvas: which mark it is at. */

import type { Focus } from "./focus";
import { shiftOf } from "./numbers";
import { radiusOf } from "./painter";
import type { Scenery } from "./scenery";
import type { Mark } from "./tile";
import type { Viewpoint } from "./viewpoint";

const REACH = 14;

export class Pointing {
  constructor(
    private readonly window: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly viewpoint: Viewpoint,
    private readonly scenery: Scenery,
    private readonly focus: Focus,
  ) {}

  /** `choose`: takes the mark that was clicked. */
  listen(choose: (slug: string) => void): void {
    this.window.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a, button")) return;
      const mark = this.#markAt(event);
      if (mark) choose(mark.slug);
    });
    this.window.addEventListener("pointermove", (event) => this.#hover(event));
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const mark = this.#markAt(event);
    this.window.classList.toggle("map-atlas--over", mark !== null);
    if (this.canvas.title !== (mark?.title ?? "")) this.canvas.title = mark?.title ?? "";
  }

  /** The mark under the pointer, or next to it. */
  #markAt({ clientX, clientY }: MouseEvent): Mark | null {
    const { left, top } = this.window.getBoundingClientRect();
    let nearest: Mark | null = null;
    let least = REACH;
    const consider = (mark: Mark): void => {
      const { x, y } = this.viewpoint.inWindow(mark);
      const shift = shiftOf(this.focus.lit, mark.id, this.viewpoint.view.scale);
      const distance = Math.hypot(x + shift.x + left - clientX, y + shift.y + top - clientY) - radiusOf(mark);
      if (distance < least) [nearest, least] = [mark, distance];
    };
    for (const { thing } of this.scenery.gathered.marks.values()) consider(thing);
    for (const mark of this.focus.lit?.marks ?? []) consider(mark);
    return nearest;
  }
}

const PAN_KEY = 90;
const ARROWS: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [PAN_KEY, 0],
  ArrowRight: [-PAN_KEY, 0],
  ArrowUp: [0, PAN_KEY],
  ArrowDown: [0, -PAN_KEY],
};

/** The arrow keys move the map. */
export function listenForArrows(window: HTMLElement, viewpoint: Viewpoint): void {
  window.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    viewpoint.pan(...way);
  });
}
