/** Tiles for tests: a map of a few thousand concepts, cut as the server cuts, and a server that gives them. */

import { vi } from "vitest";
import { keyOf, lineage, type Place } from "../../src/atlas/grid";
import type { Mark, TileData } from "../../src/atlas/tile";
import { seeded } from "../map/maps";

export const SIDE = 2 ** 24;
const A_TILE = 20;

export function marksOf(count: number, seed = 3): Mark[] {
  const chance = seeded(seed);
  return Array.from({ length: count }, (_, rank) => ({
    id: rank + 1, slug: `c-${rank}`, title: `Concept ${"abcdefghij".slice(0, 1 + (rank % 9))} ${rank}`,
    x: chance() * 4096, y: chance() * 4096, rank, below: rank < 40 ? 400 - rank : 0, colour: rank % 8,
  }));
}

/** The twenty most important of each square, and of a deeper one those around it too. */
export function tileOf({ z, x, y }: Place, marks: readonly Mark[]): TileData | null {
  const side = 4096 / 2 ** z;
  const within = (at: Place): Mark[] => marks.filter((mark) => Math.floor(mark.x / (4096 / 2 ** at.z)) === at.x && Math.floor(mark.y / (4096 / 2 ** at.z)) === at.y);
  const here = within({ z, x, y });
  if (!here.length || (z > 0 && within({ z: z - 1, x: x >> 1, y: y >> 1 }).length <= A_TILE)) return null;
  const all = here.length <= A_TILE;
  const shown = all ? here : lineage({ z, x, y }).flatMap((at) => within(at).slice(0, A_TILE)).filter((mark) => here.includes(mark));
  const unique = [...new Set(shown)];
  const quarter = (dx: number, dy: number): boolean => here.some((mark) => Math.floor(mark.x / (side / 2)) === 2 * x + dx && Math.floor(mark.y / (side / 2)) === 2 * y + dy);
  const deeper = all ? 0 : [[0, 0], [1, 0], [0, 1], [1, 1]].reduce((bits, [dx, dy], bit) => bits | (quarter(dx ?? 0, dy ?? 0) ? 1 << bit : 0), 0);
  const column = <Name extends keyof Mark>(name: Name): Mark[Name][] => unique.map((mark) => mark[name]);
  const concepts = {
    id: column("id"), slug: column("slug"), title: column("title"), rank: column("rank"), below: column("below"), colour: column("colour"),
    x: unique.map((mark) => Math.floor(mark.x * (SIDE / 4096))), y: unique.map((mark) => Math.floor(mark.y * (SIDE / 4096))),
  };
  const none = { id: [], slug: [], title: [], x: [], y: [], colour: [] };
  return { z, x, y, deeper, concepts, areas: { ...none, width: [], height: [], level: [] }, links: [], far: none };
}

export class TileServer {
  readonly asked: string[] = [];
  readonly called: string[] = [];
  down = false;
  version = "1";
  /** Whether it answers with the tile around where there is none. */
  leadsOn = true;
  /** Answers only when told to. */
  held: (() => void)[] | null = null;

  constructor(private readonly marks: readonly Mark[]) {
    vi.stubGlobal("fetch", (address: string, options: RequestInit) => this.#fetch(address, options.signal ?? undefined));
  }

  async #fetch(address: string, signal?: AbortSignal): Promise<Response> {
    const [z = 0, x = 0, y = 0] = new URL(address, "https://kinapse.example").pathname.split("/").filter(Boolean).slice(1).map(Number);
    this.asked.push(keyOf({ z, x, y }));
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => {
        this.called.push(keyOf({ z, x, y }));
        reject(new DOMException("called off", "AbortError"));
      });
      if (this.held) this.held.push(resolve);
      else resolve();
    });
    if (this.down) throw new TypeError("offline");
    const tiles = lineage({ z, x, y }).map((place) => tileOf(place, this.marks));
    const tile = this.leadsOn ? tiles.findLast((each) => each !== null) : tiles.at(-1);
    const answer = new Response(JSON.stringify(tile), { status: tile ? 200 : 404 });
    Object.defineProperty(answer, "url", { value: `https://kinapse.example/tiles/${z}/${x}/${y}/?version=${this.version}` });
    return answer;
  }
}
