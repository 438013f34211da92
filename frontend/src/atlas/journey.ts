/** Where one goes as the state of the page changes: to a concept, so that it is seen with what is around it, or to a way as a whole. */

import { around, type Size } from "../map/boxes";
import type { View } from "../map/camera";
import type { MapState } from "../map/state";
import { placeIn, readAt } from "./at";
import type { Focus } from "./focus";
import { DEEPEST, depthAt, scaleAt } from "./grid";
import type { LitMark } from "./lit";
import { type Nearness, nearnessOf } from "./nearness";
import type { Viewpoint } from "./viewpoint";

/** What is so near to the edge of the window is not seen well. */
const MARGIN = 110;
const MARGIN_ABOVE = 40;
const MARGIN_BELOW = 60;
/** A concept is seen with what is around it from a little nearer than where it is first shown. */
const NEARER = 1.7;
/** So long the first view waits to learn where what is chosen stands; then the whole map is shown meanwhile. */
const PATIENCE_MS = 1000;
/** What is a little less than legible is left as it is, rather than to move all for little. */
const NEARLY = 0.7;

export class Journey {
  #way = "";
  /** Whether the way that is about to be lit is to be seen as a whole. */
  #wantsAll = false;
  #visited: string | null = null;
  /** The visit that waits to learn where its concept stands; a later one takes its place. */
  #waiting: symbol | null = null;
  /** The last departure of the viewpoint that was ours: who has moved it since, by hand, is left where they are. */
  #departure = 0;

  constructor(
    private readonly viewpoint: Viewpoint,
    private readonly focus: Focus,
  ) {}

  /** The first view: where the address says one looked, or what the state is about, or the whole. */
  begin(state: MapState): void {
    this.follow(state);
    const { slug, way } = subjectOf(state);
    if (placeIn(location.search) !== null || slug !== null) this.look(state, false);
    else if (!way) this.#goAnywhere();
    window.setTimeout(() => this.#goAnywhere(), PATIENCE_MS);
  }

  /** The whole, as the map opens. */
  showWhole(glide: boolean): void {
    this.#go(this.viewpoint.whole, glide);
  }

  /** Goes to where the address says one looked, else to what the state is about; a way is known only once it is lit. */
  look(state: MapState, glide: boolean): void {
    const { slug, way } = subjectOf(state);
    const view = this.#isOnTheWayTo(slug) ? null : readAt(placeIn(location.search), this.viewpoint.frame);
    this.#visited = view ? null : slug;
    if (view) this.#go(view, glide);
    else if (slug !== null) void this.#visit(slug, glide);
    else if (!way) this.showWhole(glide);
  }

  /** Notes a way that the state has not been about before, and that a concept is no longer what it is about. */
  follow(state: MapState): void {
    const { slug, way } = subjectOf(state);
    if (slug !== this.#visited) this.#visited = null;
    if (way === this.#way) return;
    this.#way = way;
    this.#wantsAll = way !== "" && placeIn(location.search) === null;
    if (this.#wantsAll) this.#departure = this.viewpoint.departures;
  }

  /** Something else is lit: a way is brought into sight, unless one has moved on since it was chosen. */
  lit(): void {
    const { lit } = this.focus;
    if (!lit?.isWay || !this.#wantsAll) return;
    this.#wantsAll = false;
    if (!this.#isMovedByHand) this.#showAll(lit.marks);
  }

  /** Whether one goes to a concept now, or soon; the place in the address is where one comes from. */
  #isOnTheWayTo(slug: string | null): boolean {
    return slug !== null && slug === this.#visited && !this.#isMovedByHand && (this.#waiting !== null || this.viewpoint.isFlying);
  }

  get #isMovedByHand(): boolean {
    return this.viewpoint.isPlaced && this.viewpoint.departures !== this.#departure;
  }

  async #visit(slug: string, glide: boolean): Promise<void> {
    const { viewpoint } = this;
    this.#departure = viewpoint.departures;
    const visit = Symbol(slug);
    this.#waiting = visit;
    // What is around it tells how near one has to come.
    await Promise.race([this.focus.settled, new Promise((resolve) => window.setTimeout(resolve, PATIENCE_MS))]);
    const place = await this.focus.placeOf(slug);
    if (this.#waiting !== visit) return;
    this.#waiting = null;
    if (this.#visited !== slug || this.#isMovedByHand) return;
    if (!place) return this.#goAnywhere();
    const near = this.#nearnessOf(place);
    const legible = Math.min(near?.scale ?? 0, scaleAt(DEEPEST));
    // Also when it is in sight, so that the address tells from where.
    const isNear = viewpoint.isPlaced && viewpoint.view.scale >= legible * NEARLY;
    if (isNear && this.#isInSight(place) && this.#isAround(near)) return this.#go(viewpoint.view, false);
    const nearest = Math.max(scaleAt(place.depth) * NEARER, legible);
    // No farther away than one is.
    const most = Math.max(scaleAt(place.depth + 2), nearest);
    const scale = viewpoint.isPlaced ? Math.max(nearest, Math.min(viewpoint.view.scale, most)) : nearest;
    this.#go(this.#viewOf(place, near, scale), glide);
  }

  /** How near one has to come to what is lit around a concept. */
  #nearnessOf(place: LitMark): Nearness | null {
    const links = this.focus.lit?.links ?? [];
    const others = links.flatMap(({ source, target }) => (source.id === place.id ? [target] : target.id === place.id ? [source] : []));
    return nearnessOf(place, others, this.#free);
  }

  /** Whether what is near is in sight, as far as all of it could be. */
  #isAround(near: Nearness | null): boolean {
    const { view, frame } = this.viewpoint;
    if (!near || !this.#fits(near.box, view.scale)) return true;
    const { x, y } = this.viewpoint.inWindow(near.box);
    const [width, height] = [near.box.width * view.scale, near.box.height * view.scale];
    return x >= 0 && y >= frame.top && x + width <= frame.width && y + height <= frame.height - frame.bottom;
  }

  #fits(box: Size, scale: number): boolean {
    const { width, height } = this.#free;
    return box.width * scale <= width + 1 && box.height * scale <= height + 1;
  }

  /** What is near in the middle, if all of it is in sight from there; otherwise the concept. */
  #viewOf({ x, y }: LitMark, near: Nearness | null, scale: number): View {
    const box = near?.box;
    if (!box || !this.#fits(box, scale)) return this.viewpoint.around(x, y, scale);
    return this.viewpoint.around(box.x + box.width / 2, box.y + box.height / 2, scale);
  }

  /** What of the window is seen well. */
  get #free(): Size {
    const { width, height, top, bottom } = this.viewpoint.frame;
    return { width: Math.max(width - 2 * MARGIN, 1), height: Math.max(height - top - bottom - MARGIN_ABOVE - MARGIN_BELOW, 1) };
  }

  #goAnywhere(): void {
    if (!this.viewpoint.isPlaced) this.showWhole(false);
  }

  #go(to: View, glide: boolean): void {
    this.viewpoint.go(to, glide);
    this.#departure = this.viewpoint.departures;
  }

  #showAll(marks: readonly LitMark[]): void {
    const box = around(marks.map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
    if (!box) return this.#goAnywhere();
    const { frame, whole } = this.viewpoint;
    const { width, height, top, bottom } = frame;
    const [across, down] = [width - 2 * MARGIN, height - top - bottom - 2 * MARGIN];
    const room = Math.min(across / Math.max(box.width, 1), down / Math.max(box.height, 1));
    const scale = Math.min(Math.max(room, whole.scale), scaleAt(marks[0]?.depth ?? 0) * 2);
    this.#go(this.viewpoint.around(box.x + box.width / 2, box.y + box.height / 2, scale), true);
  }

  #isInSight(place: LitMark): boolean {
    const { view, frame } = this.viewpoint;
    const { x, y } = this.viewpoint.inWindow(place);
    const isAcross = x > MARGIN && x < frame.width - MARGIN;
    const isDown = y > frame.top + MARGIN_ABOVE && y < frame.height - frame.bottom - MARGIN_BELOW;
    return isAcross && isDown && depthAt(view.scale) >= place.depth;
  }
}

/** What one goes to: a concept, or a way as a whole. */
function subjectOf({ concept, path, from, to }: MapState): { slug: string | null; way: string } {
  const isWay = path !== null || (from !== null && to !== null);
  return { slug: isWay ? null : (concept ?? from), way: isWay ? `${path} ${from} ${to}` : "" };
}
