/** The window on the picture: holds the view, moves it by gestures and glides, and says when it has changed. */

import type { Box, Point } from "./boxes";
import { centered, type Frame, fitted, held, inSight, LEGIBLE_SCALE, mixedViews, panned, revealing, type View, zoomed } from "./camera";
import { listen } from "./gestures";
import { GLIDING_MS, Motion } from "./motion";

/** Below this the text of a concept cannot be read, and names are put over it. */
const FAR_SCALE = LEGIBLE_SCALE;

export class Stage {
  #view: View = { x: 0, y: 0, scale: 1 };
  /** Where the view is on its way to: what is to be seen next is reckoned from there, not from halfway. */
  #aim: View = this.#view;
  #size = { width: 0, height: 0 };
  #edges = { top: 0, bottom: 0 };
  #bounds: Box = { x: 0, y: 0, width: 0, height: 0 };
  readonly #motion = new Motion();

  /** `settled` is called when the view has come to rest, `passed` when the wheel was left to the page around. */
  constructor(
    private readonly window: HTMLElement,
    private readonly world: HTMLElement,
    private readonly labels: HTMLElement,
    private readonly settled: () => void,
    passed: () => void,
  ) {
    this.measure();
    const target = {
      pan: (dx: number, dy: number) => this.#show(panned(this.#view, dx, dy)),
      zoom: (factor: number, x: number, y: number) => this.#show(zoomed(this.#view, factor, x, y, this.#least())),
      moving: (now: boolean) => this.#moving(now),
      passed,
    };
    listen(window, target, window.dataset.cooperative !== undefined);
  }

  get view(): View {
    return this.#view;
  }

  get aim(): View {
    return this.#aim;
  }

  get frame(): Frame {
    return { ...this.#size, ...this.#edges };
  }

  get sight(): Box {
    return inSight(this.#view, this.#size);
  }

  get isFar(): boolean {
    return this.#view.scale < FAR_SCALE;
  }

  /** Reads the size of the window; whether it has changed. */
  measure(): boolean {
    const { width, height } = this.#size;
    this.#size = { width: this.window.clientWidth, height: this.window.clientHeight };
    return width !== this.#size.width || height !== this.#size.height;
  }

  /** What lies over the upper and lower edge. */
  setEdges(top: number, bottom: number): void {
    this.#edges = { top, bottom };
  }

  /** Where the picture ends: the view is held so that it cannot be lost. */
  setBounds(bounds: Box): void {
    this.#bounds = bounds;
  }

  /** `least`: the scale below which it is not made smaller, even if not all of it has room. */
  fit(box: Box, { least, glide }: { least?: number | undefined; glide: boolean }): void {
    this.#go(fitted(box, this.frame, least), glide);
  }

  reveal(box: Box, glide = true): void {
    this.#go(revealing(this.#aim, box, this.frame), glide);
  }

  center(box: Box, glide = true): void {
    this.#go(centered(this.#aim, box, this.frame), glide);
  }

  /** The view in which the middle of a box stands at a point of the window, as large as life. */
  hold(box: Box, { x, y }: Point): void {
    this.#show({ scale: 1, x: x - box.x - box.width / 2, y: y - box.y - box.height / 2 });
  }

  /** A box of this size around a point of the window. */
  boxAt(point: Point, { width, height }: Box): Box {
    const { x, y, scale } = this.#view;
    return { x: (point.x - x) / scale - width / 2, y: (point.y - y) / scale - height / 2, width, height };
  }

  zoomBy(factor: number): void {
    this.#go(zoomed(this.#aim, factor, this.#size.width / 2, this.#size.height / 2, this.#least()), true);
  }

  /** A little smaller than the whole, and no more: there is nothing beyond. */
  #least(): number {
    return Math.min(fitted(this.#bounds, this.frame).scale, FAR_SCALE) * 0.7;
  }

  #go(to: View, glide: boolean): void {
    if (glide && to.x === this.#aim.x && to.y === this.#aim.y && to.scale === this.#aim.scale) return;
    const from = this.#view;
    this.#aim = to;
    this.#moving(true);
    this.#motion.run(glide ? GLIDING_MS : 0, (share) => {
      this.#draw(mixedViews(from, to, share));
      if (share === 1) this.#moving(false);
    });
  }

  #show(view: View): void {
    this.#motion.stop();
    this.#aim = held(view, this.#bounds, this.frame);
    this.#draw(this.#aim);
  }

  #draw(view: View): void {
    const rescaled = view.scale !== this.#view.scale;
    this.#view = view;
    this.world.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    if (rescaled) this.window.classList.toggle("picture--far", this.isFar);
    // On the names alone: a property of the whole world would have every concept's style computed anew.
    if (rescaled && this.isFar) this.labels.style.setProperty("--scale", String(view.scale));
  }

  #moving(now: boolean): void {
    // While it moves the picture is a layer of its own, which costs next to nothing to shift; at rest it is drawn sharp.
    this.window.classList.toggle("picture--moving", now);
    if (!now) this.settled();
  }
}
