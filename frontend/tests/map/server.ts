/** A server to test with: it has a whole map and gives it piece by piece, as the API does. */

import { vi } from "vitest";
import { type KnowledgeMap, LINK_KINDS, trailTo } from "../../src/map/concepts";
import type { Sources } from "../../src/map/fetching";
import type { ChildRow, Step } from "../../src/map/growth";
import { neighborhood } from "../../src/map/neighborhood";

const BASE = "/api/v1/maps/random/";
export const API: Sources = { concepts: `${BASE}concepts/`, trails: `${BASE}trails/` };

export class PieceServer {
  /** What was asked, from after the address of the map's concepts, or for trails of the map, in order. */
  readonly asked: string[] = [];
  /** The most requests that were under way at the same time. */
  most = 0;
  /** Which requests find no connection. */
  down: (asked: string) => boolean = () => false;
  /** The colour of every concept on the atlas, if there is one. */
  colour: number | null = null;
  #underWay = 0;

  constructor(public map: KnowledgeMap) {
    vi.stubGlobal("fetch", (address: string) => this.#fetch(address));
  }

  async #fetch(address: string): Promise<Response> {
    const asked = address.replace(API.concepts, "").replace(BASE, "");
    this.asked.push(asked);
    this.most = Math.max(this.most, ++this.#underWay);
    await Promise.resolve();
    this.#underWay--;
    if (this.down(asked)) throw new TypeError("offline");
    const answer = this.#answer(new URL(address, "https://kinapse.example"));
    return answer === null ? new Response("{}", { status: 404 }) : new Response(JSON.stringify(answer));
  }

  #answer({ pathname, searchParams }: URL): object | null {
    if (pathname === API.trails) return { concepts: this.#trails((searchParams.get("concepts") ?? "").split(",")) };
    const [slug = "", part = ""] = pathname.slice(API.concepts.length).split("/");
    if (!this.map.concepts.has(slug)) return null;
    if (part === "children") return this.#children(slug, Number(searchParams.get("limit")), Number(searchParams.get("cursor")));
    if (part === "neighborhood") return this.#near(slug, Number(searchParams.get("radius")), Number(searchParams.get("limit")));
    return null;
  }

  /** What is above comes first; what the map does not have is left out. */
  #trails(asked: readonly string[]): Step[] {
    const known = asked.filter((slug) => this.map.concepts.has(slug));
    const all = new Set(known.flatMap((slug) => [...trailTo(this.map, slug), slug]));
    return [...all].map((slug) => ({ ...this.#row(slug), parent: this.map.concepts.get(slug)?.parent ?? null, colour: this.colour }));
  }

  #children(slug: string, limit: number, from: number): object {
    const all = this.map.concepts.get(slug)?.children ?? [];
    const next = `https://kinapse.example${API.concepts}${slug}/children/?cursor=${from + limit}&limit=${limit}`;
    const page = all.slice(from, from + limit).map((child) => this.#row(child));
    return { children: page, next: from + limit < all.length ? next : null };
  }

  /** Branches among the links, and each with a reason, as the API has it. */
  #near(slug: string, radius: number, limit: number): object {
    const near = new Set([...neighborhood(this.map, slug, radius, new Set(LINK_KINDS)).keys()].slice(0, limit));
    const branches = [...this.map.concepts.values()].flatMap(({ parent, slug: target }) =>
      parent === null ? [] : [{ source: parent, target, kind: "parent" as const }],
    );
    const links = [...branches, ...this.map.links].filter((link) => near.has(link.source) && near.has(link.target));
    return { nodes: [...near].map((each) => ({ slug: each })), links: links.map((link) => ({ ...link, reason: "because" })) };
  }

  #row(slug: string): ChildRow {
    const concept = this.map.concepts.get(slug);
    if (!concept) throw new Error(`there is no ${slug}`);
    const { title, summary, minutes, published, childCount } = concept;
    return { slug, title, summary, minutes, published, children: childCount };
  }
}
