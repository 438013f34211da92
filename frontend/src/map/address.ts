/**
 * The state of the map in the address of the page, and back. Whatever an address says, it yields the nearest sensible
 * state, with a sentence for each thing that could not be followed.
 */

import { deepestLevel, type KnowledgeMap, LINK_KINDS, type LinkKind } from "./concepts";
import { INITIAL, levelOf, MOST_RADIUS, type MapState, namedIn, openAll, openLevels, reveal, sameSets, VIEWS } from "./state";

export interface ReadAddress {
  state: MapState;
  faults: string[];
}

const ALL = "all";
const NONE = "none";
const LEVEL = /^level:(\d+)$/;
const MOST_QUOTED = 40;

/** Whether a slug that is not here may be in a part of a large map that has not come yet; `place`: where it is named. */
export type MayBe = (slug: string, place: "concept" | "open") => boolean;

export function readAddress(map: KnowledgeMap, query: string, mayBe: MayBe): ReadAddress {
  const asked = new URLSearchParams(query);
  const faults: string[] = [];
  // What is given twice counts as the server counts it: the last.
  const last = (name: string): string | null => asked.getAll(name).at(-1) ?? null;
  const concept = (name: string): string | null => {
    const slug = last(name) || null;
    if (slug === null || map.concepts.has(slug) || mayBe(slug, "concept")) return slug;
    faults.push(`This map has no concept “${quoted(slug)}”.`);
    return null;
  };
  const path = concept("path");
  const [from, to] = path === null ? [concept("from"), concept("to")] : [null, null];
  // One end is as good as the other to begin with.
  const ends = from === null ? { from: to, to: null } : { from, to };
  const state = {
    ...INITIAL,
    ...ends,
    path,
    concept: path === null && ends.from === null ? concept("concept") : null,
    known: path === null ? [] : listed(asked.getAll("know").join(",")),
    radius: readRadius(last("radius"), faults),
    kinds: readKinds(last("kinds"), faults),
    view: readView(last("view"), faults),
    open: readOpen(map, last("open"), mayBe, faults),
  };
  return { state: last("open") ? state : reveal(map, state, namedIn(state)), faults };
}

/** The query of a state: as short as can be, and empty for the state in which a map opens. */
export function writeAddress(map: KnowledgeMap, state: MapState): string {
  const pairs: [string, string | null][] = [
    ["concept", state.concept],
    ["path", state.path],
    ["know", state.path === null ? null : state.known.join(",")],
    ["from", state.from],
    ["to", state.to],
    ["open", writeOpen(map, state)],
    ["radius", state.radius === INITIAL.radius ? null : String(state.radius)],
    ["kinds", state.kinds.size === LINK_KINDS.length ? null : [...state.kinds].join(",") || "none"],
    ["view", state.view === INITIAL.view ? null : state.view],
  ];
  const query = pairs
    .filter((pair): pair is [string, string] => Boolean(pair[1]))
    // Commas and colons may stand in a query as they are, and are read more easily so.
    .map(([name, text]) => `${name}=${encodeURIComponent(text).replace(/%2C/g, ",").replace(/%3A/g, ":")}`)
    .join("&");
  return query && `?${query}`;
}

function readRadius(text: string | null, faults: string[]): number {
  if (text === null || text === "") return INITIAL.radius;
  const radius = Number(text);
  const nearest = Math.min(Math.max(Math.round(radius) || INITIAL.radius, 1), MOST_RADIUS);
  if (nearest !== radius) faults.push(`The radius goes from 1 to ${MOST_RADIUS}; ${nearest} is shown.`);
  return nearest;
}

function readKinds(text: string | null, faults: string[]): ReadonlySet<LinkKind> {
  if (text === null || text === "") return INITIAL.kinds;
  if (text === "none") return new Set();
  const words = listed(text);
  const unknown = words.filter((word) => !LINK_KINDS.includes(word as LinkKind));
  if (unknown.length) faults.push(`There are no links of the kind “${quoted(unknown.join(", "))}”.`);
  const kinds = LINK_KINDS.filter((kind) => words.includes(kind));
  return kinds.length ? new Set(kinds) : INITIAL.kinds;
}

function readView(text: string | null, faults: string[]): MapState["view"] {
  const view = VIEWS.find((each) => each === text);
  if (text && !view) faults.push(`There is no view “${quoted(text)}”.`);
  return view ?? INITIAL.view;
}

function readOpen(map: KnowledgeMap, text: string | null, mayBe: MayBe, faults: string[]): ReadonlySet<string> {
  const words = listed(text);
  // After a comma a word is a slug, whatever it says.
  const first = text?.startsWith(",") ? "" : (words[0] ?? NONE);
  if (first === NONE) return INITIAL.open;
  const level = LEVEL.exec(first);
  if (level) return openLevels(map, INITIAL, nearestLevel(map, Number(level[1]), faults)).open;
  const all = first === ALL;
  const named = all ? words.slice(1).map((word) => word.replace(/^!/, "")) : words;
  const unknown = named.filter((slug) => !map.concepts.has(slug) && !mayBe(slug, "open"));
  if (unknown.length) faults.push(`This map has no concept “${quoted(unknown.join(", "))}” to open.`);
  if (!all) return new Set(named.filter((slug) => !unknown.includes(slug) && map.concepts.get(slug)?.childCount !== 0));
  const open = new Set(openAll(map, INITIAL).open);
  for (const slug of named) open.delete(slug);
  return open;
}

function nearestLevel(map: KnowledgeMap, level: number, faults: string[]): number {
  const deepest = Math.max(deepestLevel(map), 1);
  const nearest = Math.min(Math.max(level, 1), deepest);
  if (nearest !== level) faults.push(`The levels of this map go from 1 to ${deepest}; ${nearest} is shown.`);
  return nearest;
}

/** The shortest way to name the open concepts: what is named opens by itself, a level, all less a few, or each. */
function writeOpen(map: KnowledgeMap, state: MapState): string | null {
  const { open } = state;
  if (sameSets(open, reveal(map, INITIAL, namedIn(state)).open)) return null;
  if (!open.size) return NONE;
  const all = openAll(map, INITIAL).open;
  const closed = [...all].filter((slug) => !open.has(slug));
  const onlyListed = [...open].some((slug) => !all.has(slug));
  if (!closed.length && !onlyListed) return ALL;
  const level = levelOf(map, open);
  if (level) return `level:${level}`;
  if (onlyListed || closed.length >= open.size) return ([ALL, NONE].some((word) => open.has(word)) ? "," : "") + [...open].join(",");
  return [ALL, ...closed.map((slug) => `!${slug}`)].join(",");
}

function listed(text: string | null): string[] {
  const words = (text ?? "").split(",").map((word) => word.trim());
  return [...new Set(words.filter(Boolean))];
}

function quoted(text: string): string {
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
}
