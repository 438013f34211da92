import { afterEach, describe, expect, it, vi } from "vitest";
import { type KnowledgeMap, type Link, LINK_KINDS, trailTo } from "../../src/map/concepts";
import { fetchChildren, fetchNear, fetchTrails, MOST_CHILDREN, MOST_NEAR } from "../../src/map/fetching";
import { hasItsChildren, withLinks, withSteps } from "../../src/map/growth";
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

describe("fetching what is above", () => {
  it("brings concepts each in its place, with all that is above them and nothing beside", async () => {
    for (let seed = 1; seed < 40; seed++) {
      const random = seeded(seed);
      const whole = randomMap(seed);
      const server = new PieceServer(whole);
      const part = partOf(whole, 1 + Math.floor(random() * 15));
      const slugs = Array.from({ length: 3 }, () => `c${Math.floor(random() * 40)}`);
      const grown = withSteps(part, await fetchTrails(part, slugs, API));
      const wanted = new Set(slugs.flatMap((slug) => [slug, ...trailTo(whole, slug)]));
      for (const slug of wanted) {
        const [here, there] = [grown.concepts.get(slug), whole.concepts.get(slug)];
        expect([here?.parent, here?.depth, here?.childCount]).toEqual([there?.parent, there?.depth, there?.childCount]);
      }
      expect(new Set(grown.concepts.keys())).toEqual(new Set([...part.concepts.keys(), ...wanted]));
      expect(server.asked.length).toBeLessThanOrEqual(1);
    }
  });

  it("asks for nothing that is here already, and at once for what is not", async () => {
    const whole = wideMap(130);
    const server = new PieceServer(whole);
    const part = partOf(whole, 3);
    expect(await fetchTrails(part, ["top", "c0"], API)).toEqual([]);
    expect(server.asked).toEqual([]);
    await fetchTrails(part, ["top", ...Array.from({ length: 130 }, (_, place) => `c${place}`)], API);
    expect([server.asked.length, server.most]).toEqual([3, 3]);
  });

  it("brings nothing of what the map does not have", async () => {
    new PieceServer(trees());
    expect(await fetchTrails(partOf(trees(), 2), ["nowhere"], API)).toEqual([]);
  });

  it("rejects without a connection", async () => {
    new PieceServer(trees()).down = () => true;
    await expect(fetchTrails(partOf(trees(), 2), ["veins"], API)).rejects.toThrow("offline");
  });
});

describe("fetching what is near", () => {
  const ALL = new Set(LINK_KINDS);

  it("brings as many as can be read, itself first, with the links among them", async () => {
    const server = new PieceServer(wideMap(200));
    const near = await fetchNear("top", 2, ALL, API);
    expect(server.asked).toEqual([`top/neighborhood/?radius=2&limit=${MOST_NEAR}&kinds=parent,prerequisite,related`]);
    expect([near.slugs[0], near.slugs.length]).toEqual(["top", MOST_NEAR]);
    expect(near.links).toHaveLength(MOST_NEAR - 1);
  });

  it("asks for nothing when no kind of link is shown", async () => {
    const server = new PieceServer(trees());
    expect(await fetchNear("bark", 1, new Set(), API)).toEqual({ slugs: ["bark"], links: [] });
    expect(server.asked).toEqual([]);
  });

  it("is nothing around a concept that the map does not have", async () => {
    new PieceServer(trees());
    expect(await fetchNear("nowhere", 1, ALL, API)).toEqual({ slugs: [], links: [] });
  });
});

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

describe("the map with further concepts", () => {
  const step = (slug: string, parent: string | null, colour: number | null = null) => ({
    slug, title: slug, summary: "", minutes: 1, published: true, children: 3, parent, colour,
  });

  it("has a top last, in the next colour, with its children to come", () => {
    const map = trees();
    const grown = withSteps(map, [step("soil", null)]);
    expect(grown.tops).toEqual(["roots", "light", "soil"]);
    const soil = grown.concepts.get("soil");
    expect(soil).toMatchObject({ parent: null, depth: 0, branch: 2, childCount: 3 });
    expect(soil && hasItsChildren(soil)).toBe(false);
    expect(map.tops).toEqual(["roots", "light"]);
  });

  it("has others last of their siblings, in the colour of what is above them", () => {
    const grown = withSteps(trees(), [step("soil", null), step("worms", "soil"), step("sap", "roots")]);
    expect(grown.concepts.get("worms")).toMatchObject({ parent: "soil", depth: 1, branch: 2 });
    expect(childrenOf(grown, "roots")).toEqual(["bark", "leaves", "sap"]);
  });

  it("takes the colours of the atlas, also for what is here already", () => {
    const grown = withSteps(trees(), [step("roots", null, 6), step("sap", "roots", 5), step("drop", "sap")]);
    expect(["roots", "sap", "drop"].map((slug) => grown.concepts.get(slug)?.branch)).toEqual([6, 5, 5]);
    expect(grown.tops).toEqual(["roots", "light"]);
  });

  it("leaves out what has no place here", () => {
    expect(withSteps(trees(), [step("lost", "nowhere")]).concepts.has("lost")).toBe(false);
  });
});
