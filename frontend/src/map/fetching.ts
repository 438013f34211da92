/** Parts of a large map that are fetched when they are opened, named or lit. */

import { type ChildRow, hasItsChildren, type KnowledgeMap, type Link, withChildren, withLinks, withTop } from "./concepts";

/** More children than these are neither legible nor quick; the pages and the search have the rest. */
export const MOST_CHILDREN = 300;
const A_PAGE = 150;

interface ConceptAnswer extends Omit<ChildRow, "children"> {
  trail: { slug: string }[];
  child_count: number;
}

/** The map with the children of a concept, as many as can be shown. Rejects when they cannot be had. */
export async function fetchChildren(map: KnowledgeMap, slug: string, api: string): Promise<KnowledgeMap> {
  const above = map.concepts.get(slug);
  if (!above || hasItsChildren(above) || above.children.length >= MOST_CHILDREN) return map;
  const rows: ChildRow[] = [];
  let query: string | null = `?limit=${A_PAGE}`;
  while (query !== null && rows.length < MOST_CHILDREN) {
    const page: { children: ChildRow[]; next: string | null } | null = await ask(`${api}${slug}/children/${query}`);
    rows.push(...(page?.children ?? []));
    query = page?.next ? new URL(page.next, location.href).search : null;
  }
  return withChildren(map, slug, rows.slice(0, MOST_CHILDREN));
}

/** The map with a concept that it lacks so far, and with all that lies above it and beside those; as it is if there is none. */
export async function fetchConcept(map: KnowledgeMap, slug: string, api: string): Promise<KnowledgeMap> {
  if (map.concepts.has(slug)) return map;
  const answer = await ask<ConceptAnswer>(`${api}${slug}/`);
  if (answer === null) return map;
  const { trail, child_count, ...words } = answer;
  const row: ChildRow = { ...words, children: child_count };
  let grown = map;
  for (const above of trail) {
    grown = await fetchConcept(grown, above.slug, api);
    grown = await fetchChildren(grown, above.slug, api);
  }
  if (grown.concepts.has(slug)) return grown;
  // One of very many siblings is beyond what was fetched of them.
  const parent = trail.at(-1)?.slug;
  return parent === undefined ? withTop(grown, row) : withChildren(grown, parent, [row]);
}

/** The map with the links around a concept, as far as both ends are here. */
export async function fetchLinks(map: KnowledgeMap, slug: string, radius: number, api: string): Promise<KnowledgeMap> {
  const answer = await ask<{ links: Link[] }>(`${api}${slug}/neighborhood/?radius=${radius}&limit=${MOST_CHILDREN}`);
  return withLinks(map, answer?.links ?? []);
}

/** Null for a concept that the map does not have: an address has named it in vain, or it has been taken out since. */
async function ask<Answer>(address: string): Promise<Answer | null> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}
