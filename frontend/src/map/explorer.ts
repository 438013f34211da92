/**
 * The map as a visitor explores it: one state, shown by picture, outline, panel and address alike.
 *
 * Every action makes a state and hands it to `go`; whatever shows something of it is told by `render`.
 */

import { readAddress, writeAddress } from "./address";
import { around } from "./boxes";
import { hasItsChildren, type KnowledgeMap } from "./concepts";
import { emphasisOf } from "./emphasis";
import { fetchChildren, fetchConcept } from "./fetching";
import { readKnown, writeKnown } from "./known";
import type { OutlineView } from "./outline-view";
import { type Panel, panelQuery, wayOf } from "./panel";
import type { Picture } from "./picture";
import type { Scene } from "./scene";
import { choose, connect, type MapState, reveal, showPath, stepBack, toggle } from "./state";
import { countOf } from "./tree-item";

export interface Surroundings {
  readonly picture: Picture;
  readonly outline: OutlineView;
  readonly panel: Panel;
  readonly api: string;
  /** Shows what else depends on the state: controls, the place of the focus. */
  readonly follow: (state: MapState) => void;
  /** Reads something out. */
  readonly say: (words: string) => void;
  /** Shows what is wrong; `again` is offered where it can be tried again. */
  readonly complain: (words: string, again?: () => void) => void;
}

interface Going {
  /** Whether the change is a step that Back undoes. */
  readonly history?: "push" | "replace" | "none";
  /** The concept that stays in its place. */
  readonly anchor?: string | null;
  readonly animate?: boolean;
  /** Where the camera goes: to what is chosen, to a concept, or nowhere. */
  readonly look?: "chosen" | "nowhere" | { center: string };
}

export class Explorer {
  #known: Set<string>;

  constructor(
    public map: KnowledgeMap,
    public state: MapState,
    private readonly here: Surroundings,
  ) {
    this.#known = new Set(readKnown(map.slug));
  }

  get panel(): Panel {
    return this.here.panel;
  }

  get known(): ReadonlySet<string> {
    return this.state.path === null ? this.#known : new Set(this.state.known);
  }

  go(state: MapState, going: Going = {}): void {
    this.state = state;
    this.#write(going.history ?? "push");
    this.render(going);
    void this.panel.show(panelQuery(state));
    void this.#complete();
  }

  /** Follows an address: on Back and Forward, and of a link in the panel. */
  read(query: string, foundByServer: ReadonlySet<string>, going: Going): void {
    const { state, faults } = readAddress(this.map, query, foundByServer);
    this.go(state, going);
    this.here.complain(faults.join(" "));
  }

  /** A link in the panel changes what is chosen; what is open, the view and the filters stay. */
  follow(query: string): void {
    const asked = new URLSearchParams(query);
    const [path, from, to, concept] = ["path", "from", "to", "concept"].map((name) => asked.get(name));
    // On a path a link to the same one says what is known: to start over with nothing.
    if (path && path === this.state.path) this.setKnown(asked.get("know")?.split(",") ?? []);
    else if (path) this.showPath(path);
    else if (from) this.go(connect(this.map, this.state, from, to ?? null), { look: "chosen" });
    else if (concept) this.choose(concept);
    else this.home();
  }

  choose(slug: string, look: Going["look"] = "chosen"): void {
    this.go(choose(this.map, this.state, slug), { anchor: slug, look });
    const concept = this.map.concepts.get(slug);
    if (concept) this.here.say(`${concept.title}. ${concept.summary}`);
  }

  toggle(slug: string): void {
    const next = toggle(this.state, slug);
    this.go(next, { anchor: slug });
    const concept = this.map.concepts.get(slug);
    if (concept) this.here.say(next.open.has(slug) ? `Opened, ${countOf(concept.childCount)}` : "Closed");
    if (next.open.has(slug)) this.#lookAtFamily(slug);
  }

  showPath(slug: string): void {
    const known = [...this.#known].filter((each) => this.map.concepts.has(each) && each !== slug);
    this.go(showPath(this.map, this.state, slug, known), { anchor: slug, look: "nowhere" });
  }

  home(): void {
    this.go({ ...stepBack(this.state), concept: null }, {});
  }

  back(): void {
    if (panelQuery(this.state)) this.go(stepBack(this.state), {});
  }

  /** Marks steps as known or not: the path is planned anew. */
  setKnown(ticked: readonly string[]): void {
    const unticked = this.state.known.filter((slug) => !ticked.includes(slug));
    this.#keep([...[...this.#known].filter((slug) => !unticked.includes(slug)), ...ticked]);
    this.go({ ...this.state, known: ticked }, { history: "replace" });
  }

  toggleKnown(slug: string): void {
    const known = new Set(this.#known);
    if (!known.delete(slug)) known.add(slug);
    this.#keep(known);
    this.here.say(known.has(slug) ? "Marked as known" : "No longer marked as known");
    this.render();
  }

  render({ anchor = null, animate = true, look = "nowhere" }: Going = {}): void {
    const scene = this.#scene();
    this.here.picture.show(scene, { anchor, animate });
    if (this.state.view === "outline") this.here.outline.show(scene, this.here.picture.shown);
    this.here.follow(this.state);
    if (look === "chosen") this.#look();
    else if (look !== "nowhere") this.#center(look.center);
  }

  /** The panel has changed: what it lists lights up in the picture. */
  panelChanged({ animate }: { animate: boolean } = { animate: true }): void {
    const way = wayOf(this.panel.element);
    const steps = way?.routes.flat() ?? [];
    this.state = reveal(this.map, this.state, steps);
    this.#write("replace");
    this.render({ animate });
    if (way) this.#lookAt(steps, { whole: true, glide: animate });
    else if (!animate) this.#look(false);
    const total = this.panel.element?.querySelector("[data-total]")?.textContent;
    if (total) this.here.say(total.replace(/\s+/g, " ").trim());
  }

  #scene(): Scene {
    const { map, state } = this;
    const { open, kinds } = state;
    const way = this.#isPanelOf(state) ? wayOf(this.panel.element) : null;
    const chosen = state.concept ?? state.path ?? state.from;
    return { map, open, kinds, chosen, known: this.known, emphasis: emphasisOf(map, state, way) };
  }

  /** Whether the panel shows this state yet; until then it is that of the state before. */
  #isPanelOf({ path, from, to }: MapState): boolean {
    const shown = this.panel.element?.dataset;
    return (path !== null && shown?.path === path) || (from !== null && shown?.from === from && (shown.to ?? "") === (to ?? ""));
  }

  #keep(known: Iterable<string>): void {
    this.#known = new Set(known);
    writeKnown(this.map.slug, this.#known);
  }

  #write(history: "push" | "replace" | "none"): void {
    const address = location.pathname + writeAddress(this.map, this.state);
    if (history === "none" || address === location.pathname + location.search) return;
    if (history === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }

  /** Fetches what is open or chosen and not here yet. */
  async #complete(): Promise<void> {
    const { open, concept, path, from, to } = this.state;
    const before = this.map;
    try {
      for (const slug of [concept, path, from, to]) {
        if (slug !== null) this.map = await fetchConcept(this.map, slug, this.here.api);
      }
      for (const slug of open) {
        const opened = this.map.concepts.get(slug);
        if (opened && !hasItsChildren(opened)) this.map = await fetchChildren(this.map, slug, this.here.api);
      }
    } catch {
      this.here.complain("Some of this map could not be loaded. Is there a connection?", () => void this.#complete());
    }
    if (this.map === before) return;
    const seen = [concept, path, from, to].filter((slug) => slug !== null);
    this.state = reveal(this.map, this.state, seen);
    this.render({ anchor: seen[0] ?? null, look: seen.length ? "chosen" : "nowhere" });
  }

  #look(glide = true): void {
    const { bright } = emphasisOf(this.map, { ...this.state, radius: 1 }, null);
    if (bright) this.#lookAt([...bright], { whole: false, glide });
  }

  #lookAtFamily(slug: string): void {
    this.#lookAt([slug, ...(this.map.concepts.get(slug)?.children ?? [])], { whole: false, glide: true });
  }

  /** Brings these into sight; the first alone where all have no room. `whole`: smaller if need be. */
  #lookAt(slugs: readonly string[], { whole, glide }: { whole: boolean; glide: boolean }): void {
    const { picture } = this.here;
    const { stage } = picture;
    const boxes = slugs.flatMap((slug) => picture.boxOf(slug) ?? []);
    const [all, first] = [around(boxes), boxes[0]];
    if (!all || !first) return;
    const { frame, view } = stage;
    const room = frame.height - frame.top - frame.bottom;
    const fits = all.width * view.scale < frame.width - 48 && all.height * view.scale < room - 48;
    if (!fits && whole) stage.fit(all, { legible: true, glide });
    else stage.reveal(fits ? all : first, glide);
  }

  #center(slug: string): void {
    const box = this.here.picture.boxOf(slug);
    if (box) this.here.picture.stage.center(box);
  }
}
