import { describe, expect, it } from "vitest";
import { deepestLevel, isWhole, readMap, trailTo } from "../../src/map/concepts";
import { hasItsChildren, withChildren } from "../../src/map/growth";
import { trees, treesData } from "./maps";

describe("reading a map", () => {
  it("gives every concept its parent, its depth and its branch's colour", () => {
    const map = trees();
    expect(map.tops).toEqual(["roots", "light"]);
    expect(map.concepts.get("veins")).toMatchObject({ parent: "leaves", depth: 2, branch: 0, published: false });
    expect(map.concepts.get("light")).toMatchObject({ parent: null, depth: 0, branch: 1 });
    expect(map.concepts.get("roots")?.children).toEqual(["bark", "leaves"]);
  });

  it("names the ends and kinds of links", () => {
    expect(trees().links).toEqual([
      { source: "light", target: "leaves", kind: "parent" },
      { source: "bark", target: "light", kind: "prerequisite" },
      { source: "veins", target: "bark", kind: "related" },
    ]);
  });

  it("gives the ninth top concept the first colour again", () => {
    const concepts = Array.from({ length: 9 }, (_, place): [string, string, string, number, number, number, number] => [
      `t${place}`, "T", "", 1, -1, 0, 1,
    ]);
    const map = readMap({ ...treesData(), concepts, links: [] });
    expect(map.concepts.get("t8")?.branch).toBe(0);
  });

  it("finds what lies above a concept, and how many levels can be opened", () => {
    expect(trailTo(trees(), "veins")).toEqual(["roots", "leaves"]);
    expect(trailTo(trees(), "light")).toEqual([]);
    expect(deepestLevel(trees())).toBe(2);
  });
});

describe("a map that comes in part", () => {
  const part = () => {
    const data = treesData();
    return readMap({ ...data, concepts: data.concepts.slice(0, 2), links: [] });
  };
  const row = (slug: string) => ({ slug, title: slug, summary: "", minutes: 1, published: true, children: 0 });

  it("knows that concepts are missing", () => {
    expect(isWhole(part())).toBe(false);
    expect(hasItsChildren(part().concepts.get("roots")!)).toBe(false);
    expect(isWhole(trees())).toBe(true);
  });

  it("takes the children of a concept, in the order given and once", () => {
    const grown = withChildren(withChildren(part(), "roots", [row("bark"), row("leaves")]), "roots", [row("bark")]);
    expect(grown.concepts.get("roots")?.children).toEqual(["bark", "leaves"]);
    expect(grown.concepts.get("bark")).toMatchObject({ depth: 1, branch: 0, parent: "roots" });
  });

  it("leaves a concept where it stands when it comes again below another", () => {
    const grown = withChildren(trees(), "light", [row("leaves")]);
    expect(grown.concepts.get("leaves")?.parent).toBe("roots");
    expect(grown.concepts.get("light")?.children).toEqual([]);
  });

  it("is the same map when the parent is unknown", () => {
    const map = part();
    expect(withChildren(map, "nowhere", [row("bark")])).toBe(map);
  });
});
