/** A server to test with: it has a whole map and gives it piece by piece, as the API does. */

import { vi } from "vitest";
import { type ChildRow, type KnowledgeMap, LINK_KINDS, trailTo } from "../../src/map/concepts";
import { neighborhood } from "../../src/map/neighborhood";

export const API = "/api/v1/maps/random/concepts/";

export class PieceServer {
  /** What was asked, from after the address of the API on, in order. */
  readonly asked: string[] = [];
  /** The most requests that were under way at the same time. */
  most = 0;
  /** Which requests find no connection. */
  down: (asked: string) => boolean = () => false;
  #underWay = 0;

  constructor(public map: KnowledgeMap) {
    vi.stubGlobal("fetch", (address: string) => this.#fetch(address));
  }

  async #fetch(address: string): Promise<Response> {
    const asked = address.slice(API.length);
    this.asked.push(asked);
    this.most = Math.max(this.most, ++this.#underWay);
    await Promise.resolve();
    this.#underWay--;
    if (this.down(asked)) throw new TypeError("offline");
    const answer = this.#answer(new URL(address, "https://kinapse.example"));
    return answer === null ? new Response("{}", { status: 404 }) : new Response(JSON.stringify(answer));
  }

  #answer({ pathname, searchParams }: URL): object | null {
    const [slug = "", part = ""] = pathname.slice(API.length).split("/");
    if (!this.map.concepts.has(slug)) return null;
    if (part === "children") return this.#children(slug, Number(searchParams.get("limit")), Number(searchParams.get("cursor")));
    if (part === "neighborhood") return { links: this.#links(slug, Number(searchParams.get("radius"))) };
    const { children, ...words } = this.#row(slug);
    return { ...words, child_count: children, trail: trailTo(this.map, slug).map((above) => ({ slug: above })) };
  }

  #children(slug: string, limit: number, from: number): object {
    const all = this.map.concepts.get(slug)?.children ?? [];
    const next = `https://kinapse.example${API}${slug}/children/?cursor=${from + limit}&limit=${limit}`;
    const page = all.slice(from, from + limit).map((child) => this.#row(child));
    return { children: page, next: from + limit < all.length ? next : null };
  }

  /** Branches among them, and each with a reason, as the API has it. */
  #links(slug: string, radius: number): object[] {
    const near = neighborhood(this.map, slug, radius, new Set(LINK_KINDS));
    const branches = [...this.map.concepts.values()].flatMap(({ parent, slug: target }) =>
      parent === null ? [] : [{ source: parent, target, kind: "parent" as const }],
    );
    const links = [...branches, ...this.map.links].filter((link) => near.has(link.source) && near.has(link.target));
    return links.map((link) => ({ ...link, reason: "because" }));
  }

  #row(slug: string): ChildRow {
    const concept = this.map.concepts.get(slug);
    if (!concept) throw new Error(`there is no ${slug}`);
    const { title, summary, minutes, published, childCount } = concept;
    return { slug, title, summary, minutes, published, children: childCount };
  }
}
