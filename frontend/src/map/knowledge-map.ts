/**
 * The explorable map over the server's page. Without scripts the page shows the same map as a drawing and an outline.
 *
 * This element only finds the parts of the page and joins them; what happens is in `Explorer`.
 */

import { type MayBe, readAddress } from "./address";
import { isWhole, type MapData, readMap } from "./concepts";
import { Controls } from "./controls";
import { Explorer } from "./explorer";
import { boundsOf, ROOT } from "./layout";
import { MapSearch } from "./map-search";
import { Notice } from "./notice";
import { OutlineView } from "./outline-view";
import { Panel, panelQuery } from "./panel";
import { Picture } from "./picture";
import { pictureAsPng, pictureAsSvg } from "./picture-file";
import type { Drawn } from "./picture-shapes";
import { listenForPrinting } from "./printing";
import { Sheet } from "./sheet";
import { listenForKeys } from "./shortcuts";
import type { MapState } from "./state";
import { type Takeable, TakeAlong } from "./take-along";
import { TreeFocus } from "./tree-focus";
import { listenForActs } from "./visitor-acts";

const NARROW = window.matchMedia("(width < 48rem)");
const HINT_MS = 1500;

export class KnowledgeMapElement extends HTMLElement {
  picture!: Picture;
  explorer!: Explorer;
  #controls!: Controls;
  #focus!: TreeFocus;
  #sheet!: Sheet;
  #search!: MapSearch;
  notice!: Notice;
  #takeAlong: TakeAlong | null = null;
  #touched = false;

  connectedCallback(): void {
    const data = document.getElementById("map-data")?.textContent;
    if (!data || this.explorer) return;
    const hrefOf = (slug: string): string => `${this.dataset.address ?? ""}?concept=${encodeURIComponent(slug)}`;
    const outline = new OutlineView(this.#find("[data-outline-tree]"), hrefOf);
    this.picture = this.#makePicture(hrefOf);
    this.notice = new Notice(this.#find("#map-notice"));
    this.#makeExplorer(JSON.parse(data) as MapData, outline);
    this.#focus = new TreeFocus(this.picture, outline, this.explorer);
    this.#controls = new Controls(this, this.explorer, this.picture);
    const handle = this.#find<HTMLButtonElement>("[data-sheet-handle]");
    this.#sheet = new Sheet(this, this.#find(".explorer__panel-place"), handle, () => this.#sheetMoved());
    this.#search = this.#makeSearch();
    this.#takeAlong = this.#makeTakeAlong();
    this.#listen();
    this.#begin();
  }

  #makePicture(hrefOf: (slug: string) => string): Picture {
    return new Picture({
      window: this.#find("[data-picture]"),
      world: this.#find("[data-world]"),
      tree: this.#find("[data-tree]"),
      root: this.#find("[data-root]"),
      labels: this.#find("[data-labels]"),
      lines: this.#find<SVGElement>("[data-lines]"),
      hrefOf,
      passed: () => this.hint(),
    });
  }

  #makeExplorer(data: MapData, outline: OutlineView): void {
    const map = readMap(data);
    const panelPlace = this.#find("[data-panel-place]");
    const named = shownIn(panelPlace);
    const mayBe: MayBe = (slug, place) => !isWhole(map) && (place === "open" || named.has(slug));
    const { state, faults } = readAddress(map, location.search, mayBe);
    const panel = new Panel(panelPlace, this.dataset.panelAddress ?? "", panelQuery(state), () => this.#panelChanged());
    this.explorer = new Explorer(map, state, {
      picture: this.picture,
      outline,
      panel,
      notice: this.notice,
      follow: (now) => this.#follow(now),
      say: (words) => {
        this.#find("[data-status]").textContent = words;
      },
    });
    // What the server has not found it has said already.
    const said = panel.element?.dataset.notice ?? "";
    const own = said ? faults.filter((fault) => !fault.startsWith("This map has no concept")) : faults;
    this.notice.say("panel", said);
    this.notice.say("address", own.join(" "));
  }

  #makeSearch(): MapSearch {
    const field = this.#find<HTMLInputElement>("[data-map-search]");
    return new MapSearch(field, this.dataset.api ?? "", () => this.explorer.map, (slug) => {
      this.explorer.choose(slug, { center: slug });
      this.#focus.focus();
    });
  }

  #makeTakeAlong(): TakeAlong | null {
    const [dialog, section] = [this.#dialog("share"), document.querySelector<HTMLElement>("[data-take-along]")];
    const name = this.explorer.map.slug;
    if (!dialog || !section) return null;
    return new TakeAlong(dialog, section, name, this.#takeable, (words) => this.notice.say("data", words));
  }

  /** The first picture. */
  #begin(): void {
    this.picture.restyle(NARROW.matches ? "indented" : "tree");
    this.#edges();
    this.explorer.render({ animate: false });
    this.#adjustSheet();
    this.#compose();
  }

  /** The camera as the state by itself would have it: what is chosen so that it can be read, otherwise the whole. */
  #compose(): void {
    // The atlas has a camera of its own.
    if (this.explorer.isAtlas) return;
    this.explorer.panelChanged({ animate: false });
    const legible = this.dataset.panelKind !== "about" || this.picture.style === "indented";
    const least = legible ? this.picture.legibleScale : undefined;
    this.picture.stage.fit(boundsOf(this.picture.boxes), { least, glide: false });
    this.explorer.look(false);
    requestAnimationFrame(() => performance.mark("map-drawn"));
  }

  #listen(): void {
    const explorer = this.explorer;
    const addresses = [this.dataset.address, this.dataset.mapAddress, location.pathname].filter((one) => one !== undefined);
    listenForActs(this, explorer, addresses, (action) => {
      if (action === "share") this.#takeAlong?.open();
      else if (action === "keys") this.#dialog("keys")?.showModal();
      else this.#controls.act(action);
    });
    this.#focus.listen(this.#find("[data-tree]"), () => this.picture.style === "tree");
    this.#focus.listen(this.#find("[data-outline-tree]"), () => false);
    window.addEventListener("popstate", () => explorer.readAddress());
    // Behind the outline nothing moves.
    const inPicture = (act: () => void) => (): void => void (explorer.state.view !== "outline" && act());
    listenForKeys(this, {
      "/": () => this.#search.focus(),
      "?": () => this.#dialog("keys")?.showModal(),
      "+": inPicture(() => this.#controls.zoom(1)),
      "-": inPicture(() => this.#controls.zoom(-1)),
      "0": inPicture(() => this.#controls.fit()),
      Escape: () => explorer.back(),
    });
    listenForPrinting(this.#find("[data-print]"), this.#takeable);
    this.#listenForSizes();
  }

  #listenForSizes(): void {
    NARROW.addEventListener("change", () => this.#restyle(true));
    // Letters of another width: where nobody has moved the picture yet it is composed anew, else it stays.
    document.fonts.addEventListener("loadingdone", () => this.#restyle(!this.#touched));
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      this.addEventListener(kind, () => (this.#touched = true), { once: true, capture: true, passive: true });
    }
    new ResizeObserver(() => {
      const resized = this.picture.stage.measure();
      this.#edges();
      if (resized && !this.#touched) this.#compose();
    }).observe(this.#find("[data-picture]"));
  }

  /** Shows a state on what is around the picture. */
  #follow(state: MapState): void {
    const kind = state.path ? "path" : state.from ? "connection" : state.concept ? "concept" : "about";
    // Written only where they change: each makes the browser look at every style once more.
    if (this.dataset.view !== state.view) this.dataset.view = state.view;
    if (this.dataset.panelKind !== kind) this.dataset.panelKind = kind;
    this.toggleAttribute("data-picking", state.from !== null && state.to === null);
    this.#controls?.show(state);
    this.#focus?.settle();
    const button = this.querySelector<HTMLElement>("button[data-known]");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(this.explorer.known.has(button.dataset.known ?? "")));
  }

  #panelChanged(): void {
    const panel = this.querySelector<HTMLElement>("[data-panel]");
    this.notice.say("panel", panel?.dataset.notice ?? "");
    if (panel?.dataset.revision !== String(this.explorer.map.revision)) this.#offerReload();
    this.#entitle(panel);
    this.#adjustSheet();
    this.explorer.panelChanged();
  }

  /** A curator has changed the map since this page was loaded. */
  #offerReload(): void {
    const remedy = { name: "Reload", act: () => location.reload() };
    this.notice.say("data", "This map has been changed since you opened it.", remedy);
  }

  /** Names the page for what the panel shows, so that the browser's history can be told apart. */
  #entitle(panel: HTMLElement | null): void {
    const map = this.explorer.map.title;
    const title = panel?.dataset.panel === "about" ? null : panel?.querySelector("h2")?.textContent;
    document.title = `${title ? `${title.replace(/\s+/g, " ").trim()} – ${map}` : map} · Kinapse`;
  }

  #adjustSheet(): void {
    const { height } = this.#sheet;
    if (this.dataset.panelKind === "about") this.#sheet.set("low");
    else this.#sheet.set(height === "low" ? "half" : height);
    this.#edges();
  }

  /** Shows all of the picture, as far as it can be read. */
  fit(): void {
    this.#controls.fit({ legible: true });
  }

  /** The wheel was turned over a picture in a frame of another page, and left to that. */
  hint(): void {
    this.notice.say("hint", "Hold Ctrl or ⌘ to zoom.");
    window.setTimeout(() => this.notice.say("hint", ""), HINT_MS);
  }

  #restyle(compose: boolean): void {
    this.picture.restyle(NARROW.matches ? "indented" : "tree");
    this.#edges();
    if (compose) this.#compose();
  }

  #sheetMoved(): void {
    const before = this.picture.stage.frame.bottom;
    this.#edges();
    if (this.picture.stage.frame.bottom > before) this.explorer.look();
  }

  #edges(): void {
    const above = this.#find("[data-tools-top]").offsetHeight;
    const below = this.#find("[data-tools-bottom]").offsetHeight;
    const covered = Math.max(this.#sheet.covers(), below);
    this.picture.stage.setEdges(above, covered);
    this.style.setProperty("--covered", `${covered}px`);
  }

  /** What is looked at, as a file. */
  get #takeable(): Takeable {
    const atlas = (): Takeable | null => (this.explorer.isAtlas ? this.explorer.atlas : null);
    return {
      asSvg: () => atlas()?.asSvg() ?? pictureAsSvg(this.#drawn()),
      asPng: () => atlas()?.asPng() ?? pictureAsPng(this.#drawn()),
    };
  }

  #drawn(): Drawn {
    const picture = this.picture;
    return {
      title: this.explorer.map.title,
      boxes: picture.boxes,
      lines: picture.lines,
      elementOf: (slug) => (slug === ROOT ? this.#find("[data-root]") : picture.pillOf(slug)),
      group: this.#find<SVGGElement>("[data-lines] g"),
    };
  }

  #dialog(id: string): HTMLDialogElement | null {
    return this.querySelector<HTMLDialogElement>(`dialog#${id}`);
  }

  #find<Found extends Element = HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector);
    if (!found) throw new Error(`the page lacks ${selector}`);
    return found;
  }
}

function shownIn(place: HTMLElement): ReadonlySet<string> {
  const { concept, path, from, to } = place.querySelector<HTMLElement>("[data-panel]")?.dataset ?? {};
  return new Set([concept, path, from, to].filter((slug) => slug !== undefined));
}

customElements.define("knowledge-map", KnowledgeMapElement);
