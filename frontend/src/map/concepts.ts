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

export const BRANCH_COLORS = 8;

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

export function isWhole(map: KnowledgeMap): boolean {
  return map.concepts.size === map.total;
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
