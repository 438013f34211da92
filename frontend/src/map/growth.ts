/** A map that comes in part, as it grows: what is added takes its place below what is here. Pure. */

import { BRANCH_COLORS, type Concept, type KnowledgeMap, type Link } from "./concepts";

/** A child as the API gives it. */
export interface ChildRow {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly published: boolean;
  readonly children: number;
}

/** A concept as the API gives it with what is above it. */
export interface Step extends ChildRow {
  readonly parent: string | null;
  /** The number of its colour on the atlas; null where there is none. */
  readonly colour: number | null;
}

/** The map with these children below a concept, in the order given and before others; those that are there stay as they are. */
export function withChildren(map: KnowledgeMap, parent: string, rows: readonly ChildRow[]): KnowledgeMap {
  const above = map.concepts.get(parent);
  if (!above) return map;
  const concepts = new Map(map.concepts);
  for (const row of rows) {
    if (!concepts.has(row.slug)) concepts.set(row.slug, conceptOf(row, above, above.branch));
  }
  const below = rows.map((row) => row.slug).filter((slug) => concepts.get(slug)?.parent === parent);
  const children = [...new Set([...below, ...above.children])];
  if (children.length === above.children.length) return map;
  concepts.set(parent, { ...above, children });
  return { ...map, concepts };
}

/** The map with further top concepts, which come after the `first` ones and before any other. */
export function withTops(map: KnowledgeMap, first: readonly string[], rows: readonly ChildRow[]): KnowledgeMap {
  if (!rows.length) return map;
  const concepts = new Map(map.concepts);
  rows.forEach((row, place) => {
    if (!concepts.has(row.slug)) concepts.set(row.slug, conceptOf(row, null, (first.length + place) % BRANCH_COLORS));
  });
  const tops = new Set([...first, ...rows.map((row) => row.slug), ...map.tops]);
  return { ...map, concepts, tops: [...tops].filter((slug) => concepts.get(slug)?.parent === null) };
}

/** The map with these concepts, each after what is above it and last of its siblings; in the colours that the atlas gives them. */
export function withSteps(map: KnowledgeMap, steps: readonly Step[]): KnowledgeMap {
  const concepts = new Map(map.concepts);
  const tops = [...map.tops];
  for (const step of steps) {
    const { slug, parent, colour } = step;
    const [here, above] = [concepts.get(slug), concepts.get(parent ?? "")];
    if (here) {
      concepts.set(slug, { ...here, branch: colour ?? here.branch });
    } else if (above) {
      concepts.set(slug, conceptOf(step, above, colour ?? above.branch));
      concepts.set(above.slug, { ...above, children: [...above.children, slug] });
    } else if (parent === null) {
      concepts.set(slug, conceptOf(step, null, colour ?? tops.length % BRANCH_COLORS));
      tops.push(slug);
    }
  }
  return { ...map, concepts, tops };
}

/** The map with further links: those whose ends are here, and that are no branches of the tree. */
export function withLinks(map: KnowledgeMap, links: readonly Link[]): KnowledgeMap {
  const keyOf = ({ source, target, kind }: Link): string => `${source} ${target} ${kind}`;
  const known = new Set(map.links.map(keyOf));
  const fresh = links.filter((link) => {
    const isBranch = link.kind === "parent" && map.concepts.get(link.target)?.parent === link.source;
    return map.concepts.has(link.source) && map.concepts.has(link.target) && !isBranch && !known.has(keyOf(link));
  });
  if (!fresh.length) return map;
  return { ...map, links: [...map.links, ...fresh.map(({ source, target, kind }) => ({ source, target, kind }))] };
}

/** Whether all of its children are here. */
export function hasItsChildren(concept: Concept): boolean {
  return concept.children.length >= concept.childCount;
}

function conceptOf({ slug, title, summary, minutes, published, children }: ChildRow, above: Concept | null, branch: number): Concept {
  const place = { parent: above?.slug ?? null, depth: above ? above.depth + 1 : 0, branch };
  return { slug, title, summary, minutes, published, ...place, childCount: children, children: [] };
}
