/** Small maps to test with, and random ones. */

import type { ConceptRow, MapData } from "../../src/map/concepts";
import { type KnowledgeMap, readMap } from "../../src/map/concepts";

/** Roots (Bark, Leaves (Veins)), Light; Leaves also under Light; Bark before Light; Veins related to Bark. */
export function trees(): KnowledgeMap {
  return readMap(treesData());
}

export function treesData(): MapData {
  return {
    map: "trees",
    title: "Trees",
    revision: 3,
    total: 5,
    concepts: [
      ["roots", "Roots", "What holds and drinks.", 2, -1, 2, 1],
      ["light", "Light", "What feeds.", 3, -1, 0, 1],
      ["bark", "Bark", "What shields.", 1, 0, 0, 1],
      ["leaves", "Leaves", "What eats light.", 4, 0, 1, 1],
      ["veins", "Veins", "What carries.", 5, 3, 0, 0],
    ],
    links: [
      [1, 3, 0],
      [2, 1, 1],
      [4, 2, 2],
    ],
  };
}

/** Numbers from 0 up to but not including 1, the same for the same seed. Source: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random map: every concept below an earlier one or at the top, with random links. */
export function randomMap(seed: number, size = 40): KnowledgeMap {
  const random = seeded(seed);
  const parents = Array.from({ length: size }, (_, place) => (place && random() < 0.85 ? Math.floor(random() * place) : -1));
  // Breadth first, as the server gives them: by depth, then by place.
  const depthOf = (place: number): number => ((parents[place] ?? -1) < 0 ? 0 : 1 + depthOf(parents[place] ?? -1));
  const order = parents.map((_, place) => place).sort((one, other) => depthOf(one) - depthOf(other) || one - other);
  const placeOf = new Map(order.map((old, now) => [old, now]));
  const concepts = order.map((old): ConceptRow => {
    const children = parents.filter((parent) => parent === old).length;
    return [`c${old}`, `Concept ${old}`, `About ${old}.`, 1, placeOf.get(parents[old] ?? -1) ?? -1, children, 1];
  });
  const links = Array.from({ length: size }, (): [number, number, number] => [
    Math.floor(random() * size),
    Math.floor(random() * size),
    1 + Math.floor(random() * 2),
  ]);
  const apart = links.filter(([source, target]) => source !== target);
  return readMap({ map: "random", title: "Random", revision: 1, total: size, concepts, links: apart });
}

/** The first concepts of a map, as the page of a large one has them, and the links among them. */
export function partOf(map: KnowledgeMap, size: number): KnowledgeMap {
  const here = new Set([...map.concepts.keys()].slice(0, size));
  const among = (slugs: readonly string[]): string[] => slugs.filter((slug) => here.has(slug));
  const kept = [...map.concepts.values()].filter((concept) => here.has(concept.slug));
  return {
    ...map,
    concepts: new Map(kept.map((concept) => [concept.slug, { ...concept, children: among(concept.children) }])),
    tops: among(map.tops),
    links: map.links.filter((link) => here.has(link.source) && here.has(link.target)),
  };
}

/** One concept, "top", with very many below it, "c0" and so on, and below the last of these another, "deep". */
export function wideMap(children: number): KnowledgeMap {
  const rows = Array.from({ length: children }, (_, place): ConceptRow => [
    `c${place}`, `Concept ${place}`, "", 1, 0, place === children - 1 ? 1 : 0, 1,
  ]);
  const concepts: ConceptRow[] = [["top", "Top", "", 1, -1, children, 1], ...rows, ["deep", "Deep", "", 1, children, 0, 1]];
  return readMap({ map: "random", title: "Wide", revision: 1, total: concepts.length, concepts, links: [] });
}
