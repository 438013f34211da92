/**
 * What the tree of a large map shows of it: what is near to what is chosen, each with what is above it, and beside it only
 * what a visitor has opened. While nothing is chosen it is what is most important where one looked, or the upper levels.
 */

import { Completion, type Owner, type Wanted } from "../map/completion";
import { isWhole, type KnowledgeMap, trailTo } from "../map/concepts";
import type { Emphasis } from "../map/emphasis";
import type { Explorer } from "../map/explorer";
import type { Sources } from "../map/fetching";
import type { LargeMap } from "../map/large-map";
import { namedIn } from "../map/state";
import { placeIn, spotOf, withPlace } from "./at";
import { FurtherTops } from "./further-tops";
import { NoTiles } from "./tiles";

const NOTHING: ReadonlySet<string> = new Set();

/** What is shown while nothing is chosen. */
export interface Overview {
  /** What is most important at a place, or of the whole map. Rejects with `NoTiles` without a layout. */
  readonly foremost: (place: string | null) => Promise<readonly string[]>;
  /** Called when the tree shows it, elsewhere than before. */
  readonly came: () => void;
  /** Says how many top concepts the tree leaves out. */
  readonly leftOut: (count: number) => void;
}

export class NearTree implements LargeMap, Owner {
  readonly #completion: Completion;
  readonly #tops: FurtherTops | null;
  /** Where one looked on the atlas; null for the whole. */
  place: string | null = null;
  /** What is most important there; null while that is not known. */
  #foremost: readonly string[] | null = [];
  /** Whether what an address names has come: until then nothing is shown that would have to make room for it. */
  #isReady: boolean;
  #within: ReadonlySet<string> | null = null;
  /** The top concepts, once a visitor has asked for more of them. */
  #added: readonly string[] = [];
  /** What that was made of, and what it is about. */
  #key = "";
  #about = "";
  /** What a visitor has closed meanwhile, and what is shown below that all the same. */
  readonly #closed = new Set<string>();
  readonly #spared = new Set<string>();
  /** Whether what all is about has come. */
  #isArrived = false;
  /** Whether all of the upper levels are shown: who chooses among them keeps them. */
  #isWhole = false;

  /** `more`: the button for the top concepts that the page lacks; null if it has all of them. */
  constructor(
    private readonly explorer: Explorer,
    sources: Sources,
    private readonly overview: Overview,
    more: HTMLElement | null = null,
  ) {
    this.#completion = new Completion(sources, this);
    this.#tops = more && new FurtherTops(explorer, more, () => this.#addTops());
    this.#isReady = isWhole(explorer.map);
  }

  /** Who begins with the tree or the outline may never come to the atlas. */
  begin(): void {
    this.arrive(placeIn(location.search));
    this.explorer.panelChanged({ animate: false });
  }

  get map(): KnowledgeMap {
    return this.explorer.map;
  }

  get wanted(): Wanted {
    const { wanted } = this.explorer;
    return { ...wanted, named: [...wanted.named, ...(this.#foremost ?? [])] };
  }

  take(map: KnowledgeMap): void {
    this.explorer.take(this.#tops?.among(map) ?? map);
  }

  complain(words: string, again?: () => void): void {
    this.explorer.complain(words, again);
  }

  async complete(): Promise<boolean> {
    const hasCome = await this.#askForemost();
    if (hasCome === null) return false;
    const isComplete = await this.#completion.run();
    const isNews = hasCome || !this.#isReady;
    this.#isReady = true;
    if (this.explorer.isAtlas || !isNews) return isComplete;
    this.explorer.render({ animate: this.#within !== null, look: "chosen" });
    if (hasCome && this.explorer.state.view === "tree") this.overview.came();
    return isComplete;
  }

  /** Asks what is shown while nothing is chosen, unless that is known; whether it has come, null if it could not be had. */
  async #askForemost(): Promise<boolean | null> {
    const { place } = this;
    if (this.#foremost || namedIn(this.explorer.state).length) return false;
    const foremost = await this.overview.foremost(place).catch(upperLevels);
    if (this.#foremost || place !== this.place) return false;
    this.#foremost = foremost;
    if (namedIn(this.explorer.state).length) return false;
    if (foremost) return true;
    this.complain("Some of this map could not be loaded. Is there a connection?", () => void this.complete());
    return null;
  }

  within(emphasis: Emphasis): ReadonlySet<string> | null {
    const within = this.#near(emphasis);
    const { tops } = this.map;
    const shown = within ? tops.filter((slug) => within.has(slug)).length : tops.length;
    const leftOut = this.#tops?.count(shown) ?? tops.length - shown;
    this.overview.leftOut(within === NOTHING ? 0 : leftOut);
    return within;
  }

  #near({ bright }: Emphasis): ReadonlySet<string> | null {
    // What is shown stays until it is known what comes in its place.
    if (!bright && !this.#foremost) return this.#isWhole ? null : (this.#within ?? NOTHING);
    const near = [...(bright ?? this.#foremost ?? [])];
    if (!near.length) {
      this.#forget();
      this.#isWhole = true;
      return null;
    }
    if (!this.#isReady) return NOTHING;
    const about = `${bright ? "chosen" : ""} ${near.join()}`;
    const key = `${about} ${this.map.concepts.size}`;
    if (key === this.#key) return this.#within;
    if (about !== this.#about) this.#reopen();
    [this.#key, this.#about] = [key, about];
    const shown = [...near, ...this.#opened(bright === null)];
    const all = [...(bright ? this.#before : this.#added), ...shown.flatMap((slug) => [slug, ...trailTo(this.map, slug)])];
    this.#within = new Set(all.filter((slug) => !this.#isHidden(slug)));
    this.#isWhole = false;
    this.#isArrived = this.wanted.named.every((slug) => this.map.concepts.has(slug));
    return this.#within;
  }

  /** What is shown stays where it is when something is chosen: one may want to go back to it. */
  get #before(): Iterable<string> {
    return this.#isWhole ? this.map.tops : (this.#within ?? []);
  }

  /** What an address says is open. While nothing is chosen it says all that is to be seen. */
  #opened(isAll: boolean): Iterable<string> {
    return isAll || !this.#isArrived ? this.explorer.state.open : [];
  }

  /** In their places, with those before them. Nothing else moves, and nobody is led back to what is chosen. */
  #addTops(): void {
    this.explorer.map = this.#tops?.among(this.map) ?? this.map;
    this.#added = this.map.tops;
    if (this.#within) this.#within = new Set([...this.#within, ...this.#added]);
    this.explorer.render({ animate: false });
  }

  close(slug: string): void {
    this.#closed.add(slug);
    this.#keep((each) => !trailTo(this.map, each).includes(slug));
  }

  closeAll(): void {
    const { map } = this;
    const chosen = new Set(namedIn(this.explorer.state).flatMap((slug) => [slug, ...trailTo(map, slug)]));
    for (const slug of this.#within ?? []) this.#closed.add(slug);
    for (const slug of chosen) this.#spared.add(slug);
    this.#keep((slug) => chosen.has(slug) || map.concepts.get(slug)?.parent === null);
  }

  #keep(isKept: (slug: string) => boolean): void {
    this.#within = this.#within && new Set([...this.#within].filter(isKept));
    for (const slug of this.#spared) if (!isKept(slug)) this.#spared.delete(slug);
  }

  /** Whether a visitor has closed something above it, and not opened that since. */
  #isHidden(slug: string): boolean {
    const { open } = this.explorer.state;
    return !this.#spared.has(slug) && trailTo(this.map, slug).some((above) => this.#closed.has(above) && !open.has(above));
  }

  #reopen(): void {
    this.#closed.clear();
    this.#spared.clear();
  }

  placed(query: string): string {
    const { state } = this.explorer;
    if (namedIn(state).length) return query;
    // The atlas writes its place itself, once it rests.
    return withPlace(query, state.view === "picture" ? placeIn(location.search) : this.place);
  }

  follow(query: string): void {
    this.#goTo(placeIn(query));
    this.#key = "";
  }

  /** Who comes to the tree anew sees no more than what is near, or while nothing is chosen what is foremost at a place. */
  arrive(place: string | null): void {
    this.#goTo(place);
    this.#forget();
  }

  #goTo(place: string | null): void {
    const known = spotOf(place) ? place : null;
    // What could not be had may be there now.
    if (known !== this.place || !this.#foremost?.length) this.#foremost = null;
    this.place = known;
  }

  #forget(): void {
    this.#within = null;
    this.#added = [];
    this.#key = "";
    this.#about = "";
    this.#isArrived = false;
    this.#isWhole = false;
  }
}

/** Without a layout the upper levels are what there is to see; after another failure one can ask again. */
function upperLevels(error: unknown): readonly string[] | null {
  return error instanceof NoTiles ? [] : null;
}
