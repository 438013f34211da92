import { describe, expect, it } from "vitest";
import {
  centered, fitted, held, inSight, LEAST_SCALE, mixedViews, MOST_SCALE, panned, revealing, type View, zoomed,
} from "../../src/map/camera";

const FRAME = { width: 1000, height: 800, top: 60, bottom: 40 };
const VIEW: View = { x: 10, y: 20, scale: 0.8 };
const pointAt = (view: View, x: number, y: number): number[] => [(x - view.x) / view.scale, (y - view.y) / view.scale];

describe("the camera", () => {
  it("keeps the point under the cursor while it zooms", () => {
    const [before, after] = [pointAt(VIEW, 300, 200), pointAt(zoomed(VIEW, 1.7, 300, 200), 300, 200)];
    expect(after[0]).toBeCloseTo(before[0]!);
    expect(after[1]).toBeCloseTo(before[1]!);
  });

  it("zooms no further than its ends, and stays in its place there", () => {
    expect(zoomed(VIEW, 1000, 0, 0).scale).toBe(MOST_SCALE);
    expect(zoomed(VIEW, 0.0001, 0, 0).scale).toBe(LEAST_SCALE);
    const most = zoomed(VIEW, 1000, 5, 5);
    const again = zoomed(most, 2, 400, 300);
    expect([again.x, again.y, again.scale].map((value) => value.toFixed(6))).toEqual([most.x, most.y, most.scale].map((value) => value.toFixed(6)));
  });

  it("fits the whole between what lies over its edges, and no larger than life", () => {
    const box = { x: -200, y: 50, width: 3000, height: 900 };
    const view = fitted(box, FRAME);
    expect(box.x * view.scale + view.x).toBeGreaterThanOrEqual(0);
    expect((box.x + box.width) * view.scale + view.x).toBeLessThanOrEqual(FRAME.width);
    expect(box.y * view.scale + view.y).toBeGreaterThanOrEqual(FRAME.top);
    expect(fitted({ x: 0, y: 0, width: 10, height: 10 }, FRAME).scale).toBe(1);
  });

  it("shows the start of what does not fit legibly", () => {
    const view = fitted({ x: 0, y: 0, width: 9000, height: 9000 }, FRAME, 0.6);
    expect(view).toEqual({ scale: 0.6, x: 24, y: 84 });
  });

  it("moves no further than it must to show a box", () => {
    const seen = { x: 300, y: 300, width: 100, height: 40 };
    expect(revealing(VIEW, seen, FRAME)).toEqual(VIEW);
    const right = revealing(VIEW, { ...seen, x: 1300 }, FRAME);
    expect((1300 + 100) * right.scale + right.x).toBeCloseTo(FRAME.width - 24);
    expect(right.y).toBe(VIEW.y);
  });

  it("centers a box so that it can be read", () => {
    const view = centered({ ...VIEW, scale: 0.2 }, { x: 100, y: 100, width: 50, height: 50 }, FRAME);
    expect(125 * view.scale + view.x).toBeCloseTo(500);
    expect(view.scale).toBeGreaterThan(0.5);
  });

  it("cannot be dragged away from the picture", () => {
    const bounds = { x: 0, y: 0, width: 400, height: 300 };
    for (const [dx, dy] of [[9999, 0], [-9999, 0], [0, 9999], [0, -9999]] as const) {
      const view = held(panned(VIEW, dx, dy), bounds, FRAME);
      const sight = inSight(view, FRAME);
      expect(sight.x).toBeLessThan(bounds.width);
      expect(sight.x + sight.width).toBeGreaterThan(0);
      expect(sight.y).toBeLessThan(bounds.height);
      expect(sight.y + sight.height).toBeGreaterThan(0);
    }
  });

  it("glides from one view to the other", () => {
    const to = { x: -400, y: 90, scale: 1.6 };
    expect(mixedViews(VIEW, to, 0)).toEqual(VIEW);
    expect(mixedViews(VIEW, to, 1)).toEqual(to);
    expect(mixedViews(VIEW, { ...VIEW, x: 110 }, 0.5)).toEqual({ ...VIEW, x: 60 });
  });
});
