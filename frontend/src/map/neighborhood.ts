/** What lies around a concept: all within a radius of links, followed both ways. */

import type { KnowledgeMap, Link, LinkKind } from "./concepts";

const kept = new WeakMap<KnowledgeMap, Map<string, Link[]>>();

/** Every link of a concept, branches of the tree included. */
export function linksOf(map: KnowledgeMap, slug: string): readonly Link[] {
  let links = kept.get(map);
  if (!links) {
    links = new Map();
    for (const link of allLinks(map)) {
      for (const end of [link.source, link.target]) {
        const own = links.get(end);
        if (own) own.push(link);
        else links.set(end, [link]);
      }
    }
    kept.set(map, links);
  }
  return links.get(slug) ?? [];
}

/** The concepts within the radius with their distance, the center at 0, nearest first. */
export function neighborhood(
  map: KnowledgeMap,
  center: string,
  radius: number,
  kinds: ReadonlySet<LinkKind>,
): Map<string, number> {
  const distances = new Map([[center, 0]]);
  // A map that grows while it is walked is walked to its end: breadth first.
  for (const [here, distance] of distances) {
    if (distance === radius) break;
    for (const link of linksOf(map, here)) {
      const other = otherEnd(link, here);
      if (kinds.has(link.kind) && !distances.has(other)) distances.set(other, distance + 1);
    }
  }
  return distances;
}

export function otherEnd(link: Link, slug: string): string {
  return link.source === slug ? link.target : link.source;
}

function* allLinks(map: KnowledgeMap): Iterable<Link> {
  yield* map.links;
  for (const { slug, parent } of map.concepts.values()) {
    if (parent !== null) yield { source: parent, target: slug, kind: "parent" };
  }
}
