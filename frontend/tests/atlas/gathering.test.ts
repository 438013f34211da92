import { describe, expect, it } from "vitest";
import { gathered, NOTHING } from "../../src/atlas/gathering";
import { readTile, type TileData } from "../../src/atlas/tile";
import { marksOf, tileOf } from "./tiles-of";

const MARKS = marksOf(300);
const tile = (z: number, x: number, y: number, since: number) => readTile(tileOf({ z, x, y }, MARKS) as TileData, since);

describe("what tiles show together", () => {
  it("has each concept once, and what was shown before does not fade in again", () => {
    const before = gathered([tile(0, 0, 0, 100)], NOTHING);
    const quarters = [tile(1, 0, 0, 900), tile(1, 1, 0, 900), tile(1, 0, 1, 900), tile(1, 1, 1, 900)];
    const after = gathered([...quarters, tile(0, 0, 0, 100)], before);
    expect(after.marks.size).toBeGreaterThan(before.marks.size);
    for (const id of before.marks.keys()) expect(after.marks.get(id)?.since).toBe(100);
    expect([...after.marks.values()].filter(({ since }) => since === 900)).toHaveLength(after.marks.size - before.marks.size);
    expect(after.latest).toBe(900);
  });

  it("draws an area after those around it, and a link of two tiles once", () => {
    const data = tileOf({ z: 0, x: 0, y: 0 }, MARKS) as TileData;
    const area = (id: number, level: number) => ({ id: [id], slug: [`a-${id}`], title: ["A"], x: [0], y: [0], colour: [0], width: [8192], height: [4096], level: [level] });
    const one = readTile({ ...data, areas: area(1, 2), links: [0, 1, 2] }, 1);
    const other = readTile({ ...data, areas: area(2, 0), links: [0, 1, 2, 0, 1, 3] }, 1);
    const both = gathered([one, other], NOTHING);
    expect([...both.areas.keys()]).toEqual([2, 1]);
    expect(both.areas.get(1)?.thing).toMatchObject({ width: 2, height: 1 });
    expect(both.links.map((link) => link.kind)).toEqual(["prerequisite", "related"]);
  });
});
