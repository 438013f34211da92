/**
 * The tiles that are here, and those on their way.
 *
 * A tile holds all that those around it show of its part, so those that are looked at are asked for at once, however deep
 * they are; where the map is not parted so far the server answers with the tile around. What is no longer wanted is called
 * off, and of what is here the tiles used longest ago are forgotten, but for the whole map.
 */

import { isWithin, keyOf, lineage, type Place, quarterBit } from "./grid";
import { readTile, type Tile, type TileData } from "./tile";

const MOST_KEPT = 160;
const AT_ONCE = 16;
export const ROOT: Place = { z: 0, x: 0, y: 0 };

export class NoTiles extends Error {}

export class Tiles {
  /** By key, those used last at the end. */
  readonly #kept = new Map<string, Tile>();
  readonly #asked = new Map<string, AbortController>();
  /** Where the map is not parted so far. */
  readonly #absent = new Set<string>();
  #wanted: readonly Place[] = [];
  #version: string;
  /** The present version, while it is asked for. */
  #present: Promise<string> | null = null;
  #failed = false;

  /**
   * `address`: where tiles are, with a slash at its end. `version`: the layout's as the page knows it, "" if it does not.
   * `present`: asks for it; "" if there is none. `changed`: called when a tile has come. `failed`: with what went wrong.
   */
  constructor(
    private readonly address: string,
    version: string,
    private readonly present: () => Promise<string>,
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#version = version;
  }

  get root(): Tile | undefined {
    return this.#kept.get(keyOf(ROOT));
  }

  /** The tiles to draw for these places, each once: their own, or until those come what is here of them around and within. */
  shown(places: readonly Place[]): Tile[] {
    const shown = new Set<Tile>();
    for (const place of places) {
      const around = this.#around(place);
      if (around) shown.add(around);
      if (around?.z !== place.z) for (const tile of this.#within(place)) shown.add(tile);
    }
    for (const tile of shown) this.#use(tile);
    return [...shown];
  }

  /** Whether everything that there is to see at these places is here. */
  has(places: readonly Place[]): boolean {
    return !places.some((place) => this.#lacks(place));
  }

  /** Asks for what is missing at these places, the first of them first, and calls off what is wanted no longer. */
  want(places: readonly Place[]): void {
    this.#wanted = [ROOT, ...places];
    // What knows that it has no connection is not asked again and again.
    this.#failed &&= !navigator.onLine;
    const needed = new Set(this.#wanted.map(keyOf));
    for (const [key, request] of this.#asked) if (!needed.has(key)) request.abort();
    this.#ask();
  }

  /** Asks again for what has failed, whatever the browser thinks of its connection. */
  retry(): void {
    this.#failed = false;
    this.#ask();
  }

  /** The tile of a place, or the one around it, also while nobody looks there. Rejects without a layout, or an answer. */
  async at(place: Place): Promise<Tile | null> {
    return this.#kept.get(keyOf(place)) ?? (await this.#bring(keyOf(place), new AbortController().signal));
  }

  #ask(): void {
    for (const place of this.#wanted) {
      if (this.#failed || this.#asked.size >= AT_ONCE) return;
      if (!this.#asked.has(keyOf(place)) && this.#lacks(place)) void this.#fetch(place);
    }
  }

  async #fetch(place: Place): Promise<void> {
    const key = keyOf(place);
    const request = new AbortController();
    this.#asked.set(key, request);
    try {
      await this.#bring(key, request.signal);
    } catch (error) {
      if (!request.signal.aborted && !this.#failed) {
        this.#failed = true;
        this.failed(error);
      }
    } finally {
      this.#asked.delete(key);
      this.#ask();
    }
  }

  async #bring(key: string, signal: AbortSignal): Promise<Tile | null> {
    const tile = await this.#load(key, signal);
    if (!tile || keyOf(tile) !== key) this.#absent.add(key);
    if (tile) this.#keep(tile);
    return tile;
  }

  async #load(key: string, signal: AbortSignal): Promise<Tile | null> {
    this.#version ||= await this.#ofPresent();
    if (!this.#version) throw new NoTiles();
    const query = `?version=${encodeURIComponent(this.#version)}&or=around`;
    const answer = await fetch(`${this.address}${key}/${query}`, { signal, headers: { Accept: "application/json" } });
    if (answer.status !== 404 && !answer.ok) throw new Error(`tile ${key} was answered with ${answer.status}`);
    const answered = new URL(answer.url, location.href).searchParams.get("version") ?? "";
    if (answered !== this.#version) this.#begin(answered);
    return answer.ok ? readTile((await answer.json()) as TileData, performance.now()) : null;
  }

  /** The layout's version, asked for once by all that need it. */
  #ofPresent(): Promise<string> {
    this.#present ??= this.present().finally(() => (this.#present = null));
    return this.#present;
  }

  /** The map has been laid out anew. */
  #begin(version: string): void {
    this.#version = version;
    this.#kept.clear();
    this.#absent.clear();
  }

  #keep(tile: Tile): void {
    // The same comes again around another place.
    if (this.#kept.has(keyOf(tile))) return;
    this.#kept.set(keyOf(tile), tile);
    for (const [key, { z }] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      if (z > 0) this.#kept.delete(key);
    }
    this.changed();
  }

  #use(tile: Tile): void {
    this.#kept.delete(keyOf(tile));
    this.#kept.set(keyOf(tile), tile);
  }

  /** The deepest tile around or at a place that is here. */
  #around(place: Place): Tile | undefined {
    const keys = lineage(place).map(keyOf);
    return this.#kept.get(keys.findLast((key) => this.#kept.has(key)) ?? "");
  }

  /** What is here of a place in the deeper tiles that come next to it. */
  #within(place: Place): Tile[] {
    const inside = [...this.#kept.values()].filter((tile) => isWithin(tile, place));
    const depth = Math.min(...inside.map((tile) => tile.z));
    return inside.filter((tile) => tile.z === depth);
  }

  /** Whether there is more to be had for a place than is here. */
  #lacks(place: Place): boolean {
    if (this.#absent.has(keyOf(place))) return false;
    const around = this.#around(place);
    if (!around || around.z === place.z) return !around;
    const next = lineage(place)[around.z + 1];
    return next !== undefined && (around.deeper & quarterBit(next)) > 0;
  }
}
