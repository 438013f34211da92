/** The lines of the picture: branches in few long paths, links across them, and on top those that are lit. */

import type { KnowledgeMap } from "./concepts";
import type { Emphasis, LitLink } from "./emphasis";
import type { Boxes, Style } from "./layout";
import { ROOT } from "./layout";
import { branchLine, crossLine } from "./lines";
import { createPath } from "./svg";
import { nearestShown, type Shown } from "./shown";

export interface Drawing {
  readonly map: KnowledgeMap;
  readonly style: Style;
  readonly shown: readonly Shown[];
  readonly emphasis: Emphasis;
}

/** A line that is drawn: its classes, and where it runs when the concepts stand in these boxes. */
export interface Line {
  readonly key: string;
  readonly className: string;
  readonly order: number;
  readonly run: (boxes: Boxes) => string;
}

/** Links across the tree that share a path. */
const A_PATH = 8;
/** More of them are a hairball, and slow to draw: then they wait until a concept is chosen. */
const MOST_QUIET = 80;

export class LineLayer {
  #lines: readonly Line[] = [];
  readonly #paths = new Map<string, SVGPathElement>();

  constructor(private readonly group: SVGGElement) {}

  /** Which lines there are from now on. */
  set(lines: readonly Line[]): void {
    this.#lines = lines;
    const keys = new Set(lines.map((line) => line.key));
    for (const [key, path] of this.#paths) {
      if (keys.has(key)) continue;
      path.remove();
      this.#paths.delete(key);
    }
    // What is listed later lies over what was listed before. Those in their places stay: put in anew they would light up anew.
    let next = this.group.firstElementChild;
    for (const line of lines) {
      const path = this.#pathOf(line);
      if (path === next) next = next.nextElementSibling;
      else this.group.insertBefore(path, next);
    }
  }

  draw(boxes: Boxes): void {
    for (const line of this.#lines) this.#paths.get(line.key)?.setAttribute("d", line.run(boxes));
  }

  #pathOf({ key, className, order }: Line): SVGPathElement {
    let path = this.#paths.get(key);
    if (!path) {
      path = createPath();
      this.#paths.set(key, path);
    }
    if (path.getAttribute("class") !== className) path.setAttribute("class", className);
    path.style.setProperty("--order", String(order));
    return path;
  }
}

/** The branches of the tree: one long path for each colour and weight, so that hundreds cost as little as few. */
export function branchLines({ style, shown }: Drawing): Line[] {
  const pairs = new Map<string, [parent: string, child: string][]>();
  for (const { concept } of shown) {
    const weight = concept.depth ? "" : " branch-line--top";
    // Indented, the top concepts hang on one line, which cannot have the colours of all.
    const colour = concept.depth || style === "tree" ? `branch-${concept.branch}` : "branch-line--trunk";
    const className = `branch-line${weight} ${colour}`;
    const group = pairs.get(className) ?? [];
    group.push([concept.parent ?? ROOT, concept.slug]);
    pairs.set(className, group);
  }
  const run = (group: [string, string][]) => (boxes: Boxes) =>
    group.map(([parent, child]) => joined(boxes, parent, child, (one, other) => branchLine(style, one, other))).join("");
  return [...pairs].map(([className, group]) => ({ key: className, className, order: 0, run: run(group) }));
}

/**
 * Links across the tree while nothing is chosen: quiet, and only between concepts that are both shown.
 *
 * Few to a path: one long path is drawn along all of it for every part of the window, also where it is out of sight, and a
 * path for each link is one more piece to put together in every frame.
 */
export function quietLines({ map, style, shown }: Drawing, kinds: ReadonlySet<string>): Line[] {
  const places = new Map(shown.map((one, place) => [one.concept.slug, place]));
  const placeOf = (slug: string): number => places.get(slug) ?? 0;
  const seen = map.links.filter(({ source, target }) => places.has(source) && places.has(target));
  if (seen.length > MOST_QUIET) return [];
  return [...kinds].flatMap((kind) => {
    const links = seen.filter((link) => link.kind === kind).sort((one, other) => placeOf(one.source) - placeOf(other.source));
    return inGroups(links, A_PATH).map((group, number) => ({
      key: `quiet ${kind} ${number}`,
      className: `quiet-line quiet-line--${kind}`,
      order: 0,
      run: (boxes) =>
        group.map((link) => joined(boxes, link.source, link.target, (one, other) => crossLine(style, one, other))).join(""),
    }));
  });
}

function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) => items.slice(place * size, (place + 1) * size));
}

/** The lit links. An end that is hidden is drawn to what hides it. */
export function litLines({ map, style, shown, emphasis }: Drawing): Line[] {
  const here = new Set(shown.map((one) => one.concept.slug));
  const lines = new Map<string, Line>();
  for (const link of emphasis.links) {
    const [source, target] = [nearestShown(map, here, link.source), nearestShown(map, here, link.target)];
    if (source === null || target === null || source === target) continue;
    const isBranch = link.kind === "parent" && map.concepts.get(target)?.parent === source;
    const lifted = source !== link.source || target !== link.target;
    // Parts of what is closed are no parts of one another.
    if (lifted && link.kind === "parent") continue;
    const key = `${source} ${target} ${link.kind}`;
    // Many hidden links between two concepts are one line, and a whole one goes before them.
    if (lines.has(key) && lifted) continue;
    lines.set(key, {
      key,
      className: litClass(map, link, lifted),
      order: link.order,
      run: (boxes) =>
        joined(boxes, source, target, (one, other) =>
          isBranch ? branchLine(style, one, other) : crossLine(style, one, other, boxes.values()),
        ),
    });
  }
  return [...lines.values()];
}

function litClass(map: KnowledgeMap, link: LitLink, lifted: boolean): string {
  const branch = map.concepts.get(link.target)?.branch ?? 0;
  const names = ["lit-line", `lit-line--${link.kind}`, `branch-${branch}`];
  if (lifted) names.push("lit-line--lifted");
  if (link.route) names.push("lit-line--other-way", `lit-line--way-${link.route + 1}`);
  return names.join(" ");
}

type Run = (source: NonNullable<ReturnType<Boxes["get"]>>, target: NonNullable<ReturnType<Boxes["get"]>>) => string;

function joined(boxes: Boxes, source: string, target: string, run: Run): string {
  const [one, other] = [boxes.get(source), boxes.get(target)];
  return one && other ? run(one, other) : "";
}
