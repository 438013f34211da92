// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FurtherTops } from "../../src/atlas/further-tops";
import { NearTree } from "../../src/atlas/near-tree";
import type { KnowledgeMap } from "../../src/map/concepts";
import { type ChildRow, withSteps } from "../../src/map/growth";
import { INITIAL } from "../../src/map/state";
import { trees } from "../map/maps";
import { API } from "../map/server";

const row = (slug: string): ChildRow => ({ slug, title: slug, summary: "", minutes: 1, published: true, children: 0 });
const PAGES: Readonly<Record<string, object>> = {
  "/tops/?cursor=a": { concepts: [row("moss"), row("fern")], next: "/tops/?cursor=b" },
  "/tops/?cursor=b": { concepts: [row("lichen")], next: null },
};

let explorer: { map: KnowledgeMap; complain: ReturnType<typeof vi.fn>; render: ReturnType<typeof vi.fn> };
let button: HTMLButtonElement;
let isDown = false;
const came = vi.fn();

beforeEach(() => {
  vi.stubGlobal("fetch", (address: string) =>
    isDown ? Promise.reject(new TypeError("offline")) : Promise.resolve(new Response(JSON.stringify(PAGES[address]))),
  );
  explorer = { map: { ...trees(), total: 9 }, complain: vi.fn(), render: vi.fn() };
  button = document.createElement("button");
  [button.dataset.moreTops, button.dataset.left, button.hidden, isDown] = ["/tops/?cursor=a", "1203", true, false];
  came.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

const tops = (): FurtherTops => new FurtherTops(explorer as never, button, came);
/** Those that the page lacked, as they stand in the map. */
const broughtBy = (further: FurtherTops): readonly string[] => further.among(explorer.map).tops.slice(explorer.map.tops.length);

it("the button says how many there are, and less each time until there is none", async () => {
  button.dataset.left = "3";
  const further = tops();
  expect([button.hidden, button.textContent]).toEqual([false, "3 more"]);
  await further.more();
  further.count(4);
  expect([button.hidden, button.textContent]).toEqual([false, "1 more"]);
  await further.more();
  further.count(5);
  expect(button.hidden).toBe(true);
  expect(broughtBy(further)).toEqual(["moss", "fern", "lichen"]);
  expect(came).toHaveBeenCalledTimes(2);
});

it("they stand in the map's order, before those that came alone, in the colours that go on", async () => {
  const further = tops();
  await further.more();
  const alone = withSteps(explorer.map, [{ ...row("reed"), parent: null, colour: null }, { ...row("fern"), parent: null, colour: 5 }]);
  const grown = further.among(alone);
  expect(grown.tops).toEqual(["roots", "light", "moss", "fern", "reed"]);
  expect(grown.tops.map((slug) => grown.concepts.get(slug)?.branch)).toEqual([0, 1, 2, 5, 2]);
  expect(further.among(grown)).toEqual(grown);
});

it("asked twice at once they come once", async () => {
  const further = tops();
  await Promise.all([further.more(), further.more()]);
  expect(broughtBy(further)).toEqual(["moss", "fern"]);
  expect(came).toHaveBeenCalledOnce();
});

it("without a connection it says so, and goes on where it was", async () => {
  const further = tops();
  isDown = true;
  await further.more();
  expect(explorer.complain).toHaveBeenCalledOnce();
  isDown = false;
  await further.more();
  expect(broughtBy(further)).toEqual(["moss", "fern"]);
  expect(came).toHaveBeenCalledOnce();
});

it("the tree of a large map takes them in, whatever else of it is shown, and keeps them as the map grows", async () => {
  const visitor = {
    ...explorer, isAtlas: false, state: INITIAL, wanted: { named: [] },
    take: (map: KnowledgeMap) => (visitor.map = map),
  };
  const near = new NearTree(visitor as never, API, { foremost: async () => [], came: () => undefined, leftOut: () => undefined }, button);
  const emphasis = { bright: new Set(["veins"]), numbers: new Map(), links: [] };
  await near.complete().catch(() => undefined);
  near.within(emphasis);
  // One of the two that the page had is not shown: it is still to come as well.
  expect(button.textContent).toBe("1,204 more");
  button.click();
  await vi.waitFor(() => expect(visitor.map.tops).toEqual(["roots", "light", "moss", "fern"]));
  expect(visitor.render).toHaveBeenCalledWith({ animate: false });
  expect([...(near.within(emphasis) ?? [])]).toEqual(expect.arrayContaining(["moss", "fern", "veins"]));
  expect(button.textContent).toBe("1,201 more");
  // All of them together, also those that the page had and the tree had no room for.
  const all = near.within(emphasis) ?? [];
  expect([...all]).toEqual(expect.arrayContaining(visitor.map.tops as string[]));
  near.take(trees());
  expect(visitor.map.tops).toEqual(["roots", "light", "moss", "fern"]);
});

it("while nothing is chosen they stay beside what is most important", async () => {
  const visitor = {
    ...explorer, isAtlas: false, state: INITIAL, wanted: { named: [] },
    take: (map: KnowledgeMap) => (visitor.map = map),
  };
  const near = new NearTree(visitor as never, API, { foremost: async () => ["bark"], came: () => undefined, leftOut: () => undefined }, button);
  const emphasis = { bright: null, numbers: new Map(), links: [] };
  near.arrive(null);
  await near.complete().catch(() => undefined);
  expect([...(near.within(emphasis) ?? [])]).toEqual(["bark", "roots"]);
  button.click();
  await vi.waitFor(() => expect(visitor.map.tops).toContain("fern"));
  expect(new Set(near.within(emphasis))).toEqual(new Set(["bark", "roots", "light", "moss", "fern"]));
});
