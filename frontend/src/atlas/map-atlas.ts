/**
 * The picture of a map too large to be drawn at once: tiles on a canvas, names as HTML over them.
 *
 * This element joins the parts; the page around it (`KnowledgeMapElement`) says what is chosen and is told where one looks.
 */

import type { KnowledgeMapElement } from "../map/knowledge-map";
import type { LargePicture } from "../map/large-picture";
import { type Matter, tryAgain } from "../map/notice";
import type { View } from "../map/state";
import { placeIn } from "./at";
import { atlasAsPng, atlasAsSvg } from "./atlas-file";
import { Focus } from "./focus";
import { foremostAt } from "./foremost";
import { Frames } from "./frames";
import { HandOver } from "./hand-over";
import { Journey } from "./journey";
import { LabelLayer } from "./label-layer";
import { fetchVersion } from "./lit";
import { Minimap } from "./minimap";
import { Naming } from "./naming";
import { NearTree, type Overview } from "./near-tree";
import { listenForArrows, Pointing } from "./pointing";
import { Scenery } from "./scenery";
import { NoTiles, Tiles } from "./tiles";
import { Viewpoint } from "./viewpoint";
import { sayLeftOut, sayWhere, takenOf, writePlace } from "./whereabouts";

export class MapAtlasElement extends HTMLElement implements LargePicture {
  #page!: KnowledgeMapElement;
  #viewpoint!: Viewpoint;
  #scenery!: Scenery;
  #focus!: Focus;
  #journey!: Journey;
  #naming!: Naming;
  #frames!: Frames;
  #handOver!: HandOver;
  #isOpen = false;
  #writing = 0;

  connectedCallback(): void {
    const page = this.closest<KnowledgeMapElement>("knowledge-map");
    if (page && !this.#page) this.#begin(page);
  }

  #begin(page: KnowledgeMapElement): void {
    this.#page = page;
    const { explorer } = page;
    const { concepts = "", places = "", trails = "", tiles = "", version = "" } = this.dataset;
    this.#viewpoint = new Viewpoint(this, {
      moved: () => this.#draw(),
      rested: () => this.#rest(),
      leaving: (to) => this.#scenery.want(to),
      passed: () => page.hint(),
    });
    const present = (): Promise<string> => fetchVersion({ concepts, places });
    const here = new Tiles(tiles, version, present, () => this.#tileCame(), (error) => this.#tileFailed(error));
    this.#scenery = new Scenery(this.#viewpoint, here);
    this.#focus = new Focus({ concepts, places }, () => this.#focusCame(), (again) => this.#complain("focus", again));
    this.#journey = new Journey(this.#viewpoint, this.#focus);
    this.#makeDrawing(this.#find<HTMLCanvasElement>("canvas"));
    const overview: Overview = {
      foremost: (place) => foremostAt(place, here),
      came: () => page.fit(),
      leftOut: (count) => sayLeftOut(page.querySelector("[data-root]"), count),
    };
    const near = new NearTree(explorer, { concepts, trails }, overview, page.querySelector("[data-more-tops]"));
    this.#handOver = new HandOver(page, this.#viewpoint, this.#scenery, this.#focus, near);
    [explorer.atlas, explorer.large] = [this, near];
    this.#readEdges();
    this.#listen();
    if (explorer.isAtlas) this.#open();
    else near.begin();
  }

  #makeDrawing(canvas: HTMLCanvasElement): void {
    const page = this.#page;
    const [viewpoint, scenery, focus] = [this.#viewpoint, this.#scenery, this.#focus];
    const hrefOf = (slug: string): string => `${page.dataset.address ?? ""}?concept=${encodeURIComponent(slug)}`;
    const labels = new LabelLayer(this.#find("[data-atlas-labels]"), hrefOf);
    this.#naming = new Naming(labels, viewpoint, scenery, focus);
    const small = page.querySelector("[data-minimap]") as HTMLCanvasElement;
    const minimap = new Minimap(small, (x, y, glide) => viewpoint.go(viewpoint.around(x, y, viewpoint.view.scale), glide));
    const drawn = { viewpoint, scenery, focus, labels, naming: this.#naming, minimap };
    this.#frames = new Frames(this, canvas, drawn, () => this.#began(), () => this.#sayWhere());
    this.#frames.resize();
    new Pointing(this, canvas, viewpoint, scenery, focus).listen((slug) => page.explorer.choose(slug));
  }

  show(): void {
    if (!this.#isOpen) return this.#open();
    // Who has searched goes on from what was found.
    if (document.activeElement?.matches("[data-map-search]")) this.#naming.awaitFocus();
    const { explorer } = this.#page;
    this.#journey.follow(explorer.state);
    this.#focus.show(explorer);
    this.#draw();
    // The address that the page has just written lacks the place: unless one goes elsewhere now, it is this.
    window.clearTimeout(this.#writing);
    this.#writing = window.setTimeout(() => this.#rest());
  }

  look(glide: boolean): void {
    this.#readEdges();
    this.#journey.look(this.#page.explorer.state, glide);
  }

  fit(): void {
    // As it opened, so with the names that it opened with, whatever was named on the way.
    this.#naming.isMoved = false;
    this.#viewpoint.go(this.#viewpoint.whole, true);
  }

  zoomBy(factor: number): void {
    this.#viewpoint.zoomBy(factor);
  }

  turn(view: View): void {
    void this.#handOver.turn(view);
  }

  asSvg(): string {
    return atlasAsSvg(this.#frames.sheet(this.#page.explorer.map.title));
  }

  asPng(): Promise<Blob> {
    return atlasAsPng(this.#frames.sheet(this.#page.explorer.map.title));
  }

  #open(): void {
    this.#isOpen = true;
    this.#focus.show(this.#page.explorer);
    this.#journey.begin(this.#page.explorer.state);
    this.#draw();
  }

  /** What lies over the upper and lower edge: the toolbar, and what the page says is covered. */
  #readEdges(): void {
    const above = this.#page.querySelector<HTMLElement>("[data-tools-top]")?.offsetHeight ?? 0;
    this.#viewpoint.setEdges(above, Number.parseFloat(this.#page.style.getPropertyValue("--covered")) || 0);
  }

  #listen(): void {
    document.fonts.addEventListener("loadingdone", () => this.#naming.remeasure());
    new ResizeObserver(() => this.#resized()).observe(this);
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      this.addEventListener(kind, () => (this.#naming.isMoved = true), { capture: true, passive: true });
    }
    listenForArrows(this, this.#viewpoint);
    // A name that is reached by the keyboard behind a toolbar or the sheet is brought into the free part.
    this.addEventListener("focusin", () => this.scrollTo(0, 0));
  }

  #resized(): void {
    // On paper it is not laid out at all.
    if (!this.clientWidth || !this.#viewpoint.measure() || !this.#isOpen) return;
    this.#frames.resize();
    const isUntouched = !this.#naming.isMoved && placeIn(location.search) === null && this.#focus.lit === null;
    if (isUntouched && this.#viewpoint.isPlaced) this.#journey.showWhole(false);
    this.#draw();
    this.#rest();
  }

  #draw(): void {
    if (this.#isOpen) this.#frames.next();
  }

  /** The first picture is there. */
  #began(): void {
    this.dataset.drawn = "";
    performance.mark("map-drawn");
    this.#rest();
  }

  #rest(): void {
    if (!this.#isOpen || !this.#viewpoint.isPlaced || !this.#page.explorer.isAtlas) return;
    this.#readEdges();
    this.#naming.taken = takenOf(this);
    this.#naming.place();
    this.#draw();
    this.#scenery.wantAround();
    if (!this.#frames.hasBegun || this.#viewpoint.isFlying) return;
    writePlace(this.#viewpoint);
    this.#sayWhere();
  }

  #sayWhere(): void {
    if (!sayWhere(this.#page.querySelector("[data-where]"), this.#viewpoint, this.#scenery)) return;
    // Its words take up another part of the map.
    this.#naming.taken = takenOf(this);
    this.#naming.place();
  }

  #tileCame(): void {
    this.#page.notice.say("tiles", "");
    this.#naming.soon();
    this.#draw();
  }

  #tileFailed(error: unknown): void {
    if (error instanceof NoTiles) this.#leave();
    else this.#complain("tiles", () => this.#scenery.retry());
  }

  #focusCame(): void {
    this.#page.notice.say("focus", "");
    this.#naming.soon();
    this.#draw();
    this.#journey.lit();
  }

  /** The map has not been laid out so far: its upper levels as a tree are what there is to see. */
  #leave(): void {
    const { explorer, notice } = this.#page;
    this.closest<HTMLElement>("[data-atlas]")?.removeAttribute("data-atlas");
    explorer.atlas = null;
    explorer.panelChanged({ animate: false });
    this.#page.fit();
    performance.mark("map-drawn");
    notice.say("tiles", "The picture of this large map is being drawn. Meanwhile its upper levels are shown as a tree.");
  }

  #complain(matter: Matter, again: () => void): void {
    this.#page.notice.say(matter, "Some of this map could not be loaded. Is there a connection?", tryAgain(again));
  }

  #find<Found extends HTMLElement = HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector);
    if (!found) throw new Error(`the atlas lacks ${selector}`);
    return found;
  }
}
