import { afterEach, describe, expect, it, vi } from "vitest";
import { NearTree } from "../../src/atlas/near-tree";
import { NoTiles } from "../../src/atlas/tiles";
import { type KnowledgeMap, LINK_KINDS, trailTo } from "../../src/map/concepts";
import type { Wanted } from "../../src/map/completion";
import type { Emphasis } from "../../src/map/emphasis";
import type { Explorer } from "../../src/map/explorer";
import { inReadingOrder, shownTree } from "../../src/map/shown";
import { INITIAL, type MapState } from "../../src/map/state";
import { partOf, randomMap, seeded, trees } from "../map/maps";
import { API, PieceServer } from "../map/server";

/** As much of an explorer as the tree asks. */
class Visitor {
  state: MapState = INITIAL;
  named: readonly string[] = [];
  readonly isAtlas = false;
  readonly render = vi.fn();
  readonly complain = vi.fn();

  constructor(public map: KnowledgeMap) {}

  get wanted(): Wanted {
    return { named: this.named, open: this.state.open, around: null, radius: 1, kinds: new Set(LINK_KINDS) };
  }

  readonly take = (map: KnowledgeMap): void => {
    this.map = map;
  };
}

const lit = (...slugs: string[]): Emphasis => ({ bright: slugs.length ? new Set(slugs) : null, numbers: new Map(), links: [] });

/** What is most important: by place, and of the whole map; what is not there has no layout. */
const places = new Map<string | null, string[]>();
const overview = {
  foremost: vi.fn(async (place: string | null): Promise<string[]> => places.get(place) ?? Promise.reject(new NoTiles())),
  came: vi.fn(),
  leftOut: vi.fn(),
};
const treeOf = (visitor: Visitor): NearTree => new NearTree(visitor as unknown as Explorer, API, overview);

function shown(visitor: Visitor, near: NearTree, emphasis: Emphasis): string[] {
  const tree = shownTree(visitor.map, visitor.state.open, near.within(emphasis));
  return inReadingOrder(tree).map(({ concept }) => concept.slug);
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
  places.clear();
});

describe("the tree of a large map", () => {
  it("shows all of the upper levels while nothing is chosen", () => {
    const visitor = new Visitor(trees());
    expect(shown(visitor, treeOf(visitor), lit())).toEqual(["roots", "light"]);
  });

  it("shows what is near and what is above it, and nothing else, in whatever map", () => {
    for (let seed = 1; seed < 40; seed++) {
      const random = seeded(seed);
      const visitor = new Visitor(randomMap(seed));
      const bright = Array.from({ length: 4 }, () => `c${Math.floor(random() * 40)}`);
      const expected = new Set(bright.flatMap((slug) => [slug, ...trailTo(visitor.map, slug)]));
      expect(new Set(shown(visitor, treeOf(visitor), lit(...bright)))).toEqual(expected);
    }
  });

  it("says how many of its parts a concept does not show", () => {
    const visitor = new Visitor(trees());
    const [roots] = shownTree(visitor.map, visitor.state.open, treeOf(visitor).within(lit("veins")));
    expect(roots).toMatchObject({ open: false, left: 1 });
    expect(roots?.below[0]).toMatchObject({ open: true, left: 0 });
  });

  it("keeps what was there when one goes on from it", () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    shown(visitor, near, lit("bark"));
    expect(shown(visitor, near, lit("light"))).toEqual(["roots", "bark", "light"]);
    near.arrive(null);
    expect(shown(visitor, near, lit("light"))).toEqual(["light"]);
  });

  it("keeps all of the upper levels when one of them is chosen", () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    shown(visitor, near, lit());
    expect(shown(visitor, near, lit("light"))).toEqual(["roots", "light"]);
  });

  it("hides what is below a concept that is closed, until something else is chosen there", () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    shown(visitor, near, lit("veins", "bark"));
    near.close("leaves");
    expect(shown(visitor, near, lit("veins", "bark"))).toEqual(["roots", "bark", "leaves"]);
    expect(shown(visitor, near, lit("veins"))).toEqual(["roots", "bark", "leaves", "veins"]);
  });

  it("shows the top concepts and the way to what is chosen when all is closed", () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    shown(visitor, near, lit("veins", "bark", "light"));
    near.closeAll();
    expect(shown(visitor, near, lit("veins", "bark", "light"))).toEqual(["roots", "light"]);
    near.arrive(null);
    visitor.state = { ...INITIAL, concept: "veins" };
    shown(visitor, near, lit("veins", "bark", "light"));
    near.closeAll();
    expect(shown(visitor, near, lit("veins", "bark", "light"))).toEqual(["roots", "leaves", "veins", "light"]);
  });

  it("says how many top concepts it leaves out", () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    near.within(lit("veins"));
    near.within(lit("veins", "light"));
    expect(overview.leftOut.mock.calls).toEqual([[1], [0]]);
  });

  it("keeps closed what was closed while more of the map comes, until it is opened", () => {
    const whole = trees();
    const visitor = new Visitor(whole);
    const near = treeOf(visitor);
    shown(visitor, near, lit("veins", "bark", "light"));
    near.closeAll();
    visitor.map = { ...whole, concepts: new Map([...whole.concepts, ["moss", { ...whole.concepts.get("light")!, slug: "moss" }]]) };
    expect(shown(visitor, near, lit("veins", "bark", "light"))).toEqual(["roots", "light"]);
    visitor.state = { ...INITIAL, open: new Set(["roots"]) };
    visitor.map = whole;
    expect(shown(visitor, near, lit("veins", "bark", "light"))).toEqual(["roots", "bark", "leaves", "light"]);
  });

  it("shows what an address says is open beside what is near", () => {
    const visitor = new Visitor(trees());
    visitor.state = { ...INITIAL, open: new Set(["leaves"]) };
    expect(shown(visitor, treeOf(visitor), lit("light"))).toEqual(["roots", "leaves", "veins", "light"]);
  });

  it("fetches what is foremost where one looked while nothing is chosen, and shows that", async () => {
    const whole = trees();
    const server = new PieceServer(whole);
    const visitor = new Visitor(partOf(whole, 2));
    const near = treeOf(visitor);
    places.set("1,2,3", ["veins"]);
    near.arrive("1,2,3");
    expect(shown(visitor, near, lit())).toEqual([]);
    expect(await near.complete()).toBe(true);
    expect(shown(visitor, near, lit())).toEqual(["roots", "leaves", "veins"]);
    expect(server.asked).toEqual(["trails/?concepts=veins"]);
  });

  it("shows nothing of what is named until all of it is here, and then all at once", async () => {
    const whole = trees();
    new PieceServer(whole);
    const visitor = new Visitor(partOf(whole, 3));
    visitor.named = ["veins"];
    const near = treeOf(visitor);
    expect(shown(visitor, near, lit("veins"))).toEqual([]);
    await near.complete();
    expect(visitor.render).toHaveBeenCalledOnce();
    expect(shown(visitor, near, lit("veins"))).toEqual(["roots", "leaves", "veins"]);
  });

  it("says when it cannot be completed", async () => {
    new PieceServer(trees()).down = () => true;
    const visitor = new Visitor(partOf(trees(), 2));
    visitor.named = ["veins"];
    expect(await treeOf(visitor).complete()).toBe(false);
    expect(visitor.complain).toHaveBeenCalledOnce();
  });
});

describe("the tree of a large map while nothing is chosen", () => {
  /** What a tree shows that begins with an address. */
  async function begun(place: string | null, open: readonly string[] = []): Promise<string[]> {
    const visitor = new Visitor(trees());
    visitor.state = { ...INITIAL, view: "tree", open: new Set(open) };
    const near = treeOf(visitor);
    near.arrive(place);
    await near.complete();
    return shown(visitor, near, lit());
  }

  it("shows the same again after something was chosen, as its address does from the start", async () => {
    places.set("1,2,3", ["bark"]);
    const visitor = new Visitor(trees());
    visitor.state = { ...INITIAL, view: "tree" };
    const near = treeOf(visitor);
    near.arrive("1,2,3");
    await near.complete();
    expect(shown(visitor, near, lit())).toEqual(["roots", "bark"]);
    visitor.state = { ...visitor.state, concept: "veins" };
    expect(shown(visitor, near, lit("veins"))).toEqual(["roots", "bark", "leaves", "veins"]);
    expect(near.placed("?concept=veins&view=tree")).toBe("?concept=veins&view=tree");
    visitor.state = { ...visitor.state, concept: null };
    expect(shown(visitor, near, lit())).toEqual(await begun("1,2,3"));
    expect(near.placed("?view=tree")).toBe("?view=tree&at=1,2,3");
  });

  it("also what was opened meanwhile", async () => {
    places.set("1,2,3", ["light"]);
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    near.arrive("1,2,3");
    await near.complete();
    visitor.state = { ...INITIAL, concept: "bark", open: new Set(["leaves"]) };
    shown(visitor, near, lit("bark", "leaves"));
    visitor.state = { ...visitor.state, concept: null };
    expect(shown(visitor, near, lit())).toEqual(await begun("1,2,3", ["leaves"]));
  });

  it("goes to where another address looks, and keeps what it shows until that has come", async () => {
    places.set("1,2,3", ["bark"]).set(null, ["light"]);
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    near.arrive("1,2,3");
    await near.complete();
    expect(shown(visitor, near, lit())).toEqual(["roots", "bark"]);
    near.follow("?view=tree");
    expect(shown(visitor, near, lit())).toEqual(["roots", "bark"]);
    await near.complete();
    expect(shown(visitor, near, lit())).toEqual(["light"]);
    near.follow("?view=tree&at=1,2,3");
    await near.complete();
    expect(shown(visitor, near, lit())).toEqual(["roots", "bark"]);
    expect(overview.foremost).toHaveBeenCalledTimes(3);
  });

  it("is brought into sight when it has come, and not when it was there", async () => {
    places.set(null, ["bark"]);
    const visitor = new Visitor(trees());
    visitor.state = { ...INITIAL, view: "tree" };
    const near = treeOf(visitor);
    near.arrive(null);
    await near.complete();
    await near.complete();
    expect(overview.came).toHaveBeenCalledOnce();
  });

  it("is what is most important of the whole map for an address that looks nowhere", async () => {
    places.set(null, ["light"]);
    expect(await begun("here")).toEqual(["light"]);
    expect(overview.foremost).toHaveBeenCalledWith(null);
  });

  it("says when it cannot be had, keeps what it shows, and shows it when one tries again", async () => {
    places.set("1,2,3", ["bark"]).set(null, ["light"]);
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    near.arrive("1,2,3");
    await near.complete();
    shown(visitor, near, lit());
    overview.foremost.mockRejectedValueOnce(new TypeError("offline"));
    near.follow("?view=tree");
    expect(await near.complete()).toBe(false);
    expect(visitor.complain).toHaveBeenCalledOnce();
    expect(shown(visitor, near, lit())).toEqual(["roots", "bark"]);
    visitor.complain.mock.calls[0]?.[1]();
    await vi.waitFor(() => expect(shown(visitor, near, lit())).toEqual(["light"]));
  });

  it("is not complained of where it is wanted no longer", async () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    overview.foremost.mockRejectedValueOnce(new TypeError("offline"));
    near.arrive(null);
    const completing = near.complete();
    visitor.state = { ...INITIAL, concept: "veins" };
    expect(await completing).toBe(true);
    expect(visitor.complain).not.toHaveBeenCalled();
  });

  it("is the upper levels without a layout, and asks again the next time", async () => {
    const visitor = new Visitor(trees());
    const near = treeOf(visitor);
    near.arrive("1,2,3");
    await near.complete();
    expect(shown(visitor, near, lit())).toEqual(["roots", "light"]);
    places.set("1,2,3", ["bark"]);
    near.arrive("1,2,3");
    await near.complete();
    expect(shown(visitor, near, lit())).toEqual(["roots", "bark"]);
  });
});
