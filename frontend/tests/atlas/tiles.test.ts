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
  tiles = new Tiles("/tiles/", present, () => undefined, failed);
});

const idsOf = (shown: readonly Tile[]): Set<number> => new Set(shown.flatMap((tile) => tile.marks.map((mark) => mark.id)));

describe("tiles", () => {
  it("are asked for from the whole map down, and none in vain", async () => {
    tiles.want(DEEP);
    await settled();
    await settled();
    expect(server.asked[0]).toBe("0/0/0");
    expect(tiles.has(DEEP)).toBe(true);
    for (const key of server.asked) {
      const [z = 0, x = 0, y = 0] = key.split("/").map(Number);
      expect(tileOf({ z, x, y }, MARKS)).not.toBeNull();
    }
    expect(new Set(server.asked).size).toBe(server.asked.length);
  });

  it("show at every depth what they showed above it, within the window", async () => {
    tiles.want(DEEP);
    await settled();
    await settled();
    const before = idsOf(tiles.shown([{ z: 3, x: 4, y: 4 }]));
    const quarters = [8, 9].flatMap((x) => [8, 9].map((y) => ({ z: 4, x, y })));
    tiles.want(quarters);
    await settled();
    const after = idsOf(tiles.shown(quarters));
    for (const id of before) expect(after).toContain(id);
  });

  it("stand in for deeper ones that have not come", async () => {
    tiles.want([{ z: 0, x: 0, y: 0 }]);
    await settled();
    expect(tiles.shown(DEEP).map(keyOf)).toEqual(["0/0/0"]);
  });

  it("that nobody wants any more are called off", async () => {
    tiles.want([{ z: 0, x: 0, y: 0 }]);
    await settled();
    server.held = [];
    tiles.want([{ z: 1, x: 0, y: 0 }]);
    tiles.want([{ z: 1, x: 1, y: 1 }]);
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

  it("of a map that was never laid out are told apart from a failure", async () => {
    server.version = "";
    tiles.want(DEEP);
    await settled();
    expect(failed.mock.calls[0]?.[0]).toBeInstanceOf(NoTiles);
    expect(server.asked).toEqual([]);
  });
});
