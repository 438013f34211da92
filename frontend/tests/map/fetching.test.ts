import { afterEach, describe, expect, it, vi } from "vitest";
import { hasItsChildren, type KnowledgeMap, type Link, trailTo, withLinks, withTop } from "../../src/map/concepts";
import { fetchChildren, fetchConcept, fetchLinks, MOST_CHILDREN } from "../../src/map/fetching";
import { partOf, randomMap, seeded, trees, wideMap } from "./maps";
import { API, PieceServer } from "./server";

afterEach(() => vi.unstubAllGlobals());

/** What a concept says of itself and of its place. */
const place = (map: KnowledgeMap, slug: string): object => ({ ...map.concepts.get(slug), children: [] });
const childrenOf = (map: KnowledgeMap, slug: string): readonly string[] => map.concepts.get(slug)?.children ?? [];

describe("fetching children", () => {
  it("brings them as the whole map has them", async () => {
    for (let seed = 1; seed < 20; seed++) {
      const whole = randomMap(seed);
      new PieceServer(whole);
      const part = partOf(whole, whole.tops.length);
      const [slug = ""] = whole.tops.filter((top) => childrenOf(whole, top).length);
      const grown = await fetchChildren(part, slug, API);
      expect(childrenOf(grown, slug)).toEqual(childrenOf(whole, slug));
      for (const child of childrenOf(whole, slug)) expect(place(grown, child)).toEqual(place(whole, child));
      expect(grown.concepts.size).toBe(part.concepts.size + childrenOf(whole, slug).length);
    }
  });

  it("follows the pages to their end", async () => {
    const whole = wideMap(220);
    const server = new PieceServer(whole);
    const grown = await fetchChildren(partOf(whole, 1), "top", API);
    expect(childrenOf(grown, "top")).toEqual(childrenOf(whole, "top"));
    expect(server.asked).toEqual(["top/children/?limit=150", "top/children/?cursor=150&limit=150"]);
  });

  it("follows them no further than as many as can be shown", async () => {
    const whole = wideMap(1000);
    const server = new PieceServer(whole);
    const grown = await fetchChildren(partOf(whole, 1), "top", API);
    expect(childrenOf(grown, "top")).toEqual(childrenOf(whole, "top").slice(0, MOST_CHILDREN));
    expect(server.asked).toHaveLength(MOST_CHILDREN / 150);
  });

  it("asks for none that are here already", async () => {
    const whole = trees();
    const server = new PieceServer(whole);
    expect(await fetchChildren(whole, "roots", API)).toBe(whole);
    expect(server.asked).toEqual([]);
    const wide = await fetchChildren(partOf(wideMap(1000), 1), "top", API);
    expect(await fetchChildren(wide, "top", API)).toBe(wide);
  });

  it("rejects when a page cannot be had, be it the last", async () => {
    const whole = wideMap(220);
    const server = new PieceServer(whole);
    server.down = (asked) => asked.includes("cursor");
    await expect(fetchChildren(partOf(whole, 1), "top", API)).rejects.toThrow("offline");
  });

  it("rejects when the server has a fault", async () => {
    vi.stubGlobal("fetch", async () => new Response("{}", { status: 500 }));
    await expect(fetchChildren(partOf(trees(), 2), "roots", API)).rejects.toThrow("500");
  });
});

describe("fetching a concept", () => {
  it("brings all that is above it and beside those, each in its place", async () => {
    for (let seed = 1; seed < 40; seed++) {
      const random = seeded(seed);
      const whole = randomMap(seed);
      const server = new PieceServer(whole);
      const part = partOf(whole, whole.tops.length + Math.floor(random() * 15));
      const slug = `c${Math.floor(random() * 40)}`;
      const grown = await fetchConcept(part, slug, API);
      expect(place(grown, slug)).toEqual(place(whole, slug));
      if (part.concepts.has(slug)) expect(grown).toBe(part);
      else for (const above of trailTo(whole, slug)) expect(childrenOf(grown, above)).toEqual(childrenOf(whole, above));
      expect(new Set(server.asked).size).toBe(server.asked.length);
    }
  });

  it("asks for nothing that is here already", async () => {
    const whole = trees();
    const server = new PieceServer(whole);
    const part = partOf(whole, 4);
    await fetchConcept(part, "leaves", API);
    expect(server.asked).toEqual([]);
    await fetchConcept(part, "veins", API);
    expect(server.asked).toEqual(["veins/", "leaves/children/?limit=150"]);
  });

  it("brings one of very many siblings though it is beyond those that are shown, and what is below it", async () => {
    const whole = wideMap(400);
    const server = new PieceServer(whole);
    const grown = await fetchConcept(partOf(whole, 1), "deep", API);
    expect(trailTo(grown, "deep")).toEqual(["top", "c399"]);
    expect(childrenOf(grown, "top")).toHaveLength(MOST_CHILDREN + 1);
    expect(place(grown, "c399")).toEqual(place(whole, "c399"));
    expect(new Set(server.asked).size).toBe(server.asked.length);
  });

  it("brings one more without a parent, last of all", async () => {
    const whole = trees();
    new PieceServer(whole);
    const grown = await fetchConcept(partOf(whole, 1), "light", API);
    expect(grown.tops).toEqual(["roots", "light"]);
    expect(place(grown, "light")).toEqual(place(whole, "light"));
  });

  it("is the same map when the map has no such concept", async () => {
    const part = partOf(trees(), 2);
    new PieceServer(trees());
    expect(await fetchConcept(part, "nowhere", API)).toBe(part);
  });

  it("rejects without a connection", async () => {
    new PieceServer(trees()).down = () => true;
    await expect(fetchConcept(partOf(trees(), 2), "veins", API)).rejects.toThrow("offline");
  });
});

describe("fetching links", () => {
  it("brings those among what is here, and no branches of the tree", async () => {
    for (let seed = 1; seed < 20; seed++) {
      const whole = randomMap(seed);
      const server = new PieceServer(whole);
      const part = { ...partOf(whole, 25), links: [] };
      const [slug = ""] = part.concepts.keys();
      const grown = await fetchLinks(part, slug, 2, API);
      expect(server.asked).toEqual([`${slug}/neighborhood/?radius=2&limit=${MOST_CHILDREN}`]);
      const keys = (links: readonly Link[]): string[] => links.map((link) => Object.values(link).join(" "));
      for (const link of grown.links) {
        expect(part.concepts.has(link.source) && part.concepts.has(link.target)).toBe(true);
        expect(keys(whole.links)).toContain(keys([link])[0]);
        expect(link.kind === "parent" && whole.concepts.get(link.target)?.parent === link.source).toBe(false);
      }
      const touching = whole.links.filter((link) => [link.source, link.target].includes(slug));
      const expected = touching.filter(({ source, target }) => part.concepts.has(source) && part.concepts.has(target));
      expect(keys(grown.links)).toEqual(expect.arrayContaining(keys(expected.filter((link) => !isBranch(whole, link)))));
    }
  });
});

const isBranch = (map: KnowledgeMap, { source, target, kind }: Link): boolean =>
  kind === "parent" && map.concepts.get(target)?.parent === source;

describe("the map with further links", () => {
  const link = (source: string, target: string, kind: Link["kind"] = "related"): Link => ({ source, target, kind });

  it("is the same map when there is nothing new", () => {
    const map = trees();
    expect(withLinks(map, [])).toBe(map);
    expect(withLinks(map, map.links)).toBe(map);
    expect(withLinks(map, [link("roots", "bark", "parent")])).toBe(map);
    expect(withLinks(map, [link("roots", "far"), link("far", "roots")])).toBe(map);
  });

  it("tells the kinds and directions of links apart, and takes each once", () => {
    const map = trees();
    const fresh = [link("bark", "light", "related"), link("light", "bark", "prerequisite")];
    const grown = withLinks(map, [...fresh, ...map.links]);
    expect(grown.links).toEqual([...map.links, ...fresh]);
    expect(withLinks(grown, fresh)).toBe(grown);
  });

  it("takes a link to a further parent's child for no branch", () => {
    const grown = withLinks({ ...trees(), links: [] }, [link("light", "leaves", "parent"), link("roots", "leaves", "parent")]);
    expect(grown.links).toEqual([link("light", "leaves", "parent")]);
  });
});

describe("the map with one more top", () => {
  const row = (slug: string) => ({ slug, title: slug, summary: "", minutes: 1, published: true, children: 3 });

  it("is the same map when it is here", () => {
    const map = trees();
    expect(withTop(map, row("veins"))).toBe(map);
  });

  it("has it last, in the next colour, with its children to come", () => {
    const map = trees();
    const grown = withTop(map, row("soil"));
    expect(grown.tops).toEqual(["roots", "light", "soil"]);
    const soil = grown.concepts.get("soil");
    expect(soil).toMatchObject({ parent: null, depth: 0, branch: 2, childCount: 3 });
    expect(soil && hasItsChildren(soil)).toBe(false);
    expect(map.tops).toEqual(["roots", "light"]);
  });
});
