/** The picture: concepts as HTML over lines as SVG, in a window that can be moved. */

import { between, type Box, overlap, type Size } from "./boxes";
import type { KnowledgeMap, LinkKind } from "./concepts";
import { type Emphasis, NO_EMPHASIS } from "./emphasis";
import { FarLabels } from "./far-labels";
import { anchored, type Boxes, boundsOf, layout, ROOT, type Style } from "./layout";
import { branchLines, type Line, LineLayer, litLines, quietLines } from "./line-layer";
import { Motion, OPENING_MS } from "./motion";
import { createPill, createPlace, markPill, putPlace, shiftPlace } from "./pill";
import { inReadingOrder, type Shown, shownTree } from "./shown";
import { Stage } from "./stage";
import type { Marks } from "./tree-item";

/** All that the picture depends on. */
export interface Scene {
  readonly map: KnowledgeMap;
  readonly open: ReadonlySet<string>;
  readonly kinds: ReadonlySet<LinkKind>;
  readonly chosen: string | null;
  readonly known: ReadonlySet<string>;
  readonly emphasis: Emphasis;
}

export interface Parts {
  readonly window: HTMLElement;
  readonly world: HTMLElement;
  readonly tree: HTMLElement;
  readonly root: HTMLElement;
  readonly labels: HTMLElement;
  readonly lines: SVGSVGElement;
  /** The address of a concept chosen on the map. */
  readonly hrefOf: (slug: string) => string;
}

/** A pill of at least this height, in pixels, has more than one line. */
const TWO_LINES = 48;

interface Measured extends Size {
  /** Whether it is less wide than the browser would make it. */
  readonly tightened: boolean;
}

interface Move {
  place: HTMLElement;
  depth: number;
  from: Box;
  to: Box;
}

interface Placed {
  pill: HTMLAnchorElement;
  place: HTMLElement;
}

export class Picture {
  readonly stage: Stage;
  #scene: Scene | null = null;
  #style: Style = "tree";
  #shown: readonly Shown[] = [];
  /** Where everything stands at this moment, in motion too, and where it is going to stand. */
  #boxes = new Map<string, Box>();
  #goal: Boxes = new Map();
  readonly #sizes = new Map<string, Measured>();
  readonly #pills = new Map<string, Placed>();
  readonly #motion = new Motion();
  readonly #branches: LineLayer;
  readonly #quiet: LineLayer;
  readonly #lit: LineLayer;
  readonly #labels: FarLabels;

  constructor(private readonly parts: Parts) {
    const group = (name: string): SVGGElement => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", "g");
      element.setAttribute("class", name);
      return parts.lines.appendChild(element);
    };
    this.#branches = new LineLayer(group("branch-lines"));
    this.#quiet = new LineLayer(group("quiet-lines"));
    this.#lit = new LineLayer(group("lit-lines"));
    this.#labels = new FarLabels(parts.labels);
    this.stage = new Stage(parts.window, parts.world, parts.labels, () => this.#label());
  }

  get shown(): readonly Shown[] {
    return this.#shown;
  }

  get style(): Style {
    return this.#style;
  }

  get boxes(): Boxes {
    return this.#goal;
  }

  /** The lines as they are drawn, for pictures that are taken along. */
  get lines(): readonly Line[] {
    return this.#scene ? [...this.#linesOf(this.#scene)].flat() : [];
  }

  pillOf(slug: string): HTMLAnchorElement | undefined {
    return this.#pills.get(slug)?.pill;
  }

  boxOf(slug: string): Box | undefined {
    return this.#goal.get(slug);
  }

  /** Shows a scene. What is named as `anchor` stays in its place while the rest makes room. */
  show(scene: Scene, { anchor, animate }: { anchor: string | null; animate: boolean }): void {
    const before = this.#scene;
    this.#scene = scene;
    this.parts.window.classList.add("picture--drawn");
    if (before?.map !== scene.map || before.open !== scene.open || !this.#goal.size) this.#arrange(scene, anchor, animate);
    this.#mark(scene);
    this.#setLines(scene);
  }

  /** Lays out anew in another style, or after the letters have changed their sizes. */
  restyle(style: Style): void {
    this.#style = style;
    this.#sizes.clear();
    for (const { place } of this.#pills.values()) place.style.inlineSize = "";
    this.parts.window.classList.toggle("picture--indented", style === "indented");
    if (!this.#scene) return;
    this.#arrange(this.#scene, null, false);
    this.#setLines(this.#scene);
  }

  #arrange({ map, open }: Scene, anchor: string | null, animate: boolean): void {
    const tree = shownTree(map, open);
    this.#shown = inReadingOrder(tree);
    const kept = new Set(this.#shown.map((one) => one.concept.slug));
    const gone = [...this.#pills.keys()].filter((slug) => !kept.has(slug));
    this.#bring();
    this.#measure();
    const next = layout(this.#style, tree, (slug) => this.#sizes.get(slug) ?? { width: 0, height: 0 });
    this.#goal = anchored(next, anchor ?? ROOT, this.#boxes.get(anchor ?? ROOT));
    this.stage.setBounds(boundsOf(this.#goal));
    this.#move(map, gone, animate);
  }

  /** Makes the pills that are missing, and brings all into reading order. */
  #bring(): void {
    let next: Element | null = this.parts.tree.firstElementChild;
    for (const one of this.#shown) {
      const { place } = this.#pills.get(one.concept.slug) ?? this.#create(one);
      if (place === next) next = next.nextElementSibling;
      else this.parts.tree.insertBefore(place, next);
    }
  }

  #create(one: Shown): Placed {
    const pill = createPill(one, this.parts.hrefOf(one.concept.slug));
    const placed = { pill, place: createPlace(pill) };
    this.#pills.set(one.concept.slug, placed);
    return placed;
  }

  /** Reads the sizes of new pills, all at once: one pass of the browser's layout. */
  #measure(): void {
    if (!this.#sizes.has(ROOT)) this.#sizes.set(ROOT, sizeOf(this.parts.root));
    for (const { concept } of this.#shown) {
      const place = this.#pills.get(concept.slug)?.place;
      if (place && !this.#sizes.has(concept.slug)) this.#sizes.set(concept.slug, tightSizeOf(place, this.stage.view.scale));
    }
    // Written after all was read, so that the browser need not lay out the pills one by one.
    for (const [slug, { width, tightened }] of this.#sizes) {
      const place = this.#pills.get(slug)?.place;
      if (tightened && place && !place.style.inlineSize) place.style.inlineSize = `${width}px`;
    }
  }

  #move(map: KnowledgeMap, gone: readonly string[], animate: boolean): void {
    const moves = new Map<string, Move>();
    const sight = this.stage.sight;
    const settled = new Map<string, Box>();
    const plan = (slug: string, from: Box, to: Box): void => {
      const place = slug === ROOT ? this.parts.root : this.#pills.get(slug)?.place;
      if (!place) return;
      const depth = slug === ROOT ? -1 : (map.concepts.get(slug)?.depth ?? 0);
      // What nobody sees moving is put where it belongs at once.
      if (animate && (overlap(from, sight) || overlap(to, sight))) moves.set(slug, { place, depth, from, to });
      else settled.set(slug, to);
      putPlace(place, to);
    };
    for (const [slug, to] of this.#goal) plan(slug, this.#boxes.get(slug) ?? behind(this.#above(map, slug, this.#boxes), to), to);
    for (const slug of gone) {
      const from = this.#boxes.get(slug);
      if (from) plan(slug, from, behind(this.#above(map, slug, this.#goal), from));
    }
    this.#boxes = settled;
    this.#motion.run(animate ? OPENING_MS : 0, (share) => {
      for (const [slug, { place, depth, from, to }] of moves) {
        const box = share === 1 ? to : between(from, to, share);
        this.#boxes.set(slug, box);
        shiftPlace(place, box, to, depth);
      }
      if (share === 1) this.#remove(gone);
      this.#drawLines();
      if (share === 1) this.#label();
    });
  }

  /** The box of the nearest concept above one that has a place. */
  #above(map: KnowledgeMap, slug: string, boxes: Boxes): Box | undefined {
    let above = map.concepts.get(slug)?.parent ?? null;
    while (above !== null && !boxes.has(above)) above = map.concepts.get(above)?.parent ?? null;
    return boxes.get(above ?? ROOT);
  }

  #remove(gone: readonly string[]): void {
    for (const slug of gone) {
      this.#pills.get(slug)?.place.remove();
      this.#pills.delete(slug);
      this.#boxes.delete(slug);
    }
  }

  #mark(scene: Scene): void {
    for (const one of this.#shown) {
      const pill = this.pillOf(one.concept.slug);
      if (pill) markPill(pill, one, marksOf(scene, one.concept.slug));
    }
    this.parts.window.classList.toggle("picture--focused", scene.emphasis.bright !== null);
  }

  #setLines(scene: Scene): void {
    const [branches, quiet, lit] = this.#linesOf(scene);
    this.#branches.set(branches);
    this.#quiet.set(quiet);
    this.#lit.set(lit);
    this.#drawLines();
  }

  #linesOf(scene: Scene): [branches: Line[], quiet: Line[], lit: Line[]] {
    const picture = { map: scene.map, style: this.#style, shown: this.#shown, emphasis: scene.emphasis };
    return [scene.kinds.has("parent") ? branchLines(picture) : [], quietLines(picture, scene.kinds), litLines(picture)];
  }

  #drawLines(): void {
    this.#branches.draw(this.#boxes);
    this.#quiet.draw(this.#boxes);
    this.#lit.draw(this.#boxes);
  }

  #label(): void {
    if (!this.stage?.isFar) this.#labels.clear();
    else {
      const { bright } = this.#scene?.emphasis ?? NO_EMPHASIS;
      this.#labels.show(this.#shown, this.#goal, this.stage.view.scale, this.stage.sight, bright);
    }
  }
}

export function marksOf({ chosen, known, emphasis }: Scene, slug: string): Marks {
  const bright = emphasis.bright?.has(slug) ?? false;
  return {
    chosen: slug === chosen,
    bright,
    dim: emphasis.bright !== null && !bright,
    known: known.has(slug),
    number: emphasis.numbers.get(slug),
  };
}

/** Where something of this size is hidden behind a box, at the side from which it comes out. */
function behind(above: Box | undefined, own: Box): Box {
  if (!above) return own;
  return { ...own, x: above.x + Math.max(0, above.width - own.width), y: above.y + (above.height - own.height) / 2 };
}

function sizeOf(element: HTMLElement): Measured {
  return { width: element.offsetWidth, height: element.offsetHeight, tightened: false };
}

/** The size of a pill. Text that is broken into lines leaves it wider than they are: that is taken off. */
function tightSizeOf(place: HTMLElement, scale: number): Measured {
  const size = sizeOf(place);
  const title = place.querySelector<HTMLElement>(".concept-pill__title");
  if (!title?.firstChild || size.height < TWO_LINES) return size;
  const text = document.createRange();
  text.selectNodeContents(title);
  const spare = title.offsetWidth - Math.ceil(text.getBoundingClientRect().width / scale) - 1;
  return spare > 0 ? { width: size.width - spare, height: size.height, tightened: true } : size;
}
