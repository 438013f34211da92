/**
 * A map as the picture knows it: its concepts as a tree, each once under its first parent, and the links across it.
 *
 * A large map comes in part; what is below a concept is added when it is opened.
 */

export const LINK_KINDS = ["parent", "prerequisite", "related"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface Concept {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly published: boolean;
  readonly parent: string | null;
  /** Links of the tree above it; a top concept has 0. */
  readonly depth: number;
  /** The number of its branch's colour. */
  readonly branch: number;
  /** How many children it has in the whole map, and those that are here, in the map's order. */
  readonly childCount: number;
  readonly children: readonly string[];
}

/** A link that is not a branch of the tree: to a further parent's child, a dependent, or a related concept. */
export interface Link {
  readonly source: string;
  readonly target: string;
  readonly kind: LinkKind;
}

export interface KnowledgeMap {
  readonly slug: string;
  readonly title: string;
  /** The state of the map that this is. */
  readonly revision: number;
  /** How many concepts the whole map has. */
  readonly total: number;
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly tops: readonly string[];
  readonly links: readonly Link[];
}

export type ConceptRow = readonly [
  slug: string,
  title: string,
  summary: string,
  minutes: number,
  parent: number,
  childCount: number,
  published: number,
];

/** What the server writes into the page: concepts breadth first, parents and links by place in the list. */
export interface MapData {
  map: string;
  title: string;
  revision: number;
  total: number;
  concepts: ConceptRow[];
  links: [source: number, target: number, kind: number][];
}

/** A child as the API gives it. */
export interface ChildRow {
  slug: string;
  title: string;
  summary: string;
  minutes: number;
  published: boolean;
  children: number;
}

const BRANCH_COLORS = 8;

export function readMap(data: MapData): KnowledgeMap {
  const concepts = new Map<string, Concept & { children: string[] }>();
  const tops: string[] = [];
  for (const [slug, title, summary, minutes, parentPlace, childCount, published] of data.concepts) {
    const above = concepts.get(data.concepts[parentPlace]?.[0] ?? "");
    const depth = above ? above.depth + 1 : 0;
    const branch = above ? above.branch : tops.length % BRANCH_COLORS;
    (above ? above.children : tops).push(slug);
    const parent = above?.slug ?? null;
    const own = { depth, branch, childCount, children: [] as string[] };
    concepts.set(slug, { slug, title, summary, minutes, published: published === 1, parent, ...own });
  }
  const slugAt = (place: number): string => data.concepts[place]?.[0] ?? "";
  const links = data.links.map(([source, target, kind]) => ({
    source: slugAt(source),
    target: slugAt(target),
    kind: LINK_KINDS[kind] ?? "related",
  }));
  return { slug: data.map, title: data.title, revision: data.revision, total: data.total, concepts, tops, links };
}

/** The map with these children below a concept, in the order given; those that are there already stay as they are. */
export function withChildren(map: KnowledgeMap, parent: string, rows: readonly ChildRow[]): KnowledgeMap {
  const above = map.concepts.get(parent);
  if (!above) return map;
  const concepts = new Map(map.concepts);
  for (const { slug, title, summary, minutes, published, children } of rows) {
    if (concepts.has(slug)) continue;
    const place = { parent, depth: above.depth + 1, branch: above.branch };
    concepts.set(slug, { slug, title, summary, minutes, published, ...place, childCount: children, children: [] });
  }
  const below = rows.map((row) => row.slug).filter((slug) => concepts.get(slug)?.parent === parent);
  const children = [...new Set([...above.children, ...below])];
  if (children.length === above.children.length) return map;
  concepts.set(parent, { ...above, children });
  return { ...map, concepts };
}

/** The map with one more concept without a parent, last of all. */
export function withTop(map: KnowledgeMap, row: ChildRow): KnowledgeMap {
  if (map.concepts.has(row.slug)) return map;
  const { slug, title, summary, minutes, published, children } = row;
  const place = { parent: null, depth: 0, branch: map.tops.length % BRANCH_COLORS };
  const concept = { slug, title, summary, minutes, published, ...place, childCount: children, children: [] };
  return { ...map, concepts: new Map([...map.concepts, [slug, concept]]), tops: [...map.tops, slug] };
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

export function isWhole(map: KnowledgeMap): boolean {
  return map.concepts.size === map.total;
}

/** Whether all of its children are here. */
export function hasItsChildren(concept: Concept): boolean {
  return concept.children.length >= concept.childCount;
}

/** The concepts above one, the top one first. */
export function trailTo(map: KnowledgeMap, slug: string): string[] {
  const trail: string[] = [];
  let above = map.concepts.get(slug)?.parent ?? null;
  while (above !== null) {
    trail.unshift(above);
    above = map.concepts.get(above)?.parent ?? null;
  }
  return trail;
}

/** The levels that can be opened: 1 shows the children of the top concepts. */
export function deepestLevel(map: KnowledgeMap): number {
  let deepest = 0;
  for (const concept of map.concepts.values()) {
    if (concept.childCount) deepest = Math.max(deepest, concept.depth + 1);
  }
  return deepest;
}
