import { beforeEach, describe, expect, it, vi } from "vitest";
import { keyOf, tilesInSight } from "../../src/atlas/grid";
import type { Tile } from "../../src/atlas/tile";
import { NoTiles, Tiles } from "../../src/atlas/tiles";
import { marksOf, tileOf, TileServer } from "./tiles-of";

const MARKS = marksOf(2000);
const WINDOW = { width: 1090, height: 840 };
const DEEP = tilesInSight({ x: -9000, y: -9000, scale: 4 }, WINDOW, 5);

let server: TileServer;
let tiles: Tiles;
const failed = vi.fn();
const present = async (): Promise<string> => (server.version ? "1" : "");

async function settled(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

beforeEach(() => {
  server = new TileServer(MARKS);
  failed.mockClear();
  tiles = new Tiles("/tiles/", "", present, () => undefined, failed);
});

const idsOf = (shown: readonly Tile[]): Set<number> => new Set(shown.flatMap((tile) => tile.marks.map((mark) => mark.id)));

describe("tiles", () => {
  it("are asked for at once however deep they are, with the whole map", async () => {
    server.held = [];
    tiles.want(DEEP);
    await settled();
    expect(server.asked).toEqual(["0/0/0", ...DEEP.map(keyOf)].slice(0, 16));
    for (let turn = 0; turn < 4; turn++) {
      for (const answer of server.held.splice(0)) answer();
      await settled();
    }
    expect(tiles.has(DEEP)).toBe(true);
    expect(new Set(server.asked).size).toBe(server.asked.length);
  });

  it("are not asked for again where the map is not parted so far, nor where a tile around says so", async () => {
    const deepest = { z: 12, x: 2048, y: 2048 };
    tiles.want([deepest]);
    await settled();
    expect(server.asked).toEqual(["0/0/0", "12/2048/2048"]);
    expect(tiles.has([deepest])).toBe(true);
    const [around] = tiles.shown([deepest]);
    expect(around?.z).toBeLessThan(12);
    expect(around && tileOf(around, MARKS)).not.toBeNull();
    tiles.want([deepest, { z: 13, x: 4097, y: 4097 }]);
    await settled();
    expect(server.asked).toHaveLength(2);
  });

  it("are asked for once also of a server that has none around them", async () => {
    server.leadsOn = false;
    tiles.want([{ z: 12, x: 2048, y: 2048 }]);
    await settled();
    tiles.want([{ z: 12, x: 2048, y: 2048 }]);
    await settled();
    expect(server.asked).toEqual(["0/0/0", "12/2048/2048"]);
  });

  it("come without asking for the version when the page knows it", async () => {
    const asked = vi.fn(present);
    tiles = new Tiles("/tiles/", "1", asked, () => undefined, failed);
    tiles.want(DEEP);
    await settled();
    expect(asked).not.toHaveBeenCalled();
    expect(tiles.root).toBeDefined();
  });

  it("ask for the version once, however many they are", async () => {
    const asked = vi.fn(present);
    tiles = new Tiles("/tiles/", "", asked, () => undefined, failed);
    tiles.want(DEEP);
    await settled();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("show at every depth what they showed above it, within the window", async () => {
    const wide = [{ z: 3, x: 4, y: 4 }];
    tiles.want(wide);
    await settled();
    const before = idsOf(tiles.shown(wide));
    const quarters = [8, 9].flatMap((x) => [8, 9].map((y) => ({ z: 4, x, y })));
    tiles.want(quarters);
    await settled();
    const after = idsOf(tiles.shown(quarters));
    expect(before.size).toBeGreaterThan(0);
    for (const id of before) expect(after).toContain(id);
  });

  it("stand in for deeper ones that have not come", async () => {
    tiles.want([{ z: 0, x: 0, y: 0 }]);
    await settled();
    expect(tiles.shown(DEEP).map(keyOf)).toEqual(["0/0/0"]);
  });

  it("stand in for wider ones that have not come, beside what is around", async () => {
    const quarters = [0, 1].flatMap((x) => [0, 1].map((y) => ({ z: 2, x, y })));
    tiles.want([...quarters, { z: 3, x: 0, y: 0 }]);
    await settled();
    server.held = [];
    expect(tiles.shown([{ z: 1, x: 0, y: 0 }]).map(keyOf)).toEqual(["0/0/0", ...quarters.map(keyOf)]);
  });

  it("that nobody wants any more are called off", async () => {
    tiles.want([{ z: 0, x: 0, y: 0 }]);
    await settled();
    server.held = [];
    tiles.want([{ z: 1, x: 0, y: 0 }]);
    await settled();
    tiles.want([{ z: 1, x: 1, y: 1 }]);
    await settled();
    expect(server.called).toEqual(["1/0/0"]);
    for (const answer of server.held) answer();
    await settled();
    expect(failed).not.toHaveBeenCalled();
    expect(tiles.has([{ z: 1, x: 1, y: 1 }])).toBe(true);
  });

  it("of an older layout are forgotten when a newer one answers", async () => {
    tiles.want([{ z: 1, x: 0, y: 0 }]);
    await settled();
    server.version = "2";
    tiles.want([{ z: 1, x: 1, y: 0 }]);
    await settled();
    expect(server.asked.filter((key) => key === "0/0/0")).toHaveLength(2);
    expect(tiles.has([{ z: 1, x: 1, y: 0 }])).toBe(true);
  });

  it("say once what went wrong, and come with the next try", async () => {
    server.down = true;
    tiles.want(DEEP);
    await settled();
    expect(failed).toHaveBeenCalledTimes(1);
    server.down = false;
    tiles.want([{ z: 0, x: 0, y: 0 }]);
    await settled();
    expect(tiles.root).toBeDefined();
  });

  it("are not asked for again and again without a connection, but when one asks for that", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    server.down = true;
    for (const z of [5, 6, 7, 8]) {
      tiles.want([{ z, x: 3, y: 3 }]);
      await settled();
    }
    expect([failed.mock.calls.length, server.asked.length]).toEqual([1, 2]);
    server.down = false;
    tiles.retry();
    await settled();
    expect(tiles.root).toBeDefined();
    vi.restoreAllMocks();
  });

  it("of a map that was never laid out are told apart from a failure", async () => {
    server.version = "";
    tiles.want(DEEP);
    await settled();
    expect(failed.mock.calls[0]?.[0]).toBeInstanceOf(NoTiles);
    expect(server.asked).toEqual([]);
  });
});
