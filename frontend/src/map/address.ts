/**
 * The state of the map in the address of the page, and back. Whatever an address says, it yields the nearest sensible
 * state, with a sentence for each thing that could not be followed.
 */

import { type KnowledgeMap, LINK_KINDS, type LinkKind } from "./concepts";
import { INITIAL, MOST_RADIUS, type MapState, openAll, openLevels, reveal } from "./state";

export interface ReadAddress {
  state: MapState;
  faults: string[];
}

const LEVEL = /^level:([1-9]\d?)$/;
const MOST_QUOTED = 40;

/** A slug that is not here may be in the part of a large map that has not come yet: the server has looked it up. */
export function readAddress(map: KnowledgeMap, query: string, foundByServer: ReadonlySet<string>): ReadAddress {
  const asked = new URLSearchParams(query);
  const faults: string[] = [];
  const concept = (name: string): string | null => {
    const slug = asked.get(name) || null;
    if (slug === null || map.concepts.has(slug) || foundByServer.has(slug)) return slug;
    faults.push(`This map has no concept “${quoted(slug)}”.`);
    return null;
  };
  const path = concept("path");
  const from = path === null ? concept("from") : null;
  const ends = { from, to: from === null ? null : concept("to") };
  const chosen = path === null && from === null ? concept("concept") : null;
  const known = path === null ? [] : listed(asked.get("know"));
  const state = {
    ...INITIAL,
    ...ends,
    concept: chosen,
    path,
    known,
    radius: readRadius(asked.get("radius"), faults),
    kinds: readKinds(asked.get("kinds"), faults),
    view: readView(asked.get("view"), faults),
    open: readOpen(map, asked.get("open"), faults),
  };
  const seen = [state.concept, state.path, state.from, state.to].filter((slug) => slug !== null);
  return { state: reveal(map, state, seen), faults };
}

/** The query of a state: as short as can be, and empty for the state in which a map opens. */
export function writeAddress(map: KnowledgeMap, state: MapState): string {
  const pairs: [string, string | null][] = [
    ["concept", state.concept],
    ["path", state.path],
    ["know", state.path === null ? null : state.known.join(",")],
    ["from", state.from],
    ["to", state.to],
    ["open", writeOpen(map, state.open)],
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
  if (text !== null && text !== "" && text !== "picture" && text !== "outline") {
    faults.push(`There is no view “${quoted(text)}”.`);
  }
  return text === "outline" ? text : INITIAL.view;
}

function readOpen(map: KnowledgeMap, text: string | null, faults: string[]): ReadonlySet<string> {
  const words = listed(text);
  const first = words[0] ?? "";
  const level = LEVEL.exec(first);
  if (level) return openLevels(map, INITIAL, Number(level[1])).open;
  const closed = first === "all" ? words.slice(1).map((word) => word.replace(/^!/, "")) : [];
  const named = first === "all" ? closed : words;
  const unknown = named.filter((slug) => !map.concepts.has(slug));
  if (unknown.length) faults.push(`This map has no concept “${quoted(unknown.join(", "))}” to open.`);
  if (first !== "all") return new Set(words.filter((slug) => map.concepts.get(slug)?.childCount));
  const open = new Set(openAll(map, INITIAL).open);
  for (const slug of closed) open.delete(slug);
  return open;
}

/** The shortest way to name the open concepts: a level, all less a few, or each. */
function writeOpen(map: KnowledgeMap, open: ReadonlySet<string>): string | null {
  if (!open.size) return null;
  const all = openAll(map, INITIAL).open;
  const depths = [...open].map((slug) => map.concepts.get(slug)?.depth ?? 0);
  const levels = Math.max(...depths) + 1;
  const closed = [...all].filter((slug) => !open.has(slug));
  const onlyListed = [...open].some((slug) => !all.has(slug));
  if (!closed.length && !onlyListed) return "all";
  if (sameSets(openLevels(map, INITIAL, levels).open, open)) return `level:${levels}`;
  if (onlyListed || closed.length >= open.size) return [...open].join(",");
  return ["all", ...closed.map((slug) => `!${slug}`)].join(",");
}

function sameSets(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

function listed(text: string | null): string[] {
  const words = (text ?? "").split(",").map((word) => word.trim());
  return [...new Set(words.filter(Boolean))];
}

function quoted(text: string): string {
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
}
