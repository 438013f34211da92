import { describe, expect, it } from "vitest";
import { flight } from "../../src/atlas/flight";

const SIZE = { width: 1000, height: 800 };
const at = (x: number, y: number, scale: number) => ({ scale, x: SIZE.width / 2 - x * scale, y: SIZE.height / 2 - y * scale });

describe("a flight", () => {
  it("begins and ends where it should", () => {
    const [from, to] = [at(100, 100, 8), at(3000, 2500, 20)];
    const way = flight(from, to, SIZE);
    expect(way.at(0).x).toBeCloseTo(from.x, 3);
    expect(way.at(0).scale).toBeCloseTo(from.scale, 6);
    expect(way.at(1)).toEqual(to);
    expect(way.at(0.9999).x / to.x).toBeCloseTo(1, 1);
  });

  it("rises above a long way, and does not where all is near", () => {
    const far = flight(at(0, 0, 8), at(4000, 4000, 8), SIZE);
    expect(far.at(0.5).scale).toBeLessThan(1);
    const near = flight(at(1000, 1000, 8), at(1010, 1000, 8), SIZE);
    expect(near.at(0.5).scale).toBeGreaterThan(7);
    expect(near.length).toBeLessThan(far.length);
  });

  it("only zooms where the middle stays", () => {
    const way = flight(at(700, 700, 1), at(700, 700, 16), SIZE);
    expect(way.at(0.5).scale).toBeCloseTo(4, 6);
    expect((SIZE.width / 2 - way.at(0.5).x) / way.at(0.5).scale).toBeCloseTo(700, 6);
  });

  it("of no length is there at once", () => {
    const view = at(5, 5, 2);
    expect(flight(view, view, SIZE).at(0.5)).toEqual(view);
  });
});
