/**
 * The tiles that are here, and those on their way.
 *
 * A tile is asked for when the one around it says that it has more to show, so nothing is asked for in vain. What is no
 * longer wanted is called off, and of what is here the tiles used longest ago are forgotten, never one before those in it.
 */

import { keyOf, lineage, type Place, quarterBit } from "./grid";
import { readTile, type Tile, type TileData } from "./tile";

const MOST_KEPT = 160;
const AT_ONCE = 6;
const ROOT: Place = { z: 0, x: 0, y: 0 };

export class NoTiles extends Error {}

export class Tiles {
  /** By key, those used last at the end. */
  readonly #kept = new Map<string, Tile>();
  readonly #asked = new Map<string, AbortController>();
  /** What was said to be there and is not: the map has been laid out anew in between. */
  readonly #absent = new Set<string>();
  #wanted: Place[] = [];
  #version = "";
  #failed = false;

  /** `address`: where tiles are, with a slash at its end. `present`: asks for the layout's version; "" if there is none. `changed`: called when one has come. `failed`: with what went wrong. */
  constructor(
    private readonly address: string,
    private readonly present: () => Promise<string>,
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  get root(): Tile | undefined {
    return this.#kept.get(keyOf(ROOT));
  }

  /** The tiles to draw for these places: each the deepest that is here, once. */
  shown(places: readonly Place[]): Tile[] {
    const shown = new Set<Tile>();
    for (const place of places) {
      const tile = this.#deepest(place);
      if (tile) shown.add(tile);
    }
    return [...shown];
  }

  /** Whether everything that there is to see at these places is here. */
  has(places: readonly Place[]): boolean {
    return places.every((place) => this.#missing(place) === null);
  }

  /** Asks for what is missing at these places, the first of them first, and calls off what is wanted no longer. */
  want(places: readonly Place[]): void {
    this.#wanted = [...places];
    this.#failed = false;
    const needed = new Set(places.flatMap(lineage).map(keyOf));
    for (const [key, request] of this.#asked) if (!needed.has(key)) request.abort();
    this.#ask();
  }

  #ask(): void {
    if (this.#failed) return;
    for (const place of this.#wanted) {
      if (this.#asked.size >= AT_ONCE) return;
      const missing = this.#missing(place);
      if (missing && !this.#asked.has(keyOf(missing))) void this.#fetch(missing);
    }
  }

  async #fetch(place: Place): Promise<void> {
    const key = keyOf(place);
    const request = new AbortController();
    this.#asked.set(key, request);
    try {
      const tile = await this.#load(key, request.signal);
      if (tile) this.#keep(key, tile);
      else this.#absent.add(key);
    } catch (error) {
      if (!request.signal.aborted) {
        this.#failed = true;
        this.failed(error);
      }
    } finally {
      this.#asked.delete(key);
      this.#ask();
    }
  }

  async #load(key: string, signal: AbortSignal): Promise<Tile | null> {
    this.#version ||= await this.present();
    if (!this.#version) throw new NoTiles();
    const query = `?version=${encodeURIComponent(this.#version)}`;
    const answer = await fetch(`${this.address}${key}/${query}`, { signal, headers: { Accept: "application/json" } });
    if (answer.status !== 404 && !answer.ok) throw new Error(`tile ${key} was answered with ${answer.status}`);
    const version = new URL(answer.url, location.href).searchParams.get("version") ?? "";
    if (version !== this.#version) this.#forget();
    this.#version = version;
    return answer.ok ? readTile((await answer.json()) as TileData, performance.now()) : null;
  }

  #forget(): void {
    this.#kept.clear();
    this.#absent.clear();
  }

  #keep(key: string, tile: Tile): void {
    this.#kept.set(key, tile);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    this.changed();
  }

  /** The deepest tile around or at a place that is here, marked as used with all that are around it. */
  #deepest(place: Place): Tile | undefined {
    let deepest: Tile | undefined;
    const used: [string, Tile][] = [];
    for (const each of lineage(place)) {
      const tile = this.#kept.get(keyOf(each));
      if (!tile) break;
      used.push([keyOf(each), tile]);
      deepest = tile;
    }
    for (const [key, tile] of used.reverse()) {
      this.#kept.delete(key);
      this.#kept.set(key, tile);
    }
    return deepest;
  }

  /** The first tile on the way down to a place that is there to be had and not here; null when there is none. */
  #missing(place: Place): Place | null {
    let above: Tile | undefined;
    for (const each of lineage(place)) {
      const tile = this.#kept.get(keyOf(each));
      if (!tile) return this.#absent.has(keyOf(each)) || (above && !(above.deeper & quarterBit(each))) ? null : each;
      above = tile;
    }
    return null;
  }
}
