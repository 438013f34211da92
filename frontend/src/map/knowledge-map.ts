/**
 * The explorable map over the server's page. Without scripts the page shows the same map as a drawing and an outline.
 *
 * This element only finds the parts of the page and joins them; what happens is in `Explorer`.
 */

import { readAddress } from "./address";
import { isWhole, type MapData, readMap } from "./concepts";
import { Controls } from "./controls";
import { Explorer } from "./explorer";
import { boundsOf, ROOT } from "./layout";
import { MapSearch } from "./map-search";
import { OutlineView } from "./outline-view";
import { Panel, panelQuery, tickedIn } from "./panel";
import { Picture } from "./picture";
import type { Drawn } from "./picture-file";
import { Sheet } from "./sheet";
import { listenForKeys } from "./shortcuts";
import type { MapState } from "./state";
import { TakeAlong } from "./take-along";
import { TreeFocus } from "./tree-focus";

const NARROW = window.matchMedia("(width < 48rem)");

export class KnowledgeMapElement extends HTMLElement {
  #picture!: Picture;
  #explorer!: Explorer;
  #controls!: Controls;
  #focus!: TreeFocus;
  #sheet!: Sheet;
  #search!: MapSearch;
  #takeAlong: TakeAlong | null = null;
  #touched = false;

  connectedCallback(): void {
    const data = document.getElementById("map-data")?.textContent;
    if (!data || this.#explorer) return;
    const map = readMap(JSON.parse(data) as MapData);
    const panelPlace = this.#find("[data-panel-place]");
    this.#picture = new Picture({
      window: this.#find("[data-picture]"),
      world: this.#find("[data-world]"),
      tree: this.#find("[data-tree]"),
      root: this.#find("[data-root]"),
      labels: this.#find("[data-labels]"),
      lines: this.#find<HTMLElement>("[data-lines]") as unknown as SVGSVGElement,
      hrefOf: (slug) => this.#hrefOf(slug),
    });
    const outline = new OutlineView(this.#find("[data-outline-tree]"), (slug) => this.#hrefOf(slug));
    const { state, faults } = readAddress(map, location.search, shownIn(panelPlace));
    this.#explorer = new Explorer(map, state, {
      picture: this.#picture,
      outline,
      api: this.dataset.api ?? "",
      follow: (now) => this.#follow(now),
      say: (words) => this.#say(words),
      complain: (words, again) => this.#complain(words, again),
    });
    this.#explorer.panel = new Panel(panelPlace, this.dataset.panelAddress ?? "", panelQuery(state), () => this.#panelChanged());
    this.#focus = new TreeFocus(this.#picture, outline, this.#explorer);
    this.#controls = new Controls(this, this.#explorer, this.#picture);
    this.#sheet = new Sheet(this, this.#find(".explorer__panel-place"), this.#find<HTMLButtonElement>("[data-sheet-handle]"), () => this.#edges());
    const field = this.#find<HTMLInputElement>("[data-map-search]");
    this.#search = new MapSearch(field, this.dataset.api ?? "", () => this.#explorer.map, (slug) => this.#fly(slug));
    this.#joinTakeAlong();
    this.#listen();
    this.#begin(faults);
  }

  /** The first picture. */
  #begin(faults: readonly string[]): void {
    const explorer = this.#explorer;
    // What the server has found wrong stands there already.
    const said = this.#explorer.panel.element?.dataset.notice;
    const own = faults.filter((fault) => !said || !fault.startsWith("This map has no concept"));
    if (own.length) this.#complain([said, ...own].filter(Boolean).join(" "));
    this.#picture.restyle(NARROW.matches ? "indented" : "tree");
    this.#edges();
    explorer.render({ animate: false });
    this.#adjustSheet();
    this.#compose();
    // What is chosen, or open, may be in the part of a large map that is not here yet.
    if (!isWhole(explorer.map)) explorer.go(explorer.state, { history: "none", animate: false });
    requestAnimationFrame(() => performance.mark("map-drawn"));
  }

  /** The camera as the state by itself would have it: what is chosen so that it can be read, otherwise the whole. */
  #compose(): void {
    const legible = this.dataset.panelKind !== "about" || this.#picture.style === "indented";
    this.#picture.stage.fit(boundsOf(this.#picture.boxes), { legible, glide: false });
    this.#explorer.panelChanged({ animate: false });
  }

  #listen(): void {
    const explorer = this.#explorer;
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("change", (event) => {
      const form = event.target instanceof HTMLInputElement && event.target.name === "know" ? event.target.form : null;
      if (form) explorer.setKnown(tickedIn(form));
    });
    this.addEventListener("submit", (event) => this.#submitted(event));
    this.#focus.listen(this.#find("[data-tree]"), () => this.#picture.style === "tree");
    this.#focus.listen(this.#find("[data-outline-tree]"), () => false);
    window.addEventListener("popstate", () => {
      explorer.read(location.search, new Set(explorer.map.concepts.keys()), { history: "none", look: "chosen" });
    });
    NARROW.addEventListener("change", () => this.#restyle(true));
    // Letters of another width: where nobody has moved the picture yet it is composed anew, else it stays.
    document.fonts.addEventListener("loadingdone", () => this.#restyle(!this.#touched));
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      this.addEventListener(kind, () => (this.#touched = true), { once: true, capture: true, passive: true });
    }
    new ResizeObserver(() => {
      this.#picture.stage.measure();
      this.#edges();
    }).observe(this.#find("[data-picture]"));
    listenForKeys(this, {
      "/": () => this.#search.focus(),
      "?": () => this.#dialog("keys")?.showModal(),
      "+": () => this.#controls.zoom(1),
      "-": () => this.#controls.zoom(-1),
      "0": () => this.#controls.fit(),
      Escape: () => explorer.back(),
    });
  }

  #clicked(event: MouseEvent): void {
    const { target } = event;
    // With a key held a link opens elsewhere, as everywhere.
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const explorer = this.#explorer;
    const toggled = target.closest<HTMLElement>("[data-toggle]")?.dataset.toggle;
    const link = target.closest("a");
    const known = target.closest<HTMLElement>("button[data-known]")?.dataset.known;
    const action = target.closest<HTMLElement>("[data-action]")?.dataset.action;
    if (toggled !== undefined || link) this.#followLink(event, link, toggled);
    else if (known !== undefined) explorer.toggleKnown(known);
    else if (target.closest("[data-root]")) explorer.home();
    else if (action === "share") this.#takeAlong?.open();
    else if (action === "keys") this.#dialog("keys")?.showModal();
  }

  #followLink(event: Event, link: HTMLAnchorElement | null, toggled: string | undefined): void {
    const explorer = this.#explorer;
    const slug = link?.dataset.slug;
    if (toggled !== undefined) explorer.toggle(toggled);
    else if (slug !== undefined) explorer.choose(slug);
    else if (link && this.#isMap(link)) explorer.follow(link.search);
    else return;
    event.preventDefault();
  }

  #submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !this.#isMap(new URL(form.action))) return;
    event.preventDefault();
    const asked = new FormData(form);
    if (asked.get("path")) this.#explorer.setKnown(tickedIn(form));
    else this.#explorer.follow(`?${new URLSearchParams([...asked].map(([name, text]) => [name, String(text)]))}`);
  }

  #isMap({ origin, pathname, hash }: { origin: string; pathname: string; hash: string }): boolean {
    return origin === location.origin && !hash && [this.dataset.address, location.pathname].includes(pathname);
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
    if (button) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(this.#explorer.known.has(button.dataset.known ?? "")));
    }
  }

  #panelChanged(): void {
    this.#complain(this.#explorer.panel.element?.dataset.notice ?? "");
    this.#follow(this.#explorer.state);
    this.#adjustSheet();
    this.#explorer.panelChanged();
  }

  #adjustSheet(): void {
    if (this.dataset.panelKind !== "about" && this.#sheet.height === "low") this.#sheet.set("half");
    if (this.dataset.panelKind === "about") this.#sheet.set("low");
    this.#edges();
  }

  /** A result of the search: it comes into the middle, wherever it is. */
  #fly(slug: string): void {
    this.#explorer.choose(slug, { center: slug });
    this.#focus.focus();
  }

  #restyle(compose: boolean): void {
    this.#picture.restyle(NARROW.matches ? "indented" : "tree");
    this.#edges();
    if (compose) this.#compose();
  }

  #edges(): void {
    const tools = this.querySelector<HTMLElement>("[data-tools-top]")?.offsetHeight ?? 0;
    const below = this.querySelector<HTMLElement>("[data-tools-bottom]")?.offsetHeight ?? 0;
    this.#picture.stage.setEdges(tools, Math.max(this.#sheet.covers(), below));
  }

  #joinTakeAlong(): void {
    const [dialog, section] = [this.#dialog("share"), document.querySelector<HTMLElement>("[data-take-along]")];
    if (!dialog || !section) return;
    const name = this.#explorer.map.slug;
    this.#takeAlong = new TakeAlong(dialog, section, name, () => this.#drawn(), (words) => this.#complain(words));
  }

  #drawn(): Drawn {
    const picture = this.#picture;
    return {
      title: this.#explorer.map.title,
      boxes: picture.boxes,
      lines: picture.lines,
      elementOf: (slug) => (slug === ROOT ? this.#find("[data-root]") : picture.pillOf(slug)),
      group: this.#find<HTMLElement>("[data-lines] g") as unknown as SVGGElement,
    };
  }

  #say(words: string): void {
    this.#find("[data-status]").textContent = words;
  }

  #complain(words: string, again?: () => void): void {
    const notice = document.getElementById("map-notice");
    if (!notice) return;
    notice.textContent = words;
    notice.hidden = !words;
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain";
    button.textContent = "Try again";
    button.addEventListener("click", () => {
      this.#complain("");
      again();
    });
    notice.append(" ", button);
  }

  #hrefOf(slug: string): string {
    return `${this.dataset.address ?? ""}?concept=${encodeURIComponent(slug)}`;
  }

  #dialog(id: string): HTMLDialogElement | null {
    return this.querySelector<HTMLDialogElement>(`dialog#${id}`);
  }

  #find<Found extends HTMLElement>(selector: string): Found {
    const found = this.querySelector<Found>(selector);
    if (!found) throw new Error(`the map's page lacks ${selector}`);
    return found;
  }
}

function shownIn(place: HTMLElement): ReadonlySet<string> {
  const { concept, path, from, to } = place.querySelector<HTMLElement>("[data-panel]")?.dataset ?? {};
  return new Set([concept, path, from, to].filter((slug) => slug !== undefined));
}

customElements.define("knowledge-map", KnowledgeMapElement);
