/** Parts of a large map that are fetched when they are opened, named or lit. */

import type { KnowledgeMap, Link, LinkKind } from "./concepts";
import { type ChildRow, hasItsChildren, type Step, withChildren } from "./growth";

/** More children than these are neither legible nor quick; the pages and the search have the rest. */
export const MOST_CHILDREN = 300;
/** As many as a tree around a concept shows at once and can be read. */
export const MOST_NEAR = 60;
const A_PAGE = 150;
/** So many slugs fit into an address. */
const A_REQUEST = 60;

/** Where a map's parts are: its concepts, with a slash at the end, and those with what is above them. */
export interface Sources {
  readonly concepts: string;
  readonly trails: string;
}

/** A concept's neighborhood: itself first, then the nearest, as many as can be read, and the links among them. */
export interface Near {
  readonly slugs: readonly string[];
  readonly links: readonly Link[];
}

/** The map with the children of a concept, as many as can be shown. Rejects when they cannot be had. */
export async function fetchChildren(map: KnowledgeMap, slug: string, { concepts }: Sources): Promise<KnowledgeMap> {
  const above = map.concepts.get(slug);
  if (!above || hasItsChildren(above) || above.children.length >= MOST_CHILDREN) return map;
  const rows: ChildRow[] = [];
  let query: string | null = `?limit=${A_PAGE}`;
  while (query !== null && rows.length < MOST_CHILDREN) {
    const page: { children: ChildRow[]; next: string | null } | null = await ask(`${concepts}${slug}/children/${query}`);
    rows.push(...(page?.children ?? []));
    query = page?.next ? new URL(page.next, location.href).search : null;
  }
  return withChildren(map, slug, rows.slice(0, MOST_CHILDREN));
}

/** What is not here of these concepts, with what lies above it. Rejects when it cannot be had. */
export async function fetchTrails(map: KnowledgeMap, slugs: readonly string[], { trails }: Sources): Promise<readonly Step[]> {
  const lacking = [...new Set(slugs)].filter((slug) => !map.concepts.has(slug));
  const parts = Array.from({ length: Math.ceil(lacking.length / A_REQUEST) }, (_, part) => lacking.slice(part * A_REQUEST, (part + 1) * A_REQUEST));
  const answers = await Promise.all(parts.map((part) => ask<{ concepts: Step[] }>(`${trails}?concepts=${part.map(encodeURIComponent).join(",")}`)));
  return answers.flatMap((answer) => answer?.concepts ?? []);
}

/** What is around a concept by links of some kinds; nothing around one that the map does not have. */
export async function fetchNear(slug: string, radius: number, kinds: ReadonlySet<LinkKind>, { concepts }: Sources): Promise<Near> {
  if (!kinds.size) return { slugs: [slug], links: [] };
  const query = `?radius=${radius}&limit=${MOST_NEAR}&kinds=${[...kinds].join(",")}`;
  const answer = await ask<{ nodes: { slug: string }[]; links: Link[] }>(`${concepts}${slug}/neighborhood/${query}`);
  return { slugs: answer?.nodes.map((node) => node.slug) ?? [], links: answer?.links ?? [] };
}

/** Null for a concept that the map does not have: an address has named it in vain, or it has been taken out since. */
async function ask<Answer>(address: string): Promise<Answer | null> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}
