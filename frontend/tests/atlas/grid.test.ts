import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { overlap } from "../../src/map/boxes";
import { inSight } from "../../src/map/camera";
import { DEEPEST, depthAt, keyOf, lineage, quarterBit, scaleAt, tilesInSight, UNIT, WORLD } from "../../src/atlas/grid";
import { seeded } from "../map/maps";

const SIZE = { width: 1090, height: 840 };

describe("the depth of a scale", () => {
  it("is the one whose tiles are 362 to 724 pixels wide", () => {
    for (let scale = scaleAt(0); scale < scaleAt(DEEPEST); scale *= 1.13) {
      const width = (WORLD / 2 ** depthAt(scale)) * scale;
      expect(width).toBeGreaterThanOrEqual(362);
      expect(width).toBeLessThanOrEqual(725);
    }
  });

  it("never leaves the map", () => {
    expect(depthAt(1e-9)).toBe(0);
    expect(depthAt(1e9)).toBe(DEEPEST);
  });
});

describe("the grid", () => {
  it("is as deep and as wide as the one that tiles are cut by", () => {
    const cutBy = readFileSync("graph/atlas/grid.py", "utf8");
    expect(cutBy).toContain(`\nDEEPEST = ${DEEPEST}\n`);
    expect(cutBy).toContain(`\nSIDE_BITS = ${Math.log2(WORLD * UNIT)}\n`);
  });
});

describe("the tiles in sight", () => {
  it("are those that the window meets, each once, the middle first and never more than sixteen", () => {
    const chance = seeded(7);
    for (let round = 0; round < 300; round++) {
      const scale = scaleAt(chance() * 6);
      const view = { scale, x: SIZE.width / 2 - chance() * WORLD * scale, y: SIZE.height / 2 - chance() * WORLD * scale };
      const z = depthAt(scale);
      const places = tilesInSight(view, SIZE, z);
      const side = WORLD / 2 ** z;
      const sight = inSight(view, SIZE);
      for (const { x, y } of places) expect(overlap({ x: x * side, y: y * side, width: side, height: side }, { ...sight, width: sight.width + 1e-6, height: sight.height + 1e-6 })).toBe(true);
      expect(new Set(places.map(keyOf)).size).toBe(places.length);
      expect(places.length).toBeLessThanOrEqual(16);
      const inside = [...Array(4 ** Math.min(z, 4)).keys()].filter((number) => z <= 4 && overlap({ x: (number % 2 ** z) * side, y: Math.floor(number / 2 ** z) * side, width: side, height: side }, sight));
      if (z <= 4) expect(places.length).toBeGreaterThanOrEqual(inside.length);
    }
  });

  it("are none beyond the map", () => {
    expect(tilesInSight({ x: 5000, y: 0, scale: 1 }, SIZE, 3)).toEqual([]);
  });
});

describe("the lineage of a tile", () => {
  it("leads from the whole map to the tile by quarters", () => {
    const way = lineage({ z: 3, x: 5, y: 2 });
    expect(way.map(keyOf)).toEqual(["0/0/0", "1/1/0", "2/2/1", "3/5/2"]);
    expect(way.slice(1).map(quarterBit)).toEqual([2, 4, 2]);
  });
});
