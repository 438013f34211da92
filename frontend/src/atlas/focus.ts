/** What the atlas has lit for a state of the page, and keeps lit until it has what the next one needs. */

import type { Way } from "../map/emphasis";
import type { MapState } from "../map/state";
import { type Addresses, fetchAround, fetchPlaces, fetchWay, type Lit, type LitMark } from "./lit";

export interface Lighting {
  readonly state: MapState;
  /** The path or the connection that the panel lists, once it does. */
  readonly way: Way | null;
}

export class Focus {
  #key = "";
  #asked: AbortController | null = null;
  lit: Lit | null = null;
  /** Resolves when what was to be lit last is, or could not be had. */
  settled: Promise<void> = Promise.resolve();

  /** `changed`: called when something else is lit. `failed`: what could not be fetched, with another try. */
  constructor(
    private readonly addresses: Addresses,
    private readonly changed: () => void,
    private readonly failed: (again: () => void) => void,
  ) {}

  /** Lights what a scene is about; does nothing if it is lit. */
  show(scene: Lighting): void {
    const { state, way } = scene;
    const slug = state.concept ?? state.path ?? state.from;
    const key = way ? JSON.stringify(way) : slug === null ? "" : `${slug} ${state.radius} ${[...state.kinds].join()}`;
    if (key === this.#key) return;
    this.#key = key;
    this.settled = this.#light(scene, slug);
  }

  async #light(scene: Lighting, slug: string | null): Promise<void> {
    const { state, way } = scene;
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    if (slug === null) return this.#take(null);
    try {
      const { radius, kinds } = state;
      const lit = way ? await fetchWay(way, this.addresses, signal) : await fetchAround(slug, radius, kinds, this.addresses, signal);
      if (!signal.aborted) this.#take(lit);
    } catch {
      if (signal.aborted) return;
      // Asked for again, it must not be taken for what is lit.
      this.#key = "?";
      this.failed(() => this.show(scene));
    }
  }

  /** Where a concept stands; null for one that the map does not show, or when the server does not answer. */
  async placeOf(slug: string): Promise<LitMark | null> {
    const here = this.lit?.marks.find((mark) => mark.slug === slug);
    if (here) return here;
    try {
      return (await fetchPlaces([slug], this.addresses, new AbortController().signal)).get(slug) ?? null;
    } catch {
      return null;
    }
  }

  #take(lit: Lit | null): void {
    if (lit === this.lit) return;
    this.lit = lit;
    this.changed();
  }
}
