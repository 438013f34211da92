import { describe, expect, it } from "vitest";
import { type Box, overlap } from "../../src/map/boxes";
import { layout, type Style } from "../../src/map/layout";
import { branchLine, crossLine } from "../../src/map/lines";
import { shownTree } from "../../src/map/shown";
import { INITIAL, openAll } from "../../src/map/state";
import { randomMap, seeded } from "./maps";

const box = (x: number, y: number, width = 100, height = 40): Box => ({ x, y, width, height });
const left = ({ x, y, height }: Box): [number, number] => [x, y + height / 2];
const right = ({ x, y, width, height }: Box): [number, number] => [x + width, y + height / 2];
const numbersOf = (d: string): number[] => [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

/** The points of a curve from one end to the other. */
function pointsOf(d: string): [number, number][] {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbersOf(d);
  const at = (t: number, ...[a, b, c, e]: [number, number, number, number]): number =>
    a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t ** 2 * (1 - t) + e * t ** 3;
  return Array.from({ length: 101 }, (_, step) => [at(step / 100, x0, x1, x2, x3), at(step / 100, y0, y1, y2, y3)]);
}

function endsOf(d: string): [from: number[] | undefined, to: number[] | undefined] {
  const points = pointsOf(d);
  return [points[0], points.at(-1)];
}

/** A random map with all open, laid out with pills of different widths. */
function laidOut(style: Style, seed: number): Box[] {
  const random = seeded(seed);
  const sizes = new Map<string, { width: number; height: number }>();
  const sizeOf = (slug: string): { width: number; height: number } => {
    const size = sizes.get(slug) ?? { width: 60 + Math.floor(random() * 180), height: random() < 0.3 ? 58 : 38 };
    sizes.set(slug, size);
    return size;
  };
  const map = randomMap(seed);
  return [...layout(style, shownTree(map, openAll(map, INITIAL).open), sizeOf).values()];
}

describe("a branch", () => {
  it("runs in a tree from the side of the parent to the side of the child", () => {
    expect(endsOf(branchLine("tree", box(0, 0), box(200, 300)))).toEqual([right(box(0, 0)), left(box(200, 300))]);
    expect(endsOf(branchLine("tree", box(0, 300), box(200, 0)))).toEqual([right(box(0, 300)), left(box(200, 0))]);
  });

  it("goes indented down from the parent and then to the side of the child", () => {
    for (const child of [box(26, 50), box(26, 900), box(60, 44), box(26, 42, 100, 8), box(20, 90)]) {
      const d = branchLine("indented", box(0, 0), child);
      const [trunk = 0, from, down = 0, , , round = 0, across, ...rest] = numbersOf(d);
      expect(from).toBe(40);
      expect(trunk).toBeGreaterThan(0);
      expect(down).toBeGreaterThanOrEqual(40);
      expect([round, across].every((value) => (value ?? 0) >= 0)).toBe(true);
      expect(down + round).toBeCloseTo(left(child)[1]);
      expect(trunk + (across ?? 0)).toBeLessThanOrEqual(left(child)[0]);
      expect(rest).toEqual([left(child)[0]]);
    }
  });

  it("has no digits that nobody sees", () => {
    const d = branchLine("tree", box(1 / 3, 2 / 3), box(200 / 7, 300 / 7));
    for (const number of d.match(/\d+(\.\d+)?/g) ?? []) expect(number).toMatch(/^\d+(\.\d)?$/);
  });
});

describe("a link across the tree", () => {
  it("joins the sides that face each other where the columns differ", () => {
    const [near, far] = [box(0, 0), box(300, 200)];
    expect(endsOf(crossLine("tree", near, far))).toEqual([right(near), left(far)]);
    expect(endsOf(crossLine("tree", far, near))).toEqual([left(far), right(near)]);
  });

  it("leaves and reaches the same side where both stand in one column, and where the tree is indented", () => {
    const [upper, lower] = [box(0, 0), box(20, 300, 60)];
    expect(endsOf(crossLine("tree", upper, lower))).toEqual([right(upper), right(lower)]);
    expect(endsOf(crossLine("indented", box(0, 0, 20), box(300, 90)))).toEqual([right(box(0, 0, 20)), right(box(300, 90))]);
  });

  it("goes around the two alone where it is not told what stands between them", () => {
    const points = pointsOf(crossLine("tree", box(0, 0), box(0, 400, 180)));
    expect(points[50]?.[0]).toBeGreaterThan(180);
    expect(Math.max(...points.map(([x]) => x))).toBeLessThan(180 + 76);
  });

  it("goes around what stands between them, and around nothing else", () => {
    const [upper, lower] = [box(0, 0), box(0, 400)];
    const furthest = (...others: Box[]): number => Math.max(...pointsOf(crossLine("tree", upper, lower, [upper, lower, ...others])).map(([x]) => x));
    const alone = furthest();
    for (const width of [120, 240, 500]) expect(furthest(box(0, 180, width))).toBeGreaterThan(width);
    expect(furthest(box(0, 600, 240), box(0, -200, 240))).toBe(alone);
    // The next column, and the one before.
    expect(furthest(box(276, 180, 240), box(-400, 180, 300))).toBe(alone);
  });

  it.each(["tree", "indented"] as const)("passes at half its way beside all that stands there (%s)", (style) => {
    let passed = 0;
    for (let seed = 1; seed < 25; seed++) {
      const random = seeded(seed);
      const boxes = laidOut(style, seed);
      const any = (): Box => boxes[Math.floor(random() * boxes.length)] ?? box(0, 0);
      for (let pair = 0; pair < 20; pair++) {
        const [source, target] = [any(), any()];
        const apart = source.x + source.width < target.x || target.x + target.width < source.x;
        if (source === target || (apart && style === "tree")) continue;
        const [x = 0, y = 0] = pointsOf(crossLine(style, source, target, boxes))[50] ?? [];
        const between = boxes.filter((each) => each !== source && each !== target);
        for (const each of between) expect(overlap(each, { x, y, width: 1, height: 1 })).toBe(false);
        passed++;
      }
    }
    expect(passed).toBeGreaterThan(40);
  });

  it.each(["tree", "indented"] as const)("runs the same way in whatever order the boxes come (%s)", (style) => {
    for (let seed = 1; seed < 25; seed++) {
      const boxes = laidOut(style, seed);
      for (const [place, source] of boxes.entries()) {
        const target = boxes[(place * 7 + 3) % boxes.length] ?? source;
        expect(crossLine(style, source, target, [...boxes].reverse())).toBe(crossLine(style, source, target, boxes));
      }
    }
  });
});
