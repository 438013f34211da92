/** What is lit: fetched from the API with the places where it stands, since tiles show what is important and not what is meant. */

import type { Link, LinkKind } from "../map/concepts";
import type { Way } from "../map/emphasis";
import { type Place, UNIT } from "./grid";
import type { Mark } from "./tile";

export interface LitMark extends Mark {
  /** The depth from which on tiles show it. */
  readonly depth: Place["z"];
}

export interface LitLink {
  readonly source: LitMark;
  readonly target: LitMark;
  readonly kind: LinkKind;
  /** 0 the first or only way, then the others. */
  readonly route: number;
}

export interface Lit {
  readonly marks: readonly LitMark[];
  readonly ids: ReadonlySet<number>;
  readonly links: readonly LitLink[];
  /** The chosen concept, or the ends of a way. */
  readonly ends: readonly LitMark[];
  readonly isWay: boolean;
  /** The numbers of a path's steps, by id. */
  readonly numbers: ReadonlyMap<number, number>;
}

export interface Addresses {
  /** Of the map's concepts, and of its places, each with a slash at its end. */
  readonly concepts: string;
  readonly places: string;
}

interface PlacesAnswer {
  version: string;
  places: { id: number; slug: string; title: string; x: number; y: number; z: number; colour: number }[];
}

const MOST_AROUND = 160;
/** So many slugs fit into an address. */
const A_REQUEST = 60;
const MOST_STEPS = 240;

/** The version of the layout, "" without one. Rejects when the server does not answer. */
export async function fetchVersion({ places }: Addresses): Promise<string> {
  return (await ask<PlacesAnswer>(places, null)).version;
}

/** Where concepts stand, by slug. Rejects when the server does not answer. */
export async function fetchPlaces(slugs: readonly string[], { places }: Addresses, signal: AbortSignal): Promise<Map<string, LitMark>> {
  const parts = Array.from({ length: Math.ceil(slugs.length / A_REQUEST) }, (_, part) => slugs.slice(part * A_REQUEST, (part + 1) * A_REQUEST));
  const answers = await Promise.all(
    parts.map((part) => ask<PlacesAnswer>(`${places}?concepts=${part.map(encodeURIComponent).join(",")}`, signal)),
  );
  const rows = answers.flatMap((answer) => answer.places);
  // What is lit comes before all else, whatever rank it has.
  return new Map(rows.map(({ x, y, z, ...row }) => [row.slug, { ...row, x: x / UNIT, y: y / UNIT, depth: z, rank: -1, below: 0 }]));
}

/** A concept with what is linked to it within a radius. */
export async function fetchAround(
  slug: string,
  radius: number,
  kinds: ReadonlySet<LinkKind>,
  addresses: Addresses,
  signal: AbortSignal,
): Promise<Lit> {
  const query = new URLSearchParams({ radius: String(radius), limit: String(MOST_AROUND), kinds: [...kinds].join(",") });
  const near = kinds.size
    ? await ask<{ nodes: { slug: string; distance: number }[]; links: Link[] }>(`${addresses.concepts}${slug}/neighborhood/?${query}`, signal)
    : { nodes: [{ slug, distance: 0 }], links: [] };
  const marks = await fetchPlaces(near.nodes.map((node) => node.slug), addresses, signal);
  const rim = new Set(near.nodes.filter(({ distance }) => distance === radius).map((node) => node.slug));
  // Links between two concepts of the rim would make a hairball and say nothing of the center.
  const links = near.links.filter(({ source, target }) => !(rim.has(source) && rim.has(target)));
  return litOf(marks, links.map((link) => ({ ...link, route: 0 })), [slug], null);
}

/** A learning path or a connection, as the panel lists it. */
export async function fetchWay(way: Way, addresses: Addresses, signal: AbortSignal): Promise<Lit> {
  const routes = way.routes.map((route) => route.slice(-MOST_STEPS));
  const marks = await fetchPlaces([...new Set(routes.flat())], addresses, signal);
  const steps = routes.flatMap((route, number) =>
    route.slice(1).map((target, place) => ({ source: route[place] ?? "", target, kind: "parent" as LinkKind, route: number })),
  );
  const ends = way.kind === "path" ? [routes[0]?.at(-1)] : [routes[0]?.[0], routes[0]?.at(-1)];
  return litOf(marks, steps, ends.filter((slug) => slug !== undefined), way);
}

function litOf(marks: ReadonlyMap<string, LitMark>, links: readonly (Link & { route: number })[], ends: readonly string[], way: Way | null): Lit {
  const here = (slugs: readonly string[]): LitMark[] => slugs.flatMap((slug) => marks.get(slug) ?? []);
  const numbered = way?.kind === "path" ? here(way.routes[0] ?? []) : [];
  return {
    marks: [...marks.values()],
    ids: new Set([...marks.values()].map((mark) => mark.id)),
    links: links.flatMap(({ source, target, kind, route }) => {
      const [from, to] = [marks.get(source), marks.get(target)];
      return from && to ? [{ source: from, target: to, kind, route }] : [];
    }),
    ends: here(ends),
    isWay: way !== null,
    numbers: new Map(numbered.map((mark, place) => [mark.id, place + 1])),
  };
}

async function ask<Answer>(address: string, signal: AbortSignal | null): Promise<Answer> {
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return (await answer.json()) as Answer;
}
