/** What the picture shows, and what each action makes of it. Pure: an action takes a state and gives another. */

import { isWhole, type KnowledgeMap, LINK_KINDS, type LinkKind, trailTo } from "./concepts";
import type { Shown } from "./shown";

export const MOST_RADIUS = 3;
/** More than so many pills are neither legible nor quick. */
export const MOST_SHOWN = 300;

/** Of a map that is drawn as an atlas `tree` is the picture that others have. */
export const VIEWS = ["picture", "tree", "outline"] as const;
export type View = (typeof VIEWS)[number];

/** What the panel is about: at most one of a learning path, a connection, a concept. */
export interface MapState {
  readonly concept: string | null;
  readonly open: ReadonlySet<string>;
  readonly radius: number;
  readonly kinds: ReadonlySet<LinkKind>;
  readonly view: View;
  /** The concept that a learning path leads to, and what is known before it. */
  readonly path: string | null;
  readonly known: readonly string[];
  /** The ends of a connection; without `to` the visitor is choosing it. */
  readonly from: string | null;
  readonly to: string | null;
}

export const INITIAL: MapState = {
  concept: null,
  open: new Set(),
  radius: 1,
  kinds: new Set(LINK_KINDS),
  view: "picture",
  path: null,
  known: [],
  from: null,
  to: null,
};

const NOTHING = { concept: null, path: null, known: [], from: null, to: null } as const;

export function choose(map: KnowledgeMap, state: MapState, slug: string): MapState {
  if (state.from !== null && state.to === null && slug !== state.from) return connect(map, state, state.from, slug);
  return reveal(map, { ...state, ...NOTHING, concept: slug }, [slug]);
}

/** One step back: from a path or a connection to the concept it began with, from a concept to the whole map. */
export function stepBack(state: MapState): MapState {
  return { ...state, ...NOTHING, concept: state.path ?? state.from };
}

export function showPath(map: KnowledgeMap, state: MapState, slug: string, known: readonly string[]): MapState {
  return reveal(map, { ...state, ...NOTHING, path: slug, known }, [slug]);
}

export function connect(map: KnowledgeMap, state: MapState, from: string, to: string | null): MapState {
  return reveal(map, { ...state, ...NOTHING, from, to }, to === null ? [from] : [from, to]);
}

/** `isOpen`: whether it is to be closed; of a large map something may be open because all of it is near. */
export function toggle(state: MapState, slug: string, isOpen = state.open.has(slug)): MapState {
  const open = new Set(state.open);
  if (isOpen) open.delete(slug);
  else open.add(slug);
  return { ...state, open };
}

/** Opens what lies above these concepts, so that they can be seen. Of a large map they are seen without all that is beside them. */
export function reveal(map: KnowledgeMap, state: MapState, slugs: readonly string[]): MapState {
  if (!isWhole(map)) return state;
  const closed = slugs.flatMap((slug) => trailTo(map, slug)).filter((slug) => !state.open.has(slug));
  // The same state where nothing is to be opened: nothing need be laid out anew.
  return closed.length ? { ...state, open: new Set([...state.open, ...closed]) } : state;
}

/** Opens the first levels, as far as the picture can carry: 1 shows the children of the top concepts. */
export function openLevels(map: KnowledgeMap, state: MapState, levels: number): MapState {
  const open = new Set<string>();
  let shown = map.tops.length;
  for (const concept of map.concepts.values()) {
    if (!concept.childCount || concept.depth >= levels || (concept.parent !== null && !open.has(concept.parent))) continue;
    if (shown + concept.childCount > MOST_SHOWN) continue;
    shown += concept.childCount;
    open.add(concept.slug);
  }
  return { ...state, open };
}

export function openAll(map: KnowledgeMap, state: MapState): MapState {
  return openLevels(map, state, Number.POSITIVE_INFINITY);
}

/** Of a map that came in part: opens what is shown, what hides least first, as far as the picture can carry. */
export function openShown(state: MapState, shown: readonly Shown[]): MapState {
  const open = new Set(state.open);
  let count = shown.length;
  const hiding = shown.map(({ concept, open: isOpen, below }) => ({ slug: concept.slug, hidden: isOpen ? 0 : concept.childCount - below.length }));
  for (const { slug, hidden } of hiding.sort((one, other) => one.hidden - other.hidden)) {
    if (!hidden || count + hidden > MOST_SHOWN) continue;
    count += hidden;
    open.add(slug);
  }
  return { ...state, open };
}

/** The chosen concept stays in sight: its ancestors stay open. */
export function closeAll(map: KnowledgeMap, state: MapState): MapState {
  return reveal(map, { ...state, open: new Set() }, namedIn(state));
}

/** The level of which exactly these are open; nothing for other sets. */
export function levelOf(map: KnowledgeMap, open: ReadonlySet<string>): number | undefined {
  const depths = [...open].map((slug) => map.concepts.get(slug)?.depth ?? 0);
  const level = Math.max(-1, ...depths) + 1;
  return level && sameSets(openLevels(map, INITIAL, level).open, open) ? level : undefined;
}

/** The concepts that a state is about. */
export function namedIn({ concept, path, from, to }: MapState): string[] {
  return [concept, path, from, to].filter((slug) => slug !== null);
}

export function sameSets<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

export function toggleKind(state: MapState, kind: LinkKind): MapState {
  const kinds = new Set(state.kinds);
  if (!kinds.delete(kind)) kinds.add(kind);
  return { ...state, kinds };
}
