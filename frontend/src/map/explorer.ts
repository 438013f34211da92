/**
 * The map as a visitor explores it: one state, shown by picture, outline, panel and address alike.
 *
 * Every action makes a state and hands it to `go`; whatever shows something of it is told by `render`.
 */

import { changeKnown, listenForKnown, readKnown } from "../known";
import { readAddress, writeAddress } from "./address";
import type { Wanted } from "./completion";
import { isWhole, type KnowledgeMap } from "./concepts";
import { emphasisOf } from "./emphasis";
import type { LargeMap } from "./large-map";
import type { LargePicture } from "./large-picture";
import { Lookout } from "./lookout";
import { type Notice, tryAgain } from "./notice";
import type { OutlineView } from "./outline-view";
import { type Panel, panelQuery, wayOf } from "./panel";
import type { Picture } from "./picture";
import type { Scene } from "./scene";
import { hidingOnes } from "./shown";
import { choose, closeAll, connect, type MapState, namedIn, openAll, openShown, reveal, showPath, stepBack, toggle } from "./state";
import { countOf } from "./tree-item";

export interface Surroundings {
  readonly picture: Picture;
  readonly outline: OutlineView;
  readonly panel: Panel;
  readonly notice: Notice;
  /** Shows what else depends on the state: controls, the place of the focus. */
  readonly follow: (state: MapState) => void;
  /** Reads something out. */
  readonly say: (words: string) => void;
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
  #known: ReadonlySet<string>;
  readonly #lookout: Lookout;
  /** A large map's picture and what else it alone needs, once they are there. */
  atlas: LargePicture | null = null;
  large: LargeMap | null = null;

  constructor(
    public map: KnowledgeMap,
    public state: MapState,
    private readonly here: Surroundings,
  ) {
    this.#known = readKnown(map.slug);
    this.#lookout = new Lookout(here.picture);
    listenForKnown(map.slug, (known) => {
      this.#known = known;
      this.render();
    });
  }

  get known(): ReadonlySet<string> {
    return this.state.path === null ? this.#known : new Set(this.state.known);
  }

  /** Whether the atlas is what is looked at. */
  get isAtlas(): boolean {
    return this.state.view === "picture" && document.querySelector("[data-atlas]") !== null;
  }

  go(state: MapState, going: Going = {}): void {
    this.state = state;
    this.#write(going.history ?? "push");
    // What was wrong with an address is settled by the next step, and how much was shown has changed.
    this.here.notice.say("address", "");
    this.here.notice.say("shown", "");
    this.render(going);
    void this.here.panel.show(panelQuery(state));
    this.#complete();
  }

  /** Follows the address of the page, on Back and Forward. */
  readAddress(): void {
    // In a map that came in part nobody knows here what it has not: the server will say so.
    const { state, faults } = readAddress(this.map, location.search, () => !isWhole(this.map));
    if (!namedIn(state).length) this.large?.follow(location.search);
    this.go(state, { history: "none", look: "chosen" });
    this.here.notice.say("address", faults.join(" "));
  }

  /** A link in the panel changes what is chosen; what is open, the view and the filters stay. */
  follow(query: string): void {
    const asked = new URLSearchParams(query);
    const [path, from, to, concept] = ["path", "from", "to", "concept"].map((name) => asked.get(name));
    // On a path a link to the same one says what is known: to start over with nothing.
    if (path && path === this.state.path) this.setKnown(asked.get("know")?.split(",") ?? []);
    else if (path) this.showPath(path);
    else if (from) this.go(connect(this.map, this.state, from, to || null), { look: "chosen" });
    else if (concept) this.choose(concept);
    else this.home();
  }

  choose(slug: string, look: Going["look"] = "chosen"): void {
    this.go(choose(this.map, this.state, slug), { anchor: slug, look });
    const concept = this.map.concepts.get(slug);
    if (concept) this.here.say(`${concept.title}. ${concept.summary}`);
  }

  toggle(slug: string): void {
    const concept = this.map.concepts.get(slug);
    const isOpen = this.here.picture.shown.some((one) => one.open && one.concept.slug === slug);
    if (isOpen) this.large?.close(slug);
    this.go(toggle(this.state, slug, isOpen), { anchor: slug });
    if (concept) this.here.say(isOpen ? "Closed" : `Opened, ${countOf(concept.childCount)}`);
    if (!isOpen) this.#lookout.at([slug, ...(concept?.children ?? [])], { whole: false, glide: true });
  }

  /** Opens as much as there is room for; fulfilled once it is here. */
  async openAll(): Promise<void> {
    const { large, map, state } = this;
    this.go(large ? openShown(state, this.here.picture.shown) : openAll(map, state));
    await large?.complete();
  }

  closeAll(): void {
    this.large?.closeAll();
    this.go(closeAll(this.map, this.state));
  }

  showPath(slug: string): void {
    const known = [...this.#known].filter((each) => each !== slug);
    this.go(showPath(this.map, this.state, slug, known), { anchor: slug });
  }

  home(): void {
    this.go({ ...stepBack(this.state), concept: null });
  }

  back(): void {
    if (namedIn(this.state).length) this.go(stepBack(this.state));
  }

  /** Marks steps of a path as known or not: the path is planned anew. Those that came with a shared address are not kept. */
  setKnown(ticked: readonly string[]): void {
    const before = this.state.known;
    this.#known = changeKnown(this.map.slug, {
      add: ticked.filter((slug) => !before.includes(slug)),
      remove: before.filter((slug) => !ticked.includes(slug)),
    });
    this.go({ ...this.state, known: ticked }, { history: "replace" });
  }

  toggleKnown(slug: string): void {
    const known = this.#known.has(slug);
    this.#known = changeKnown(this.map.slug, known ? { remove: [slug] } : { add: [slug] });
    this.here.say(known ? "No longer marked as known" : "Marked as known");
    this.render();
  }

  /** Brings into sight what the state is about: a way as a whole, or a concept with what is next to it. */
  look(glide = true): void {
    if (this.isAtlas) return this.atlas?.look(glide);
    const way = this.way;
    if (way) return this.#lookout.at(way.routes.flat(), { whole: true, glide });
    const { bright } = emphasisOf(this.map, { ...this.state, radius: 1 }, null);
    if (bright) this.#lookout.at([...bright], { whole: false, glide });
  }

  render({ anchor = null, animate = true, look = "nowhere" }: Going = {}): void {
    if (this.isAtlas) this.atlas?.show();
    else {
      const scene = this.#scene();
      this.here.picture.show(scene, { anchor, animate });
      if (this.state.view === "outline") this.here.outline.show(scene, this.here.picture.shown);
    }
    this.here.follow(this.state);
    if (look === "nowhere") return;
    if (this.state.view === "outline") this.here.outline.reveal(namedIn(this.state)[0]);
    if (this.isAtlas || look === "chosen") this.look(animate);
    else this.#lookout.center(look.center);
  }

  /** The panel has changed: what it lists lights up in the picture. The camera follows a way. */
  panelChanged({ animate }: { animate: boolean } = { animate: true }): void {
    const way = this.way;
    const seen = reveal(this.map, this.state, way?.routes.flat() ?? []);
    this.state = seen;
    this.#write("replace");
    this.render({ animate, anchor: namedIn(seen)[0] ?? null });
    if (way && animate) this.look();
    const total = this.here.panel.element?.querySelector("[data-total]")?.textContent;
    if (total) this.here.say(total.replace(/\s+/g, " ").trim());
    this.#complete();
  }

  /** The tree must have what it shows; the atlas has tiles instead. */
  #complete(): void {
    if (!this.isAtlas) void this.large?.complete();
  }

  /** What of a map that came in part must be here. */
  get wanted(): Wanted {
    const { open, radius, kinds, concept } = this.state;
    return { named: [...namedIn(this.state), ...(this.way?.routes.flat() ?? [])], open, around: concept, radius, kinds };
  }

  take(map: KnowledgeMap): void {
    this.map = map;
    if (this.isAtlas) return;
    const named = namedIn(this.state);
    this.state = reveal(map, this.state, this.wanted.named);
    this.#write("replace");
    this.render({ anchor: named[0] ?? null, look: named.length ? "chosen" : "nowhere" });
  }

  complain(words: string, again?: () => void): void {
    this.here.notice.say("data", words, again && tryAgain(() => this.#retry(again)));
  }

  sayShown(words: string): void {
    this.here.notice.say("shown", words);
  }

  #retry(again: () => void): void {
    this.here.notice.say("data", "");
    again();
  }

  #scene(): Scene {
    const { map, state } = this;
    const chosen = namedIn(state)[0] ?? null;
    const emphasis = emphasisOf(map, state, this.way);
    const within = this.large?.within(emphasis) ?? null;
    // What leads down to what is bright does not step back either.
    const hiding = within ?? hidingOnes(map, state.open, emphasis.bright ?? []);
    return { map, open: state.open, within, kinds: state.kinds, chosen, end: state.to, hiding, known: this.known, emphasis };
  }

  /** What the panel lists, once it is that of this state. */
  get way(): ReturnType<typeof wayOf> {
    const { path, from, to } = this.state;
    const shown = this.here.panel.element?.dataset;
    const isOurs = (path !== null && shown?.path === path) || (from !== null && shown?.from === from && (shown.to ?? "") === (to ?? ""));
    return isOurs ? wayOf(this.here.panel.element) : null;
  }

  #write(history: "push" | "replace" | "none"): void {
    // Of a large map the address says more than is known here: until that part is there it stays as it is.
    if (!this.large && document.querySelector("[data-atlas]")) return;
    const query = writeAddress(this.map, this.state);
    const address = location.pathname + (this.large?.placed(query) ?? query);
    if (history === "none" || address === location.pathname + location.search) return;
    if (history === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }
}
