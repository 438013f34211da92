/** What there is to see from a viewpoint: tiles, asked for as one goes, and what they show together. */

import { gathered, type Gathered, NOTHING } from "./gathering";
import { depthAt, keyOf, scaleAt, tilesFor, tilesInSight } from "./grid";
import type { Tile } from "./tile";
import type { Tiles } from "./tiles";
import type { View } from "../map/camera";
import type { Viewpoint } from "./viewpoint";

/** How far beyond the deepest tiles one can go on. */
const BEYOND_TILES = 8;
/** How much around the window is fetched beforehand, as a share of it. */
const AHEAD = 0.5;

export class Scenery {
  #gathered: Gathered = NOTHING;
  #shown: readonly Tile[] = [];
  /** What was asked for last, but for what is around it. */
  #wanted = "";

  constructor(
    private readonly viewpoint: Viewpoint,
    private readonly tiles: Tiles,
  ) {}

  get gathered(): Gathered {
    return this.#gathered;
  }

  /** The whole map, once it is here. */
  get root(): Tile | undefined {
    return this.tiles.root;
  }

  /** Whether all that there is to see is here. */
  get isComplete(): boolean {
    return this.tiles.has(tilesFor(this.viewpoint.view, this.viewpoint.frame));
  }

  /** Asks for what is seen in a view, unless that has been done: what is fetched around it is not called off in every frame. */
  want(view: View): void {
    const places = tilesFor(view, this.viewpoint.frame);
    const key = places.map(keyOf).join();
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.tiles.want(places);
  }

  /** Asks also for what one comes to next, whichever way one turns, since nobody is on the way. */
  wantAround(): void {
    const { view, frame } = this.viewpoint;
    const farther = tilesInSight(view, frame, Math.max(depthAt(view.scale) - 1, 0));
    const places = tilesFor(view, frame);
    this.#wanted = places.map(keyOf).join();
    this.tiles.want([...places, ...farther, ...tilesFor(view, frame, AHEAD)]);
  }

  /** Asks again for what could not be had. */
  retry(): void {
    this.tiles.retry();
  }

  /** Gathers what is here of what is seen. */
  gather(): Gathered {
    const { view, frame } = this.viewpoint;
    const tiles = this.tiles.shown(tilesFor(view, frame));
    if (tiles.length === this.#shown.length && tiles.every((tile) => this.#shown.includes(tile))) return this.#gathered;
    this.#shown = tiles;
    this.#gathered = gathered(tiles, this.#gathered);
    const deepest = Math.max(0, ...tiles.map((tile) => tile.z));
    this.viewpoint.most = scaleAt(deepest) * BEYOND_TILES;
    return this.#gathered;
  }
}
