import { describe, expect, it } from "vitest";
import { LINK_KINDS, type LinkKind } from "../../src/map/concepts";
import { emphasisOf } from "../../src/map/emphasis";
import { linksOf, neighborhood, otherEnd } from "../../src/map/neighborhood";
import { choose, INITIAL, toggleKind } from "../../src/map/state";
import { randomMap, trees } from "./maps";

const ALL: ReadonlySet<LinkKind> = new Set(LINK_KINDS);

describe("the neighborhood", () => {
  it("follows links both ways, as far as the radius, nearest first", () => {
    expect([...neighborhood(trees(), "bark", 1, ALL)]).toEqual([["bark", 0], ["light", 1], ["veins", 1], ["roots", 1]]);
    expect(neighborhood(trees(), "bark", 2, ALL).get("leaves")).toBe(2);
  });

  it("follows only links of the kinds asked for", () => {
    expect([...neighborhood(trees(), "bark", 3, new Set(["related"])).keys()]).toEqual(["bark", "veins"]);
  });

  it("grows with the radius, and every concept in it has a neighbor one nearer", () => {
    for (let seed = 1; seed < 30; seed++) {
      const map = randomMap(seed);
      for (let radius = 1; radius <= 3; radius++) {
        const near = neighborhood(map, "c0", radius, ALL);
        const nearer = neighborhood(map, "c0", radius - 1, ALL);
        for (const slug of nearer.keys()) expect(near.has(slug)).toBe(true);
        for (const [slug, distance] of near) {
          if (!distance) continue;
          const steps = linksOf(map, slug).map((link) => near.get(otherEnd(link, slug)));
          expect(steps).toContain(distance - 1);
        }
      }
    }
  });
});

describe("what comes forward", () => {
  it("is nothing while nothing is chosen", () => {
    expect(emphasisOf(trees(), INITIAL, null)).toMatchObject({ bright: null, links: [] });
  });

  it("is the neighborhood of a chosen concept, and the links that touch it", () => {
    const { bright, links } = emphasisOf(trees(), choose(trees(), INITIAL, "bark"), null);
    expect([...bright!].sort()).toEqual(["bark", "light", "roots", "veins"]);
    expect(links.map((link) => `${link.source} ${link.target}`).sort()).toEqual(["bark light", "roots bark", "veins bark"]);
  });

  it("leaves out the kinds that are turned off", () => {
    const state = toggleKind(choose(trees(), INITIAL, "bark"), "related");
    const { bright, links } = emphasisOf(trees(), state, null);
    expect(bright!.has("veins")).toBe(false);
    expect(links.some((link) => link.kind === "related")).toBe(false);
  });

  it("is the steps of a path in order, numbered, and the teaching links among them", () => {
    const way = { kind: "path" as const, routes: [["roots", "bark", "light"]] };
    const { numbers, links } = emphasisOf(trees(), INITIAL, way);
    expect([...numbers]).toEqual([["roots", 1], ["bark", 2], ["light", 3]]);
    expect(links.map((link) => [link.source, link.target, link.order])).toEqual([["roots", "bark", 2], ["bark", "light", 3]]);
  });

  it("is each hop of each route once, the shortest route first", () => {
    const way = { kind: "connection" as const, routes: [["bark", "veins"], ["bark", "roots", "leaves", "veins"]] };
    const { links, bright } = emphasisOf(trees(), INITIAL, way);
    expect(links.map((link) => [link.source, link.target, link.route])).toEqual([
      ["veins", "bark", 0], ["roots", "bark", 1], ["roots", "leaves", 1], ["leaves", "veins", 1],
    ]);
    expect(bright!.size).toBe(4);
  });
});
