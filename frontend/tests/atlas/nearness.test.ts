import { describe, expect, it } from "vitest";
import { nearnessOf } from "../../src/atlas/nearness";
import type { Point } from "../../src/map/boxes";

const FREE = { width: 800, height: 600 };
const CENTER = { x: 1000, y: 1000 };
/** Rows of five, two units apart, right below the center. */
const knot = (count: number): Point[] => Array.from({ length: count }, (_, place) => ({ x: 996 + 2 * (place % 5), y: 1002 + 2 * Math.floor(place / 5) }));

describe("how near one has to come", () => {
  it("is so near that the marks of a knot leave room for names", () => {
    expect(nearnessOf(CENTER, knot(20), FREE)?.scale).toBe(32);
  });

  it("is no nearer for what stands at the other end of the map", () => {
    const near = nearnessOf(CENTER, [...knot(20), { x: 3900, y: 50 }], FREE);
    expect(near?.scale).toBe(32);
    expect(near?.box).toMatchObject({ x: 996, y: 1000, width: 8 });
  });

  it("leaves most of the neighborhood in sight, however crowded it is", () => {
    const near = nearnessOf(CENTER, knot(400), FREE);
    expect(near?.scale).toBeLessThan(32);
    expect((near?.box.height ?? 0) * (near?.scale ?? 0)).toBeCloseTo(FREE.height);
  });

  it("asks for nothing where nothing is around", () => {
    expect(nearnessOf(CENTER, [], FREE)).toBeNull();
  });

  it("finds a scale also for what stands on one spot", () => {
    expect(nearnessOf(CENTER, [CENTER, { ...CENTER }], FREE)?.scale).toBeGreaterThan(0);
  });
});
