import { afterEach, describe, expect, it, vi } from "vitest";
import { Completion, type Owner, type Wanted } from "../../src/map/completion";
import { type KnowledgeMap, LINK_KINDS, trailTo } from "../../src/map/concepts";
import { hasItsChildren } from "../../src/map/growth";
import { partOf, randomMap, seeded, trees, wideMap } from "./maps";
import { API, PieceServer } from "./server";

const NOTHING: Wanted = { named: [], open: [], around: null, radius: 1, kinds: new Set(LINK_KINDS) };

/** Who looks at a map that came in part. */
class Visitor implements Owner {
  wanted: Wanted;
  taken = 0;
  readonly complaints: string[] = [];
  again: (() => void) | undefined;

  constructor(
    public map: KnowledgeMap,
    wanted: Partial<Wanted>,
  ) {
    this.wanted = { ...NOTHING, ...wanted };
  }

  readonly take = (map: KnowledgeMap): void => {
    this.taken++;
    this.map = map;
  };

  readonly complain = (words: string, again?: () => void): void => {
    this.complaints.push(words);
    this.again = again;
  };

  has(slug: string): boolean {
    return this.map.concepts.has(slug);
  }
}

afterEach(() => vi.unstubAllGlobals());

describe("completing a map", () => {
  it("asks for nothing when the map is whole", async () => {
    const server = new PieceServer(trees());
    const visitor = new Visitor(trees(), { named: ["veins"], open: ["roots"], around: "veins" });
    await new Completion(API, visitor).run();
    expect(server.asked).toEqual([]);
    expect(visitor.taken).toBe(0);
  });

  it("brings whatever is named, opened and lit, in whatever map", async () => {
    for (let seed = 1; seed < 40; seed++) {
      const random = seeded(seed);
      const any = (): string => `c${Math.floor(random() * 40)}`;
      const whole = randomMap(seed);
      const server = new PieceServer(whole);
      const wanted = { named: [any(), any()], open: new Set([any(), any(), any()]), around: any(), radius: 2 };
      const visitor = new Visitor(partOf(whole, whole.tops.length), { ...wanted, named: [...wanted.named, wanted.around] });
      await new Completion(API, visitor).run();
      for (const slug of [...wanted.named, ...wanted.open]) expect(trailTo(visitor.map, slug)).toEqual(trailTo(whole, slug));
      const childrenIn = (map: KnowledgeMap, slug: string): Set<string> => new Set(map.concepts.get(slug)?.children);
      for (const slug of wanted.open) expect(childrenIn(visitor.map, slug)).toEqual(childrenIn(whole, slug));
      for (const [slug, concept] of visitor.map.concepts) {
        // Tops that come one by one are coloured as they come.
        expect(concept).toEqual({ ...whole.concepts.get(slug), children: concept.children, branch: concept.branch });
      }
      expect(new Set(server.asked).size).toBe(server.asked.length);
      expect(visitor.complaints).toEqual([]);
    }
  });

  it("asks for nothing twice", async () => {
    const whole = randomMap(5, 60);
    const server = new PieceServer(whole);
    const open = [...whole.concepts.values()].filter((concept) => concept.childCount).slice(0, 6);
    const wanted = { open: open.map((concept) => concept.slug), around: whole.tops[0] ?? "", named: [whole.tops[0] ?? ""] };
    const visitor = new Visitor(partOf(whole, whole.tops.length), wanted);
    const completion = new Completion(API, visitor);
    await completion.run();
    const [asked, map] = [server.asked.length, visitor.map];
    await completion.run();
    expect(server.asked).toHaveLength(asked);
    expect(visitor.map).toBe(map);
    expect(visitor.taken).toBe(1);
  });

  it("asks once for children that the server counts but does not give", async () => {
    const whole = trees();
    const server = new PieceServer(whole);
    const roots = whole.concepts.get("roots")!;
    const part = { ...whole, total: 9, concepts: new Map([...whole.concepts, ["roots", { ...roots, childCount: 7 }]]) };
    const completion = new Completion(API, new Visitor(part, { open: ["roots"] }));
    await completion.run();
    await completion.run();
    expect(server.asked).toEqual(["roots/children/?limit=150"]);
  });

  it("asks anew for what is near to another concept, or within another radius or by other links", async () => {
    const whole = trees();
    const server = new PieceServer(whole);
    const visitor = new Visitor({ ...partOf(whole, 2), links: [] }, { around: "bark", named: ["bark"] });
    const completion = new Completion(API, visitor);
    const near = async (wanted: Partial<Wanted>): Promise<number> => {
      visitor.wanted = { ...visitor.wanted, ...wanted };
      await completion.run();
      return server.asked.filter((asked) => asked.includes("neighborhood")).length;
    };
    expect(await near({})).toBe(1);
    expect(visitor.has("veins")).toBe(true);
    expect(visitor.map.links).toContainEqual({ source: "veins", target: "bark", kind: "related" });
    visitor.map = { ...visitor.map, total: 6 };
    expect(await near({ radius: 2 })).toBe(2);
    expect(await near({ around: "light" })).toBe(3);
    expect(await near({ around: "bark" })).toBe(3);
    expect(await near({ kinds: new Set(["related"]) })).toBe(4);
    expect(visitor.map.links).toContainEqual({ source: "bark", target: "light", kind: "prerequisite" });
  });
});

describe("one run at a time", () => {
  it("takes with it what is wanted meanwhile", async () => {
    const whole = randomMap(9, 60);
    const server = new PieceServer(whole);
    const parents = whole.tops.filter((top) => whole.concepts.get(top)?.childCount);
    const visitor = new Visitor(partOf(whole, whole.tops.length), { open: parents.slice(0, 1) });
    const completion = new Completion(API, visitor);
    const first = completion.run();
    visitor.wanted = { ...NOTHING, open: parents };
    await Promise.all([completion.run(), completion.run(), completion.run(), first]);
    for (const slug of parents) expect(hasItsChildren(visitor.map.concepts.get(slug)!)).toBe(true);
    expect(new Set(server.asked).size).toBe(server.asked.length);
  });
});

describe("what cannot be had", () => {
  const wide = (): { whole: KnowledgeMap; server: PieceServer; visitor: Visitor } => {
    const whole = trees();
    return { whole, server: new PieceServer(whole), visitor: new Visitor(partOf(whole, 2), { open: ["roots", "leaves"] }) };
  };

  it("is complained of, and can be tried again", async () => {
    const { server, visitor } = wide();
    server.down = () => true;
    await new Completion(API, visitor).run();
    expect(visitor.complaints).toEqual([expect.stringContaining("could not be loaded")]);
    expect(visitor.taken).toBe(0);
    server.down = () => false;
    visitor.again?.();
    await vi.waitFor(() => expect(visitor.has("veins")).toBe(true));
    expect(visitor.complaints).toHaveLength(1);
  });

  it("does not take away what has come before it, nor is that lost when it is tried again", async () => {
    const { server, visitor } = wide();
    server.down = (asked) => asked.startsWith("leaves");
    await new Completion(API, visitor).run();
    expect(visitor.complaints).toHaveLength(1);
    expect(visitor.has("bark")).toBe(true);
    server.down = () => false;
    visitor.again?.();
    await vi.waitFor(() => expect(visitor.has("veins")).toBe(true));
    expect(visitor.has("bark")).toBe(true);
    expect(server.asked.filter((asked) => asked.startsWith("roots"))).toHaveLength(1);
  });

  it("is tried again by the next run too", async () => {
    const { server, visitor } = wide();
    server.down = () => true;
    const completion = new Completion(API, visitor);
    await completion.run();
    server.down = () => false;
    await completion.run();
    expect(visitor.has("veins")).toBe(true);
  });

  it("does not keep the rest away when it is not in the map at all", async () => {
    const { visitor } = wide();
    visitor.wanted = { named: ["nowhere"], open: ["gone", "roots"], around: "nowhere", radius: 1, kinds: NOTHING.kinds };
    await new Completion(API, visitor).run();
    expect(visitor.has("bark")).toBe(true);
    expect(visitor.complaints).toEqual([]);
  });
});

describe("a concept with very many parts", () => {
  it("shows as many as can be shown, and says so once", async () => {
    const whole = wideMap(400);
    const server = new PieceServer(whole);
    const visitor = new Visitor(partOf(whole, 1), { open: ["top"] });
    const completion = new Completion(API, visitor);
    await completion.run();
    await completion.run();
    expect(visitor.map.concepts.get("top")?.children).toHaveLength(300);
    expect(visitor.complaints).toEqual(["“Top” has 400 parts; 300 are shown. Search finds the others."]);
    expect(visitor.again).toBeUndefined();
    expect(server.asked).toHaveLength(2);
  });
});
