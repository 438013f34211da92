/**
 * The picture of a map too large to be drawn at once: tiles on a canvas, names as HTML over them.
 *
 * This element joins the parts; the page around it (`KnowledgeMapElement`) says what is chosen and is told where one looks.
 */

import type { View } from "../map/camera";
import type { LargePicture } from "../map/large-picture";
import type { KnowledgeMapElement } from "../map/knowledge-map";
import { prefersStillness } from "../map/motion";
import { around, type Box } from "../map/boxes";
import { placeIn, readAt, withPlace, writeAt } from "./at";
import { Focus } from "./focus";
import { type Gathered, gathered, NOTHING } from "./gathering";
import { depthAt, type Place, scaleAt, tilesInSight } from "./grid";
import { LabelLayer } from "./label-layer";
import { labelsOf } from "./labels";
import { type MapState, namedIn } from "../map/state";
import { fetchVersion, type LitMark } from "./lit";
import { Minimap } from "./minimap";
import { Painter, radiusOf } from "./painter";
import { NoTiles, Tiles } from "./tiles";
import { listenForTheme, readTheme, type Theme } from "./theme";
import type { Area, Mark, Tile } from "./tile";
import { Viewpoint } from "./viewpoint";

const LABEL_MS = 140;
const HINT_MS = 1500;
/** How far beyond the deepest tiles one can go on. */
const BEYOND_TILES = 8;
const PAN_KEY = 90;
const REACH = 14;
/** How much around the window is fetched beforehand, as a share of it. */
const AHEAD = 0.5;
const LIT_MARGIN = 110;
/** What lies over the map. */
const OVER = ".map-tools--top > *, .map-tools--bottom > *, .map-tools--zoom, [data-minimap], [data-where]";
const KEYS: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [PAN_KEY, 0],
  ArrowRight: [-PAN_KEY, 0],
  ArrowUp: [0, PAN_KEY],
  ArrowDown: [0, -PAN_KEY],
};

export class MapAtlasElement extends HTMLElement implements LargePicture {
  #page!: KnowledgeMapElement;
  #viewpoint!: Viewpoint;
  #tiles!: Tiles;
  #labels!: LabelLayer;
  #painter!: Painter;
  #minimap!: Minimap;
  #focus!: Focus;
  #theme!: Theme;
  #gathered: Gathered = NOTHING;
  #shown: readonly Tile[] = [];
  #frame = 0;
  #labelledAt = 0;
  #opened = false;
  #began = false;
  #touched = false;
  #wantsFocus = false;
  #writing = 0;
  #way = "";
  #wantsAll = false;
  #taken: readonly Box[] = [];

  get #state(): MapState {
    return this.#page.explorer.state;
  }

  connectedCallback(): void {
    const page = this.closest<KnowledgeMapElement>("knowledge-map");
    if (page && !this.#page) this.#begin(page);
  }

  #begin(page: KnowledgeMapElement): void {
    this.#theme = readTheme(this);
    this.#painter = new Painter(this.#find("canvas"));
    this.#viewpoint = new Viewpoint(this, {
      moved: () => this.#draw(),
      rested: () => this.#rest(),
      leaving: (to) => this.#tiles.want(this.#placesAt(to)),
      passed: () => this.#hint(),
    });
    this.#page = page;
    this.#page.explorer.atlas = this;
    this.#readEdges();
    this.#labels = new LabelLayer(this.#find("[data-atlas-labels]"), (slug) => `${page.dataset.address ?? ""}?concept=${encodeURIComponent(slug)}`);
    this.#minimap = new Minimap(page.querySelector("[data-minimap]") as HTMLCanvasElement, (x, y, glide) => this.#goTo(x, y, glide));
    const addresses = { concepts: this.dataset.concepts ?? "", places: this.dataset.places ?? "" };
    const present = (): Promise<string> => fetchVersion(addresses);
    this.#tiles = new Tiles(this.dataset.tiles ?? "", present, () => this.#tileCame(), (error) => this.#tileFailed(error));
    this.#focus = new Focus(addresses, () => this.#focusCame(), (again) => this.#complain(again));
    page.querySelector("[data-action=tree]")?.addEventListener("click", () => window.setTimeout(() => this.#turnToTree()));
    this.#listen();
    this.#painter.resize(this.#viewpoint.frame);
    // Who begins with the tree or the outline may never come here.
    if (this.#page.explorer.isAtlas) this.#open();
  }

  show(): void {
    if (!this.#opened) return this.#open();
    // Who has searched goes on from what was found.
    if (document.activeElement?.matches("[data-map-search]")) this.#wantsFocus = true;
    this.#follow();
    this.#draw();
    // The address that the page has just written lacks the place: unless one goes elsewhere now, it is this.
    window.clearTimeout(this.#writing);
    this.#writing = window.setTimeout(() => this.#rest());
  }

  look(glide: boolean): void {
    this.#readEdges();
    const view = readAt(placeIn(location.search), this.#viewpoint.frame);
    const { slug, isWay } = subjectOf(this.#state);
    if (view) this.#viewpoint.go(view, glide);
    else if (slug !== null) void this.#visit(slug, glide);
    else if (!isWay) this.#viewpoint.go(this.#viewpoint.whole, glide);
  }

  fit(): void {
    this.#viewpoint.go(this.#viewpoint.whole, true);
  }

  zoomBy(factor: number): void {
    this.#viewpoint.zoomBy(factor);
  }

  /** What lies over the upper and lower edge: the toolbar, and what the page says is covered. */
  #readEdges(): void {
    const page = this.#page;
    const above = page.querySelector<HTMLElement>("[data-tools-top]")?.offsetHeight ?? 0;
    this.#viewpoint.setEdges(above, Number.parseFloat(page.style.getPropertyValue("--covered")) || 0);
  }

  /** Lights what the state is about; a way that it has not been about before is brought into sight as soon as it is known. */
  #follow(): void {
    const { path, from, to } = this.#state;
    const way = subjectOf(this.#state).isWay ? `${path} ${from} ${to}` : "";
    if (way !== this.#way) {
      this.#way = way;
      this.#wantsAll = way !== "" && placeIn(location.search) === null;
    }
    void this.#focus.show({ state: this.#state, way: this.#page.explorer.way });
  }

  /** The first view: where the address says one looked, or what it names, or the whole. */
  #open(): void {
    this.#opened = true;
    const view = readAt(placeIn(location.search), this.#viewpoint.frame) ?? this.#viewpoint.whole;
    this.#viewpoint.go(view, false);
    this.#follow();
    const { slug } = subjectOf(this.#state);
    if (placeIn(location.search) === null && slug !== null) void this.#visit(slug, false);
  }

  async #visit(slug: string, glide: boolean): Promise<void> {
    const place = await this.#focus.placeOf(slug);
    if (!place) return;
    if (glide && this.#isInSight(place)) return this.#rest();
    // From where it can be seen with what is around it; no farther away than one is.
    const scale = Math.max(scaleAt(place.depth) * 1.7, Math.min(this.#viewpoint.view.scale, scaleAt(place.depth + 2)));
    this.#viewpoint.go(this.#viewpoint.around(place.x, place.y, scale), glide);
  }

  #isInSight({ x, y, depth }: LitMark): boolean {
    const { view, frame } = this.#viewpoint;
    const [across, down] = [x * view.scale + view.x, y * view.scale + view.y];
    const isFree = across > LIT_MARGIN && across < frame.width - LIT_MARGIN && down > frame.top + 40 && down < frame.height - frame.bottom - 60;
    return isFree && depthAt(view.scale) >= depth;
  }

  #goTo(x: number, y: number, glide: boolean): void {
    this.#viewpoint.go(this.#viewpoint.around(x, y, this.#viewpoint.view.scale), glide);
  }

  #listen(): void {
    listenForTheme(() => {
      this.#theme = readTheme(this);
      this.#draw();
    });
    document.fonts.addEventListener("loadingdone", () => {
      this.#labels.forgetWidths();
      this.#label();
    });
    new ResizeObserver(() => this.#resized()).observe(this);
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      this.addEventListener(kind, () => (this.#touched = true), { once: true, capture: true, passive: true });
    }
    this.addEventListener("keydown", (event) => {
      const way = KEYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#viewpoint.pan(...way);
    });
    this.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a, button")) return;
      const mark = this.#markAt(event);
      if (mark) this.#page.explorer.choose(mark.slug);
    });
    this.addEventListener("pointermove", (event) => this.#hover(event));
    // A name that is reached by the keyboard behind a toolbar or the sheet is brought into the free part.
    this.addEventListener("focusin", () => this.scrollTo(0, 0));
  }

  #resized(): void {
    if (!this.#viewpoint.measure() || !this.#opened) return;
    this.#painter.resize(this.#viewpoint.frame);
    if (!this.#touched && placeIn(location.search) === null && this.#focus.lit === null) this.#viewpoint.go(this.#viewpoint.whole, false);
    this.#draw();
    this.#rest();
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const mark = this.#markAt(event);
    this.classList.toggle("map-atlas--over", mark !== null);
    const canvas = this.#find("canvas");
    if (canvas.title !== (mark?.title ?? "")) canvas.title = mark?.title ?? "";
  }

  /** The mark under the pointer, or next to it. */
  #markAt({ clientX, clientY }: MouseEvent): Mark | null {
    const { left, top } = this.getBoundingClientRect();
    const { view } = this.#viewpoint;
    let nearest: Mark | null = null;
    let least = REACH;
    const consider = (mark: Mark): void => {
      const distance = Math.hypot(mark.x * view.scale + view.x + left - clientX, mark.y * view.scale + view.y + top - clientY) - radiusOf(mark);
      if (distance < least) [nearest, least] = [mark, distance];
    };
    for (const { thing } of this.#gathered.marks.values()) consider(thing);
    for (const mark of this.#focus.lit?.marks ?? []) consider(mark);
    return nearest;
  }

  #placesAt(view: View, ahead = 0): Place[] {
    const { width, height } = this.#viewpoint.frame;
    const [across, down] = [width * ahead, height * ahead];
    const shifted = { ...view, x: view.x + across, y: view.y + down };
    return tilesInSight(shifted, { width: width + 2 * across, height: height + 2 * down }, depthAt(view.scale));
  }

  /** In the next frame, whatever asks for it how often. */
  #draw(): void {
    if (this.#opened) this.#frame ||= requestAnimationFrame((now) => this.#paint(now));
  }

  #paint(now: number): void {
    this.#frame = 0;
    const viewpoint = this.#viewpoint;
    const { view, frame } = viewpoint;
    const places = this.#placesAt(view);
    if (!viewpoint.isFlying) this.#tiles.want(places);
    this.#gather(places);
    if (now - this.#labelledAt > LABEL_MS) this.#label(now);
    else this.#labels.move(view);
    const { lit } = this.#focus;
    const chosen = lit?.ends[0]?.id ?? null;
    const [theme, named] = [this.#theme, this.#labels.centered];
    const still = prefersStillness();
    const fading = this.#painter.paint({ view, size: frame, gathered: this.#gathered, theme, lit, chosen, named, now: performance.now(), still });
    const { root } = this.#tiles;
    if (root) this.#minimap.show(root, view, frame, theme);
    if (root && !this.#began) this.#drawn();
    if (fading) this.#draw();
  }

  /** The first picture is there. */
  #drawn(): void {
    this.#began = true;
    this.dataset.drawn = "";
    performance.mark("map-drawn");
    this.#rest();
  }

  #gather(places: readonly Place[]): void {
    const tiles = this.#tiles.shown(places);
    if (tiles.length === this.#shown.length && tiles.every((tile) => this.#shown.includes(tile))) return;
    this.#shown = tiles;
    this.#gathered = gathered(tiles, this.#gathered);
    const deepest = Math.max(0, ...tiles.map((tile) => tile.z));
    this.#viewpoint.most = scaleAt(deepest) * BEYOND_TILES;
  }

  #label(now = performance.now()): void {
    this.#labelledAt = now;
    const { view, frame } = this.#viewpoint;
    const { lit } = this.#focus;
    const marks = new Map<number, Mark>([...this.#gathered.marks].map(([id, { thing }]) => [id, thing]));
    for (const mark of lit?.marks ?? []) if (!marks.has(mark.id)) marks.set(mark.id, mark);
    const areas = new Map<number, Area>([...this.#gathered.areas].map(([id, { thing }]) => [id, thing]));
    const first = lit?.ids ?? new Set<number>();
    const chosen = new Set(lit?.ends.map((mark) => mark.id));
    const { widthOf } = this.#labels;
    // Until somebody moves it the same address shows the same names, in whatever order tiles come.
    const named = this.#touched ? this.#labels.named : new Set<number>();
    const labelling = { view, size: frame, areas, first, chosen, named, taken: this.#taken, widthOf };
    this.#labels.show(labelsOf(marks.values(), labelling), view);
    this.#labels.look({ chosen, bright: lit?.ids ?? null });
    const [end] = chosen;
    if (this.#wantsFocus && end !== undefined && !this.#viewpoint.isFlying) this.#wantsFocus = !this.#labels.focus(end);
  }

  #rest(): void {
    if (!this.#opened || !this.#page.explorer.isAtlas) return;
    const { view } = this.#viewpoint;
    this.#readEdges();
    this.#taken = this.#toolbars();
    this.#label();
    this.#draw();
    this.#tiles.want([...this.#placesAt(view), ...this.#placesAt(view, AHEAD)]);
    if (!this.#began || this.#viewpoint.isFlying) return;
    this.#writePlace(view);
    this.#sayWhere();
  }

  /** The address says where one looks, unless that is the whole. */
  #writePlace(view: View): void {
    const { frame, whole } = this.#viewpoint;
    const text = writeAt(view, frame);
    const query = withPlace(location.search, text === writeAt(whole, frame) ? null : text);
    if (query !== location.search) history.replaceState(null, "", location.pathname + query);
  }

  /** What lies over the map: no name is put beneath it. */
  #toolbars(): Box[] {
    const { left, top } = this.getBoundingClientRect();
    const over = this.parentElement?.querySelectorAll(OVER) ?? [];
    return [...over].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return width ? [{ x: x - left, y: y - top, width, height }] : [];
    });
  }

  /** The regions around the middle of the window, the widest first. */
  #sayWhere(): void {
    const { view, frame } = this.#viewpoint;
    const [x, y] = [(frame.width / 2 - view.x) / view.scale, (frame.height / 2 - view.y) / view.scale];
    const around = [...this.#gathered.areas.values()].map(({ thing }) => thing).filter((area) => isIn(area, x, y));
    const wide = around.filter((area) => Math.min(area.width, area.height) * view.scale > Math.min(frame.width, frame.height) / 2);
    const words = wide.slice(-3).map((area) => area.title).join(" › ");
    const place = this.parentElement?.querySelector("[data-where]");
    if (place && place.textContent !== words) place.textContent = words;
  }

  #tileCame(): void {
    this.#page.notice.say("tiles", "");
    this.#labelledAt = 0;
    this.#draw();
  }

  #tileFailed(error: unknown): void {
    if (error instanceof NoTiles) this.#leave();
    else this.#complain(() => this.#rest());
  }

  /** The tree shows what is below what is chosen as well: it is its neighborhood that one turns to the tree for. */
  #turnToTree(): void {
    const { explorer } = this.#page;
    const named = namedIn(explorer.state);
    const open = new Set([...explorer.state.open, ...named]);
    if (named.length) explorer.go({ ...explorer.state, open }, { history: "replace", look: "chosen", animate: false });
    else this.#page.querySelector<HTMLElement>("[data-action=fit]")?.click();
  }

  /** The map has not been laid out so far: its upper levels as a tree are what there is to see. */
  #leave(): void {
    const { explorer, notice } = this.#page;
    this.closest<HTMLElement>("[data-atlas]")?.removeAttribute("data-atlas");
    explorer.atlas = null;
    explorer.panelChanged({ animate: false });
    this.#page.querySelector<HTMLElement>("[data-action=fit]")?.click();
    performance.mark("map-drawn");
    notice.say("tiles", "The picture of this large map is being drawn. Meanwhile its upper levels are shown as a tree.");
  }

  /** The wheel was turned in a frame of another page, and left to it. */
  #hint(): void {
    this.#page.notice.say("hint", "Hold Ctrl or ⌘ to zoom.");
    window.setTimeout(() => this.#page.notice.say("hint", ""), HINT_MS);
  }

  #complain(again: () => void): void {
    this.#page.notice.say("tiles", "Some of this map could not be loaded. Is there a connection?", { name: "Try again", act: again });
  }

  #focusCame(): void {
    const { lit } = this.#focus;
    this.#labelledAt = 0;
    this.#draw();
    if (lit?.isWay && this.#wantsAll) this.#showAll(lit.marks);
  }

  /** Brings a way into sight as a whole. */
  #showAll(marks: readonly LitMark[]): void {
    const box = around(marks.map(({ x, y }) => ({ x, y, width: 0, height: 0 })));
    if (!box) return;
    this.#wantsAll = false;
    const { width, height, top, bottom } = this.#viewpoint.frame;
    const room = Math.min((width - 2 * LIT_MARGIN) / Math.max(box.width, 1), (height - top - bottom - 2 * LIT_MARGIN) / Math.max(box.height, 1));
    const scale = Math.min(Math.max(room, this.#viewpoint.whole.scale), scaleAt(marks[0]?.depth ?? 0) * 2);
    this.#viewpoint.go(this.#viewpoint.around(box.x + box.width / 2, box.y + box.height / 2, scale), true);
  }

  #find<Found extends HTMLElement = HTMLElement>(selector: string): Found & HTMLCanvasElement {
    const found = this.querySelector<Found & HTMLCanvasElement>(selector);
    if (!found) throw new Error(`the atlas lacks ${selector}`);
    return found;
  }
}

/** What one goes to: a concept, or a way as a whole. */
function subjectOf({ concept, path, from, to }: MapState): { slug: string | null; isWay: boolean } {
  const isWay = path !== null || (from !== null && to !== null);
  return { slug: isWay ? null : (concept ?? from), isWay };
}

function isIn({ x, y, width, height }: Area, across: number, down: number): boolean {
  return across >= x && down >= y && across <= x + width && down <= y + height;
}
