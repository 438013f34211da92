import { describe, expect, it } from "vitest";
import { FONT_SIZES, type Labelling, labelsOf, shortTitle, tierOf, type Tier } from "../../src/atlas/labels";
import type { Mark } from "../../src/atlas/tile";
import { overlap } from "../../src/map/boxes";
import { seeded } from "../map/maps";
import { marksOf } from "./tiles-of";

const SIZE = { width: 1090, height: 840 };
const widthOf = (title: string, tier: Tier): number => title.length * FONT_SIZES[tier] * 0.55;
const NOBODY: ReadonlySet<number> = new Set();
const given = (change: Partial<Labelling> = {}): Labelling => ({
  view: { x: 20, y: 20, scale: 0.25 }, size: SIZE, areas: new Map(), first: NOBODY, chosen: NOBODY, named: NOBODY, taken: [], widthOf, ...change,
});

function boxOf(mark: Mark, labelling: Labelling): { x: number; y: number; width: number; height: number } {
  const tier = tierOf(mark, labelling);
  const [width, height] = [widthOf(shortTitle(mark.title), tier), FONT_SIZES[tier] * 1.25];
  const { view } = labelling;
  return { x: mark.x * view.scale + view.x - width / 2, y: mark.y * view.scale + view.y + (tier >= 2 ? -height / 2 : 7), width, height };
}

describe("labels", () => {
  it("never overlap and are never cut off, wherever one looks", () => {
    const marks = marksOf(1800);
    const chance = seeded(5);
    for (let round = 0; round < 30; round++) {
      const scale = 0.2 * 2 ** (chance() * 3);
      const labelling = given({ view: { x: 545 - chance() * 4096 * scale, y: 420 - chance() * 4096 * scale, scale } });
      const boxes = labelsOf(marks, labelling).map(({ mark }) => boxOf(mark, labelling));
      expect(boxes.some((one, place) => boxes.slice(place + 1).some((other) => overlap(one, other)))).toBe(false);
      for (const { x, y, width, height } of boxes) expect(x >= 0 && y >= 0 && x + width <= SIZE.width && y + height <= SIZE.height).toBe(true);
    }
  });

  it("name the most important concept, and come in the order of importance", () => {
    const labels = labelsOf(marksOf(1800), given());
    const ranks = labels.map(({ mark }) => mark.rank);
    expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
    expect(ranks).toContain(0);
  });

  it("stay when one zooms in: what is named and still in sight keeps its name", () => {
    const marks = marksOf(1800);
    const before = labelsOf(marks, given());
    const view = { x: -180, y: -140, scale: 0.32 };
    const named = new Set(before.map(({ mark }) => mark.id));
    const after = new Set(labelsOf(marks, given({ view, named })).map(({ mark }) => mark.id));
    const inside = before.filter(({ mark }) => {
      const box = boxOf(mark, given({ view }));
      return box.x > 8 && box.y > 8 && box.x + box.width < SIZE.width - 8 && box.y + box.height < SIZE.height - 8;
    });
    const kept = inside.filter(({ mark }) => after.has(mark.id)).length;
    expect(kept / inside.length).toBeGreaterThan(0.95);
  });

  it("put what is chosen first, also where a toolbar or the edge would forbid it", () => {
    const marks = marksOf(1800);
    const last = marks.at(-1) as Mark;
    const taken = [{ x: 0, y: 0, width: SIZE.width, height: SIZE.height }];
    const only = new Set([last.id]);
    const labels = labelsOf(marks, given({ chosen: only, first: only, taken }));
    expect(labels.map(({ mark }) => mark.id)).toEqual([last.id]);
  });

  it("grow with the area of a region, until it is all around", () => {
    const mark = marksOf(1)[0] as Mark;
    const area = (side: number) => new Map([[mark.id, { ...mark, width: side, height: side, level: 0 }]]);
    const tier = (side: number): Tier => tierOf(mark, { view: { x: 0, y: 0, scale: 1 }, size: SIZE, areas: area(side) });
    expect([tier(50), tier(200), tier(400), tier(3000)]).toEqual([1, 2, 3, 1]);
  });

  it("shorten long titles", () => {
    expect(shortTitle("x".repeat(80))).toHaveLength(36);
    expect(shortTitle("Oak")).toBe("Oak");
  });
});
