import { describe, expect, it } from "vitest";
import { around, overlap } from "../../src/map/boxes";
import { anchored, boundsOf, layout, ROOT, type Style } from "../../src/map/layout";
import { shownTree } from "../../src/map/shown";
import { INITIAL, openAll } from "../../src/map/state";
import { randomMap, seeded, trees } from "./maps";

const STYLES: Style[] = ["tree", "indented"];

function sizes(seed: number) {
  const random = seeded(seed);
  const kept = new Map<string, { width: number; height: number }>();
  return (slug: string) => {
    if (!kept.has(slug)) kept.set(slug, { width: 40 + random() * 200, height: 30 + random() * 60 });
    return kept.get(slug)!;
  };
}

describe.each(STYLES)("a layout (%s)", (style) => {
  it("never lets concepts overlap", () => {
    for (let seed = 1; seed < 25; seed++) {
      const map = randomMap(seed, 60);
      const boxes = [...layout(style, shownTree(map, openAll(map, INITIAL).open), sizes(seed)).values()];
      for (const [place, one] of boxes.entries()) {
        for (const other of boxes.slice(place + 1)) expect(overlap(one, other)).toBe(false);
      }
    }
  });

  it("places all that is shown, and the map itself", () => {
    const map = trees();
    const boxes = layout(style, shownTree(map, openAll(map, INITIAL).open), sizes(1));
    expect([...boxes.keys()].sort()).toEqual([ROOT, "bark", "leaves", "light", "roots", "veins"]);
    expect(layout(style, [], sizes(1)).has(ROOT)).toBe(true);
  });

  it("puts every concept to the right of its parent, and siblings in their order", () => {
    for (let seed = 1; seed < 25; seed++) {
      const map = randomMap(seed, 60);
      const boxes = layout(style, shownTree(map, openAll(map, INITIAL).open), sizes(seed));
      for (const concept of map.concepts.values()) {
        const [box, above] = [boxes.get(concept.slug)!, boxes.get(concept.parent ?? ROOT)!];
        expect(box.x).toBeGreaterThan(style === "tree" ? above.x + above.width : above.x);
      }
      for (const { children } of [...map.concepts.values(), { children: map.tops }]) {
        const tops = children.map((slug) => boxes.get(slug)!.y);
        expect(tops).toEqual([...tops].sort((one, other) => one - other));
      }
    }
  });

  it("is the same for the same map", () => {
    const map = randomMap(4, 50);
    const tree = shownTree(map, openAll(map, INITIAL).open);
    expect([...layout(style, tree, sizes(4))]).toEqual([...layout(style, tree, sizes(4))]);
  });
});

describe("the tree from left to right", () => {
  it("begins a column's concepts below each other", () => {
    const map = randomMap(8, 60);
    const boxes = layout("tree", shownTree(map, openAll(map, INITIAL).open), sizes(8));
    const starts = new Map<number, Set<number>>();
    for (const concept of map.concepts.values()) {
      const column = starts.get(concept.depth) ?? new Set();
      starts.set(concept.depth, column.add(boxes.get(concept.slug)!.x));
    }
    for (const column of starts.values()) expect(column.size).toBe(1);
  });
});

describe("bearings", () => {
  it("are kept: the anchor's middle stays where it was when it opens", () => {
    const map = trees();
    const size = sizes(2);
    const before = layout("tree", shownTree(map, new Set()), size);
    const after = layout("tree", shownTree(map, new Set(["roots"])), size);
    const held = anchored(after, "roots", before.get("roots"));
    const middle = (box: { y: number; height: number }): number => box.y + box.height / 2;
    expect(held.get("roots")!.x).toBeCloseTo(before.get("roots")!.x);
    expect(middle(held.get("roots")!)).toBeCloseTo(middle(before.get("roots")!));
    expect(boundsOf(held).height).toBeCloseTo(boundsOf(after).height);
  });

  it("need a box before and after", () => {
    const boxes = layout("tree", [], sizes(2));
    expect(anchored(boxes, "roots", undefined)).toBe(boxes);
    expect(around([])).toBeNull();
  });
});
