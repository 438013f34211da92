/** What comes forward: the neighborhood of a chosen concept, a learning path, or a connection. Pure. */

import type { KnowledgeMap, Link, LinkKind } from "./concepts";
import { linksOf, neighborhood } from "./neighborhood";
import type { MapState } from "./state";

/** A learning path or the routes of a connection, as the panel lists them. */
export interface Way {
  readonly kind: "path" | "connection";
  /** Concepts in order; of a connection its routes, the shortest first. */
  readonly routes: readonly (readonly string[])[];
}

export interface LitLink extends Link {
  /** Which light it carries: 0 the first or only one, then the alternatives. */
  readonly route: number;
  /** Its place in the order in which a way lights up. */
  readonly order: number;
}

export interface Emphasis {
  /** Concepts that stay bright while the rest steps back; null when nothing steps back. */
  readonly bright: ReadonlySet<string> | null;
  /** The numbers of a learning path's steps. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly links: readonly LitLink[];
}

export const NO_EMPHASIS: Emphasis = { bright: null, numbers: new Map(), links: [] };

export function emphasisOf(map: KnowledgeMap, state: MapState, way: Way | null): Emphasis {
  if (way) {
    const { links, ...rest } = way.kind === "path" ? ofPath(map, way.routes[0] ?? []) : ofRoutes(map, way.routes);
    return { ...rest, links: links.filter((link) => state.kinds.has(link.kind)) };
  }
  const center = state.concept ?? state.path ?? state.from;
  return center === null ? NO_EMPHASIS : ofNeighborhood(map, center, state.radius, state.kinds);
}

function ofNeighborhood(map: KnowledgeMap, center: string, radius: number, kinds: ReadonlySet<LinkKind>): Emphasis {
  const distances = neighborhood(map, center, radius, kinds);
  const links = new Set<Link>();
  for (const [slug, distance] of distances) {
    // Links between two concepts of the rim would make a hairball and say nothing of the center.
    if (distance === radius) continue;
    for (const link of linksOf(map, slug)) if (kinds.has(link.kind)) links.add(link);
  }
  return { bright: new Set(distances.keys()), numbers: new Map(), links: [...links].map(lit(0, () => 0)) };
}

/** The steps by number, and the links by which each is needed for a later one. */
function ofPath(map: KnowledgeMap, steps: readonly string[]): Emphasis {
  const numbers = new Map(steps.map((slug, place) => [slug, place + 1]));
  const links = steps.flatMap((slug) =>
    linksOf(map, slug).filter((link) => link.source === slug && link.kind !== "related" && numbers.has(link.target)),
  );
  return { bright: new Set(steps), numbers, links: links.map(lit(0, (link) => numbers.get(link.target) ?? 0)) };
}

function ofRoutes(map: KnowledgeMap, routes: readonly (readonly string[])[]): Emphasis {
  const seen = new Set<Link>();
  const links = routes.flatMap((route, number) =>
    route.slice(1).flatMap((slug, place) => {
      const before = route[place] ?? "";
      const hop = linksOf(map, before).find((link) => link.source === slug || link.target === slug);
      if (!hop || seen.has(hop)) return [];
      seen.add(hop);
      return [lit(number, () => place + 1)(hop)];
    }),
  );
  return { bright: new Set(routes.flat()), numbers: new Map(), links };
}

function lit(route: number, order: (link: Link) => number): (link: Link) => LitLink {
  return (link) => ({ ...link, route, order: order(link) });
}
