/** The picture: concepts as HTML over lines as SVG, in a window that can be moved. */

import { type Box, overlap, type Point } from "./boxes";
import { LEGIBLE_SCALE, LEGIBLE_SCALE_NARROW } from "./camera";
import type { KnowledgeMap } from "./concepts";
import { FarLabels } from "./far-labels";
import { anchored, type Boxes, boundsOf, layout, ROOT, type Style } from "./layout";
import { branchLines, type Line, LineLayer, litLines, quietLines } from "./line-layer";
import { Motion, OPENING_MS } from "./motion";
import { type Move, PillLayer } from "./pill-layer";
import { marksOf, type Scene } from "./scene";
import { inReadingOrder, type Shown, shownTree } from "./shown";
import { Stage } from "./stage";
import { createGroup } from "./svg";

export interface Parts {
  readonly window: HTMLElement;
  readonly world: HTMLElement;
  readonly tree: HTMLElement;
  readonly root: HTMLElement;
  readonly labels: HTMLElement;
  readonly lines: SVGElement;
  /** The address of a concept chosen on the map. */
  readonly hrefOf: (slug: string) => string;
  /** The wheel was turned over a picture that leaves it to the page around. */
  readonly passed: () => void;
}

export class Picture {
  readonly stage: Stage;
  #scene: Scene | null = null;
  #style: Style = "tree";
  #shown: readonly Shown[] = [];
  /** Where everything stands at this moment, in motion too, and where it is going to stand. */
  #boxes = new Map<string, Box>();
  #goal: Boxes = new Map();
  /** Where another picture had some of what is shown next, in the window. */
  #points: ReadonlyMap<string, Point> | null = null;
  readonly #motion = new Motion();
  readonly #pills: PillLayer;
  readonly #branches: LineLayer;
  readonly #quiet: LineLayer;
  readonly #lit: LineLayer;
  readonly #labels: FarLabels;

  constructor(private readonly parts: Parts) {
    const group = (name: string): SVGGElement => parts.lines.appendChild(createGroup(name));
    this.#pills = new PillLayer(parts.tree, parts.root, parts.hrefOf);
    this.#branches = new LineLayer(group("branch-lines"));
    this.#quiet = new LineLayer(group("quiet-lines"));
    this.#lit = new LineLayer(group("lit-lines"));
    this.#labels = new FarLabels(parts.labels);
    this.stage = new Stage(parts.window, parts.world, parts.labels, () => this.#label(), parts.passed);
  }

  get shown(): readonly Shown[] {
    return this.#shown;
  }

  get style(): Style {
    return this.#style;
  }

  /** The scale below which its concepts cannot be read: an indented tree is for phones, held at arm's length. */
  get legibleScale(): number {
    return this.#style === "indented" ? LEGIBLE_SCALE_NARROW : LEGIBLE_SCALE;
  }

  get boxes(): Boxes {
    return this.#goal;
  }

  /** The lines as they are drawn, for pictures that are taken along. */
  get lines(): readonly Line[] {
    return this.#scene ? this.#linesOf(this.#scene).flat() : [];
  }

  /** What is shown next takes the place of another picture: the first of these stays where it was, the others come from there. */
  comeFrom(points: ReadonlyMap<string, Point>): void {
    this.#points = points;
  }

  /** Gives way to another picture: these go to where it has them. */
  goTo(points: ReadonlyMap<string, Point>): void {
    const moves = [...this.#boxes].map(([slug, from]) => {
      const point = points.get(slug);
      return { slug, depth: 0, from, to: point ? this.stage.boxAt(point, from) : from };
    });
    this.#move(moves, [], true);
  }

  pillOf(slug: string): HTMLAnchorElement | undefined {
    return this.#pills.pillOf(slug);
  }

  boxOf(slug: string): Box | undefined {
    return this.#goal.get(slug);
  }

  /** Shows a scene. What is named as `anchor` stays in its place while the rest makes room. */
  show(scene: Scene, { anchor, animate }: { anchor: string | null; animate: boolean }): void {
    const before = this.#scene;
    this.#scene = scene;
    this.parts.window.classList.add("picture--drawn");
    const isSame = before?.map === scene.map && before.open === scene.open && before.within === scene.within;
    if (!isSame || this.#points || !this.#goal.size) this.#arrange(scene, anchor, animate);
    this.#pills.mark(this.#shown, (slug) => marksOf(scene, slug));
    this.parts.window.classList.toggle("picture--focused", scene.emphasis.bright !== null);
    this.#setLines(scene);
  }

  /** Lays out anew in another style, or after the letters have changed their sizes. */
  restyle(style: Style): void {
    this.#style = style;
    this.#pills.forgetSizes();
    this.parts.window.classList.toggle("picture--indented", style === "indented");
    if (!this.#scene) return;
    this.#arrange(this.#scene, null, false);
    this.#setLines(this.#scene);
  }

  #arrange({ map, open, within }: Scene, anchor: string | null, animate: boolean): void {
    const tree = shownTree(map, open, within);
    this.#shown = inReadingOrder(tree);
    const gone = this.#pills.others(new Set(this.#shown.map((one) => one.concept.slug)));
    this.#pills.bring(this.#shown, this.stage.view.scale);
    const next = layout(this.#style, tree, this.#pills.sizeOf);
    // In motion too: what counts is where the anchor is going to stand.
    this.#goal = anchored(next, anchor ?? ROOT, this.#goal.get(anchor ?? ROOT));
    this.stage.setBounds(boundsOf(this.#goal));
    if (this.#points) this.#takeOver(this.#points);
    this.#move(this.#moves(map, gone), gone, animate);
  }

  #takeOver(points: ReadonlyMap<string, Point>): void {
    this.#points = null;
    this.#boxes.clear();
    for (const [slug, point] of points) {
      const box = this.#goal.get(slug);
      if (!box) continue;
      if (!this.#boxes.size) this.stage.hold(box, point);
      this.#boxes.set(slug, this.stage.boxAt(point, box));
    }
  }

  /** From where to where everything goes; what comes and goes does so from behind what is above it. */
  #moves(map: KnowledgeMap, gone: readonly string[]): Move[] {
    const depthOf = (slug: string): number => map.concepts.get(slug)?.depth ?? -1;
    const coming = [...this.#goal].map(([slug, to]) => {
      const from = this.#boxes.get(slug) ?? behind(above(map, slug, this.#boxes), to);
      return { slug, depth: depthOf(slug), from, to };
    });
    const going = gone.flatMap((slug) => {
      const from = this.#boxes.get(slug);
      return from ? [{ slug, depth: depthOf(slug), from, to: behind(above(map, slug, this.#goal), from) }] : [];
    });
    return [...coming, ...going];
  }

  #move(moves: readonly Move[], gone: readonly string[], animate: boolean): void {
    const { sight } = this.stage;
    // What nobody sees moving is put where it belongs at once.
    const seen = animate ? moves.filter(({ from, to }) => overlap(from, sight) || overlap(to, sight)) : [];
    this.#boxes = new Map(moves.map(({ slug, to }) => [slug, to]));
    for (const { slug, to } of moves) this.#pills.put(slug, to);
    for (const { slug, from } of seen) this.#boxes.set(slug, from);
    this.#motion.run(animate ? OPENING_MS : 0, (share) => {
      for (const move of seen) this.#boxes.set(move.slug, this.#pills.shift(move, share));
      if (share === 1) this.#remove(gone);
      this.#drawLines();
      if (share === 1) this.#label();
    });
  }

  #remove(gone: readonly string[]): void {
    this.#pills.remove(gone);
    for (const slug of gone) this.#boxes.delete(slug);
  }

  #setLines(scene: Scene): void {
    const [branches, quiet, lit] = this.#linesOf(scene);
    this.#branches.set(branches);
    this.#quiet.set(quiet);
    this.#lit.set(lit);
    this.#drawLines();
  }

  #linesOf({ map, kinds, emphasis }: Scene): [branches: Line[], quiet: Line[], lit: Line[]] {
    const drawn = { map, style: this.#style, shown: this.#shown, emphasis };
    return [kinds.has("parent") ? branchLines(drawn) : [], quietLines(drawn, kinds), litLines(drawn)];
  }

  #drawLines(): void {
    this.#branches.draw(this.#boxes);
    this.#quiet.draw(this.#boxes);
    this.#lit.draw(this.#boxes);
  }

  #label(): void {
    if (!this.stage.isFar) this.#labels.clear();
    else {
      const bright = this.#scene?.emphasis.bright ?? null;
      this.#labels.show(this.#shown, this.#goal, this.stage.view.scale, this.stage.sight, bright);
    }
  }
}

/** The box of the nearest concept above one that has a place. */
function above(map: KnowledgeMap, slug: string, boxes: Boxes): Box | undefined {
  let higher = map.concepts.get(slug)?.parent ?? null;
  while (higher !== null && !boxes.has(higher)) higher = map.concepts.get(higher)?.parent ?? null;
  return boxes.get(higher ?? ROOT);
}

/** Where something of this size is hidden behind a box, at the side from which it comes out. */
function behind(box: Box | undefined, own: Box): Box {
  if (!box) return own;
  return { ...own, x: box.x + Math.max(0, box.width - own.width), y: box.y + (box.height - own.height) / 2 };
}
