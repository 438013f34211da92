/** The top concepts that did not come with the page of a large map: the outline shows more of them as one asks for them. */

import type { KnowledgeMap } from "../map/concepts";
import type { Explorer } from "../map/explorer";
import { type ChildRow, withTops } from "../map/growth";

interface TopsAnswer {
  concepts: ChildRow[];
  next: string | null;
}

export class FurtherTops {
  /** Those that came with the page. */
  readonly #first: readonly string[];
  readonly #rows: ChildRow[] = [];
  readonly #all: number;
  #next: string | null;
  #isAsked = false;

  /** `button`: it says where the first of them are, and how many. `came`: called when more of them have come. */
  constructor(
    private readonly explorer: Explorer,
    private readonly button: HTMLElement,
    private readonly came: () => void,
  ) {
    this.#first = explorer.map.tops;
    this.#next = button.dataset.moreTops ?? null;
    this.#all = this.#first.length + Number(button.dataset.left);
    button.addEventListener("click", () => void this.more());
    this.count(this.#first.length);
  }

  /** A map that has grown otherwise, with all of them that have come. */
  among(map: KnowledgeMap): KnowledgeMap {
    return withTops(map, this.#first, this.#rows);
  }

  /** Fetches the next of them, and shows them. */
  async more(): Promise<void> {
    if (this.#next === null || this.#isAsked) return;
    this.#isAsked = true;
    try {
      const { concepts, next } = await ask(this.#next);
      this.#next = next;
      this.#rows.push(...concepts);
      this.came();
    } catch {
      this.explorer.complain("Some of this map could not be loaded. Is there a connection?", () => void this.more());
    } finally {
      this.#isAsked = false;
    }
  }

  /** Says and gives how many there are beside those that are `shown`: the tree has no room for all that came with the page. */
  count(shown: number): number {
    const left = Math.max(this.#all - shown, 0);
    this.button.hidden = this.#next === null;
    this.button.textContent = `${left.toLocaleString("en")} more`;
    return left;
  }
}

async function ask(address: string): Promise<TopsAnswer> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}`);
  return (await answer.json()) as TopsAnswer;
}
