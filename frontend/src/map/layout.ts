/**
 * Where the concepts stand: a tree from left to right where there is room, an indented tree on a narrow screen.
 *
 * Pure: sizes in, boxes out. The map itself is the root, with the slug "".
 */

import { flextree } from "d3-flextree";
import { around, type Box, moved, type Size } from "./boxes";
import type { Shown } from "./shown";

export const ROOT = "";
export type Style = "tree" | "indented";
export type SizeOf = (slug: string) => Size;
export type Boxes = ReadonlyMap<string, Box>;

const COLUMN_GAP = 76;
const TOP_GAP = 22;
const ROW_GAP = 14;
const FAMILY_GAP = 12;
const INDENT = 26;
const INDENTED_GAP = 10;

export function layout(style: Style, tree: readonly Shown[], sizeOf: SizeOf): Boxes {
  return style === "tree" ? leftToRight(tree, sizeOf) : indented(tree, sizeOf);
}

/** The boxes moved so that one of them stays where it was: what opens beside it leaves it in its place. */
export function anchored(next: Boxes, slug: string, before: Box | undefined): Boxes {
  const now = next.get(slug);
  if (!now || !before) return next;
  const [dx, dy] = [before.x - now.x, before.y + before.height / 2 - (now.y + now.height / 2)];
  return new Map([...next].map(([each, box]) => [each, moved(box, dx, dy)]));
}

export function boundsOf(boxes: Boxes): Box {
  return around(boxes.values()) ?? { x: 0, y: 0, width: 0, height: 0 };
}

interface Knot {
  slug: string;
  children: Knot[];
  /** What it takes up: down the column, and along the row. */
  size: [down: number, along: number];
}

function leftToRight(tree: readonly Shown[], sizeOf: SizeOf): Boxes {
  const columns = columnWidths(tree, sizeOf);
  const knot = (slug: string, depth: number, below: readonly Shown[]): Knot => ({
    slug,
    children: below.map((one) => knot(one.concept.slug, depth + 1, one.below)),
    size: [sizeOf(slug).height, (columns[depth] ?? 0) + COLUMN_GAP],
  });
  const place = flextree<Knot>({
    children: (data) => data.children,
    nodeSize: (node) => node.data.size,
    spacing: (one, other) => {
      if (one.parent !== other.parent) return ROW_GAP + FAMILY_GAP;
      return one.parent?.parent ? ROW_GAP : TOP_GAP;
    },
  });
  const boxes = new Map<string, Box>();
  const placed = place(place.hierarchy(knot(ROOT, 0, tree)));
  placed.each((node) => {
    const size = sizeOf(node.data.slug);
    boxes.set(node.data.slug, { x: node.y, y: node.x - size.height / 2, ...size });
  });
  return boxes;
}

/** The widest of each column, the root's first, so that a column's concepts begin below each other. */
function columnWidths(tree: readonly Shown[], sizeOf: SizeOf): number[] {
  const widths = [sizeOf(ROOT).width];
  const measure = (level: readonly Shown[], depth: number): void => {
    for (const one of level) {
      widths[depth] = Math.max(widths[depth] ?? 0, sizeOf(one.concept.slug).width);
      measure(one.below, depth + 1);
    }
  };
  measure(tree, 1);
  return widths;
}

function indented(tree: readonly Shown[], sizeOf: SizeOf): Boxes {
  const boxes = new Map<string, Box>();
  let y = 0;
  const put = (slug: string, depth: number): void => {
    const size = sizeOf(slug);
    boxes.set(slug, { x: depth * INDENT, y, ...size });
    y += size.height + INDENTED_GAP;
  };
  const walk = (level: readonly Shown[], depth: number): void => {
    for (const one of level) {
      put(one.concept.slug, depth);
      walk(one.below, depth + 1);
    }
  };
  put(ROOT, 0);
  walk(tree, 1);
  return boxes;
}
