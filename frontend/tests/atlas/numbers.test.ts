import { expect, it } from "vitest";
import type { Lit, LitMark } from "../../src/atlas/lit";
import { movedApart, NUMBER_RADIUS, numbered, shiftOf, shiftsOf } from "../../src/atlas/numbers";
import type { Point } from "../../src/map/boxes";
import { seeded } from "../map/maps";

const apart = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
const nearest = (points: readonly Point[]): number =>
  Math.min(...points.flatMap((one, place) => points.slice(place + 1).map((other) => apart(one, other))));

function pathOf(places: readonly Point[]): Lit {
  const marks = places.map((place, id): LitMark => ({ ...place, id, slug: `c${id}`, title: `C${id}`, depth: 3, rank: -1, below: 0, colour: 0 }));
  const numbers = new Map(marks.map((mark) => [mark.id, mark.id + 1]));
  return { marks, ids: new Set(numbers.keys()), links: [], ends: marks.slice(-1), isWay: true, numbers };
}

it("numbers do not cover each other, wherever the steps stand", () => {
  for (let seed = 1; seed < 30; seed++) {
    const chance = seeded(seed);
    const points = Array.from({ length: 12 }, () => ({ x: chance() * 90, y: chance() * 90 }));
    expect(nearest(movedApart(points))).toBeGreaterThan(2 * NUMBER_RADIUS);
  }
});

it("those of one spot do not either", () => {
  expect(nearest(movedApart([{ x: 5, y: 5 }, { x: 5, y: 5 }, { x: 5, y: 5 }]))).toBeGreaterThan(2 * NUMBER_RADIUS);
});

it("of more than find room those that are shown do not cover each other, with the first and the last among them", () => {
  for (let seed = 1; seed < 60; seed++) {
    const chance = seeded(seed);
    const [steps, width] = [2 + Math.floor(chance() * 239), chance() < 0.3 ? 0 : 400 * chance() ** 2];
    const points = Array.from({ length: steps }, () => ({ x: chance() * width, y: chance() * width }));
    const shown = numbered(points);
    expect(nearest([...shown.values()])).toBeGreaterThan(2 * NUMBER_RADIUS);
    expect(shown.has(0) && shown.has(steps - 1)).toBe(true);
    expect(numbered(points)).toEqual(shown);
    for (const [step, place] of shown) expect(apart(place, points[step] ?? { x: 1e9, y: 0 })).toBeLessThan(60);
  }
});

it("a path of 240 steps in one spot shows some of them from its beginning to its end, and all from near enough", () => {
  const points = Array.from({ length: 240 }, (_, step) => ({ x: 1000 + (step % 16), y: 1000 + Math.floor(step / 16) }));
  const shown = [...shiftsOf(pathOf(points), 1).keys()].sort((one, other) => one - other);
  expect(shown.length).toBeGreaterThan(6);
  expect(shown.length).toBeLessThan(16);
  const gaps = shown.slice(1).map((step, place) => step - (shown[place] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(70);
  expect(shiftsOf(pathOf(points), 22).size).toBe(240);
});

it("a path of one step shows its number, and one without any shows none", () => {
  expect([...numbered([{ x: 3, y: 4 }])]).toEqual([[0, { x: 3, y: 4 }]]);
  expect(numbered([]).size).toBe(0);
});

it("a number that has room stays on its mark", () => {
  const points = [{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 0, y: 22 }];
  expect(movedApart(points)).toEqual(points);
});

it("two that are close move by little, and back as one comes nearer", () => {
  const path = pathOf([{ x: 100, y: 100 }, { x: 104, y: 100 }, { x: 300, y: 300 }]);
  const [first, second] = [shiftOf(path, 0, 1), shiftOf(path, 1, 1)];
  expect(first.x).toBeCloseTo(-8);
  expect(second.x).toBeCloseTo(8);
  expect(shiftOf(path, 2, 1)).toEqual({ x: 0, y: 0 });
  expect([...shiftsOf(path, 10).values()].every(({ x, y }) => Math.abs(x) + Math.abs(y) < 1e-9)).toBe(true);
});

it("what is no step of a path is not moved", () => {
  expect(shiftOf(null, 1, 1)).toEqual({ x: 0, y: 0 });
  expect(shiftOf({ ...pathOf([{ x: 1, y: 1 }, { x: 1, y: 1 }]), numbers: new Map() }, 1, 1)).toEqual({ x: 0, y: 0 });
});
