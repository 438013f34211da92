/** Parts of a large map that are fetched when they are opened, named or lit. */

import { type ChildRow, type KnowledgeMap, type Link, withChildren, withLinks, withTop } from "./concepts";

/** More children than these are neither legible nor quick; the pages and the search have the rest. */
export const MOST_CHILDREN = 300;
const A_PAGE = 150;

interface ConceptAnswer extends Omit<ChildRow, "children"> {
  trail: { slug: string }[];
  child_count: number;
}

/** The map with the children of a concept, as many as can be shown. Rejects when they cannot be had. */
export async function fetchChildren(map: KnowledgeMap, slug: string, api: string): Promise<KnowledgeMap> {
  const rows: ChildRow[] = [];
  let query: string | null = `?limit=${A_PAGE}`;
  while (query !== null && rows.length < MOST_CHILDREN) {
    const page: { children: ChildRow[]; next: string | null } = await ask(`${api}${slug}/children/${query}`);
    rows.push(...page.children);
    query = page.next === null ? null : new URL(page.next, location.href).search;
  }
  return withChildren(map, slug, rows.slice(0, MOST_CHILDREN));
}

/** The map with a concept that it lacks so far, and with all that lies above it and beside those. */
export async function fetchConcept(map: KnowledgeMap, slug: string, api: string): Promise<KnowledgeMap> {
  if (map.concepts.has(slug)) return map;
  const found = await ask<ConceptAnswer | null>(`${api}${slug}/`, null);
  // The server has said already that there is no such concept.
  if (!found) return map;
  const { trail, child_count, ...words } = found;
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
  const { links } = await ask<{ links: Link[] }>(`${api}${slug}/neighborhood/?radius=${radius}&limit=${MOST_CHILDREN}`);
  return withLinks(map, links);
}

/** `otherwise`: what a 404 is taken for; without it that is a failure like any other. */
async function ask<Answer>(address: string, otherwise?: Answer): Promise<Answer> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (answer.status === 404 && otherwise !== undefined) return otherwise;
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}
