/** Where one looks from, and how it moves: by hand at once, by itself in flight. */

import type { Point } from "../map/boxes";
import { type Frame, fitted, held, panned, type View } from "../map/camera";
import { type GestureTarget, listen } from "../map/gestures";
import { Motion } from "../map/motion";
import { flight } from "./flight";
import { DEEPEST, scaleAt, WHOLE } from "./grid";

const MS_A_LENGTH = 420;
const SHORTEST_MS = 260;
const LONGEST_MS = 1400;
/** A little smaller than the whole, and no more: there is nothing beyond. */
const BEYOND = 0.75;

export interface Onlooker {
  /** The view has changed; a frame is to be drawn. */
  readonly moved: () => void;
  /** It has come to rest. */
  readonly rested: () => void;
  /** It is on its way to another view. */
  readonly leaving: (to: View) => void;
  /** The wheel was left to the page around. */
  readonly passed: () => void;
}

export class Viewpoint {
  #view: View = { x: 0, y: 0, scale: 0.2 };
  /** Whether anybody has said so far where to look. */
  isPlaced = false;
  #aim: View = this.#view;
  #size = { width: 1, height: 1 };
  #edges = { top: 0, bottom: 0 };
  /** The scale beyond which there is nothing more to see. */
  most = scaleAt(DEEPEST);
  #isMoved = false;
  /** How often it has been sent anywhere, by hand or not. */
  departures = 0;
  readonly #motion = new Motion();

  constructor(
    private readonly window: HTMLElement,
    private readonly onlooker: Onlooker,
  ) {
    this.measure();
    const target: GestureTarget = {
      pan: (dx, dy) => this.#put(panned(this.#view, dx, dy)),
      zoom: (factor, x, y) => this.#put(this.#zoomed(this.#view, factor, x, y)),
      moving: (now) => {
        this.#isMoved = now;
        window.classList.toggle("map-atlas--moving", now);
        if (!now) onlooker.rested();
      },
      passed: onlooker.passed,
    };
    listen(window, target, window.dataset.cooperative !== undefined);
    window.addEventListener("dblclick", (event) => {
      const { left, top } = window.getBoundingClientRect();
      this.go(this.#zoomed(this.#aim, event.shiftKey ? 0.5 : 2, event.clientX - left, event.clientY - top), true);
    });
  }

  get view(): View {
    return this.#view;
  }

  get frame(): Frame {
    return { ...this.#size, ...this.#edges };
  }

  /** Whether it is on its way, by itself or by hand. */
  get isMoving(): boolean {
    return this.#isMoved || this.isFlying;
  }

  get isFlying(): boolean {
    return this.window.dataset.flying !== undefined;
  }

  /** The whole map, as it opens. */
  get whole(): View {
    return fitted(WHOLE, this.frame, 0);
  }

  /** Reads the size of the window; whether it has changed. */
  measure(): boolean {
    const { width, height } = this.#size;
    this.#size = { width: this.window.clientWidth || 1, height: this.window.clientHeight || 1 };
    return width !== this.#size.width || height !== this.#size.height;
  }

  setEdges(top: number, bottom: number): void {
    this.#edges = { top, bottom };
  }

  /** A point of the map in the middle of what is free of the window. */
  around(x: number, y: number, scale: number): View {
    const { width, height, top, bottom } = this.frame;
    return { scale, x: width / 2 - x * scale, y: top + (height - top - bottom) / 2 - y * scale };
  }

  /** Before there is anything to see nothing is moved. */
  pan(dx: number, dy: number): void {
    if (this.isPlaced) this.go(held(panned(this.#aim, dx, dy), WHOLE, this.frame), true);
  }

  /** Where a point of the map is in the window. */
  inWindow({ x, y }: Point): Point {
    const { scale, x: left, y: top } = this.#view;
    return { x: x * scale + left, y: y * scale + top };
  }

  /** As `pan`. */
  zoomBy(factor: number): void {
    if (!this.isPlaced) return;
    const { width, height, top, bottom } = this.frame;
    this.go(this.#zoomed(this.#aim, factor, width / 2, top + (height - top - bottom) / 2), true);
  }

  /** Goes to a view; the first one is there at once. */
  go(to: View, glide: boolean): void {
    this.#aim = to;
    this.departures += 1;
    const glides = glide && this.isPlaced;
    this.isPlaced = true;
    this.onlooker.leaving(to);
    const way = flight(this.#view, to, this.#size);
    const milliseconds = glides ? Math.min(Math.max(way.length * MS_A_LENGTH, SHORTEST_MS), LONGEST_MS) : 0;
    this.window.dataset.flying = "";
    this.#motion.run(milliseconds, (share) => {
      this.#view = way.at(share);
      if (share === 1) delete this.window.dataset.flying;
      this.onlooker.moved();
      if (share === 1) this.onlooker.rested();
    });
  }

  #put(view: View): void {
    this.#motion.stop();
    this.departures += 1;
    delete this.window.dataset.flying;
    this.#view = this.#aim = held(view, WHOLE, this.frame);
    this.onlooker.moved();
  }

  #zoomed(view: View, factor: number, x: number, y: number): View {
    const least = this.whole.scale * BEYOND;
    const scale = Math.min(Math.max(view.scale * factor, least), Math.max(this.most, view.scale));
    const grown = scale / view.scale;
    return { scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown };
  }
}
