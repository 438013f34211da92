import { describe, expect, it } from "vitest";
import { foremostAt } from "../../src/atlas/foremost";
import { keyOf, lineage, type Place, UNIT, WORLD } from "../../src/atlas/grid";
import { readTile, type Tile } from "../../src/atlas/tile";
import { seeded } from "../map/maps";
import { marksOf, tileOf } from "./tiles-of";

const MARKS = marksOf(3000);

/** Answers as the server does: with the tile, or the one around it. */
class Served {
  readonly asked: string[] = [];

  async at(place: Place): Promise<Tile | null> {
    this.asked.push(keyOf(place));
    const data = lineage(place).map((each) => tileOf(each, MARKS)).findLast((each) => each !== null);
    return data ? readTile(data, 0) : null;
  }
}

const rankOf = new Map(MARKS.map(({ slug, rank }) => [slug, rank]));
const markOf = new Map(MARKS.map((mark) => [mark.slug, mark]));
const at = (x: number, y: number, depth: number): string => `${Math.floor(x * UNIT)},${Math.floor(y * UNIT)},${depth}`;

describe("what is most important", () => {
  it("of the whole map are the first by rank that its tile shows", async () => {
    expect(await foremostAt(null, new Served())).toEqual(MARKS.slice(0, 20).map(({ slug }) => slug));
  });

  it("around a place stands no farther from it than one sees, each once, by rank, and comes with at most four tiles", async () => {
    const chance = seeded(5);
    for (let round = 0; round < 60; round++) {
      const depth = Math.round(chance() * 600) / 100;
      const [x, y] = [chance() * WORLD, chance() * WORLD];
      const served = new Served();
      const slugs = await foremostAt(at(x, y, depth), served);
      expect(served.asked.length).toBeLessThanOrEqual(5);
      expect(new Set(slugs).size).toBe(slugs.length);
      expect(slugs.length).toBeLessThanOrEqual(40);
      expect(slugs.length).toBeGreaterThan(0);
      expect(slugs).toEqual([...slugs].sort((one, other) => (rankOf.get(one) ?? 0) - (rankOf.get(other) ?? 0)));
      const half = WORLD / 2 ** depth;
      const isNear = (mark: { x: number; y: number }): boolean => Math.max(Math.abs(mark.x - x), Math.abs(mark.y - y)) <= half + 1;
      const best = MARKS.find(isNear);
      if (best) expect(slugs[0]).toBe(best.slug);
      if (best) expect(slugs.every((slug) => isNear(markOf.get(slug) ?? { x: -1e9, y: 0 }))).toBe(true);
    }
  });

  it("is that of the whole map where there is nothing", async () => {
    const empty = { at: async (place: Place) => (place.z ? null : new Served().at(place)) };
    expect(await foremostAt(at(5, 5, 9), empty)).toEqual(await foremostAt(null, new Served()));
  });

  it("is nothing of a map that shows nothing", async () => {
    expect(await foremostAt("1,2,3", { at: async () => null })).toEqual([]);
  });

  it("cannot be told without an answer", async () => {
    await expect(foremostAt(null, { at: () => Promise.reject(new Error("down")) })).rejects.toThrow("down");
  });
});
