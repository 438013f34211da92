import { describe, expect, it } from "vitest";
import { placeIn, readAt, withPlace, writeAt } from "../../src/atlas/at";
import { scaleAt, WORLD } from "../../src/atlas/grid";
import { seeded } from "../map/maps";

const FRAME = { width: 1090, height: 840, top: 60, bottom: 52 };

describe("where one looks, in the address", () => {
  it("is read back to within a pixel, and written again as it was", () => {
    const chance = seeded(11);
    for (let round = 0; round < 300; round++) {
      const scale = scaleAt(chance() * 10 - 1);
      const view = { scale, x: FRAME.width / 2 - chance() * WORLD * scale, y: 454 - chance() * WORLD * scale };
      const text = writeAt(view, FRAME);
      const read = readAt(text, FRAME);
      expect(read).not.toBeNull();
      if (!read) continue;
      const middle = (seen: typeof view): number => (FRAME.width / 2 - seen.x) / seen.scale;
      expect(Math.abs(middle(read) - middle(view)) * scale).toBeLessThan(1);
      expect(Math.abs(Math.log2(read.scale / scale))).toBeLessThan(0.01);
      expect(writeAt(read, FRAME)).toBe(text);
    }
  });

  it("shows the same middle in a window of another size", () => {
    const phone = { width: 390, height: 560, top: 60, bottom: 80 };
    const text = writeAt({ scale: 1, x: -1000, y: -800 }, FRAME);
    const read = readAt(text, phone);
    expect(read && (phone.width / 2 - read.x) / read.scale).toBeCloseTo(1545, 0);
  });

  it.each(["", "1,2", "a,b,c", "1,2,3,4", "-5,2,1", "1,2,Infinity", "1e9,2,3", "999999999,1,1", "1,2,3.123", null])("is nothing for %s", (text) => {
    expect(readAt(text, FRAME)).toBeNull();
  });

  it("stays on the map, whatever numbers it gives", () => {
    const view = readAt("99999999,0,99", FRAME);
    expect(view && (FRAME.width / 2 - view.x) / view.scale).toBeLessThanOrEqual(WORLD);
    expect(view && Number.isFinite(view.scale)).toBe(true);
  });
});

describe("a query with a place", () => {
  it.each([
    ["", "1,2,3", "?at=1,2,3"],
    ["?concept=oak", "1,2,3", "?concept=oak&at=1,2,3"],
    ["?at=9,9,9&concept=oak&know=a,b", "1,2,3", "?concept=oak&know=a,b&at=1,2,3"],
    ["?at=9,9,9", null, ""],
    ["?concept=at&attic=1&at", null, "?concept=at&attic=1"],
  ])("%s with %s is %s", (query, at, expected) => {
    expect(withPlace(query, at)).toBe(expected);
    expect(placeIn(expected)).toBe(at);
  });
});
