/** Parts of a large map that are fetched when they are opened. */

import { type ChildRow, hasItsChildren, type KnowledgeMap, withChildren } from "./concepts";

const MOST_AT_ONCE = 200;

/** The map with the children of a concept; the same map when they are there. Rejects when they cannot be had. */
export async function fetchChildren(map: KnowledgeMap, slug: string, api: string): Promise<KnowledgeMap> {
  const concept = map.concepts.get(slug);
  if (!concept || hasItsChildren(concept)) return map;
  const { children } = await ask<{ children: ChildRow[] }>(`${api}${slug}/children/?limit=${MOST_AT_ONCE}`);
  return withChildren(map, slug, children);
}

/** The map with a concept that it lacks so far, and all that lies above it. */
export async function fetchConcept(map: KnowledgeMap, slug: string, api: string): Promise<KnowledgeMap> {
  if (map.concepts.has(slug)) return map;
  const found = await ask<Omit<ChildRow, "children"> & { trail: { slug: string }[]; children: unknown[] }>(`${api}${slug}/`);
  let grown = map;
  for (const above of found.trail) grown = await fetchChildren(grown, above.slug, api);
  const parent = found.trail.at(-1)?.slug;
  // One of very many siblings may be beyond the first page of them.
  return parent === undefined || grown.concepts.has(slug)
    ? grown
    : withChildren(grown, parent, [{ ...found, children: found.children.length }]);
}

async function ask<Answer>(address: string): Promise<Answer> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}
