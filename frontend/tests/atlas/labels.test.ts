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
  view: { x: 20, y: 20, scale: 0.25 }, size: SIZE, areas: new Map(), first: NOBODY, chosen: NOBODY, shifts: new Map(), named: NOBODY, taken: [], widthOf, ...change,
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

  it("of what is lit stand beside their marks where there is no room below", () => {
    const [one, other] = marksOf(2) as [Mark, Mark];
    const near = { ...other, x: one.x + 60, y: one.y };
    const lit = new Set([one.id, near.id]);
    const sides = (first: ReadonlySet<number>): string[] => labelsOf([one, near], given({ first, view: { x: 0, y: 0, scale: 0.25 } })).map(({ side }) => side);
    expect(sides(NOBODY)).toEqual(["below"]);
    expect(sides(lit)).toEqual(["below", "above"]);
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

  it("no stranger's name stands beside a lit mark, where it would be read as its own", () => {
    const lit = { id: 1, slug: "lit", title: "Lit", x: 200, y: 200, rank: 5, below: 0, colour: 0 };
    // Its name would end right of the lit mark, and would not cover the name of that, which is below.
    const stranger = { ...lit, id: 2, slug: "stranger", title: "A stranger to it", x: 258, y: 174, rank: 1 };
    const slugs = (first: ReadonlySet<number>): string[] =>
      labelsOf([lit, stranger], given({ view: { x: 0, y: 0, scale: 1 }, first })).map(({ mark }) => mark.slug);
    expect(slugs(NOBODY)).toEqual(["stranger", "lit"]);
    expect(slugs(new Set([1]))).toEqual(["lit"]);
  });

  it("no name hides the number of a step, be it the name of the goal", () => {
    const step = { id: 1, slug: "step", title: "Step", x: 200, y: 226, rank: 5, below: 0, colour: 0 };
    const goal = { ...step, id: 2, slug: "goal", title: "Goal", y: 200 };
    const both = new Set([1, 2]);
    const sideOfGoal = (shifts: Labelling["shifts"]): string | undefined =>
      labelsOf([step, goal], given({ view: { x: 0, y: 0, scale: 1 }, first: both, chosen: new Set([2]), shifts })).find(({ mark }) => mark === goal)?.side;
    const unmoved = { x: 0, y: 0 };
    expect(sideOfGoal(new Map([[1, unmoved], [2, unmoved]]))).toBe("above");
    expect(sideOfGoal(new Map())).toBe("below");
  });

  it("the goal is named at a corner where numbers stand on all four sides, and hides least where they are all around", () => {
    const goal = { id: 0, slug: "goal", title: "Goal", x: 200, y: 200, rank: 5, below: 0, colour: 0 };
    const around = (places: readonly (readonly [number, number])[]): string | undefined => {
      const steps = places.map(([x, y], step) => ({ ...goal, id: step + 1, slug: `step-${step}`, x: 200 + x, y: 200 + y }));
      const ids = new Set([goal, ...steps].map(({ id }) => id));
      const shifts = new Map([...ids].map((id) => [id, { x: 0, y: 0 }]));
      const labelling = given({ view: { x: 0, y: 0, scale: 1 }, first: ids, chosen: new Set([0]), shifts });
      return labelsOf([goal, ...steps], labelling).find(({ mark }) => mark === goal)?.side;
    };
    const sides = [[0, 20], [0, -20], [20, 0], [-20, 0]] as const;
    expect(around([...sides, [20, -20]])).toBe("below-right");
    const corners = [[20, 20], [20, -20], [-20, 20], [-20, -20]] as const;
    // The last number is only grazed there.
    expect(around([...sides, ...corners.slice(0, 3), [-46, -24]])).toBe("above-left");
  });

  it("the name of a step stands at its number, also where that was moved aside", () => {
    const mark = { id: 1, slug: "step", title: "Step", x: 200, y: 200, rank: 5, below: 0, colour: 0 };
    const shift = { x: 0, y: -30 };
    const view = { x: 0, y: 0, scale: 1 };
    const below: Labelling["taken"] = [{ x: 0, y: 203, width: 400, height: 60 }];
    const [label] = labelsOf([mark], given({ view, first: new Set([1]), shifts: new Map([[1, shift]]), taken: below }));
    expect(label).toMatchObject({ side: "below", shift });
  });
});
