/** From the atlas to the tree and back: what both show goes from its place in the one to its place in the other. */

import type { Point } from "../map/boxes";
import type { KnowledgeMapElement } from "../map/knowledge-map";
import { namedIn, type View } from "../map/state";
import { readAt } from "./at";
import type { Focus } from "./focus";
import type { NearTree } from "./near-tree";
import type { Scenery } from "./scenery";
import type { Viewpoint } from "./viewpoint";
import { placeOf, writePlace } from "./whereabouts";

export class HandOver {
  constructor(
    private readonly page: KnowledgeMapElement,
    private readonly viewpoint: Viewpoint,
    private readonly scenery: Scenery,
    private readonly focus: Focus,
    private readonly near: NearTree,
  ) {}

  /** Turns to another view of what is chosen. */
  async turn(view: View): Promise<void> {
    const { explorer, picture } = this.page;
    const before = explorer.state.view;
    const named = namedIn(explorer.state);
    if (before === "picture") {
      // Also in flight: who comes back is where they left.
      writePlace(this.viewpoint);
      this.near.arrive(placeOf(this.viewpoint));
      // The tree is shown when there is one: until then the atlas stays.
      if (!(await this.near.complete()) || explorer.state.view !== before) return;
      picture.comeFrom(this.#points());
    } else if (view === "picture") {
      if (!named.length) this.#lookAgain();
      picture.goTo(this.#points());
    }
    const [chosen = null] = named;
    explorer.go({ ...explorer.state, view }, { anchor: chosen, look: chosen === null ? "nowhere" : "chosen" });
    if (view === "tree" && chosen === null) this.page.fit();
  }

  /** The atlas looks where the tree's address says that one looked: somewhere else if one came to it by Back. */
  #lookAgain(): void {
    const { viewpoint, near } = this;
    if (!viewpoint.isPlaced || placeOf(viewpoint) === near.place) return;
    viewpoint.go(readAt(near.place, viewpoint.frame) ?? viewpoint.whole, false);
  }

  /** Where marks stand in the window, what is chosen first; in the middle if one has looked elsewhere since. */
  #points(): Map<string, Point> {
    const { frame } = this.viewpoint;
    const points = new Map<string, Point>();
    const put = ({ slug, x, y }: Point & { slug: string }): void => void points.set(slug, this.viewpoint.inWindow({ x, y }));
    for (const mark of this.focus.lit?.ends ?? []) put(mark);
    const [first] = points;
    if (first && !isIn(frame, first[1])) points.set(first[0], { x: frame.width / 2, y: frame.height / 2 });
    for (const mark of this.focus.lit?.marks ?? []) if (!points.has(mark.slug)) put(mark);
    for (const { thing } of this.scenery.gathered.marks.values()) if (!points.has(thing.slug)) put(thing);
    return points;
  }
}

function isIn({ width, height }: { width: number; height: number }, { x, y }: Point): boolean {
  return x > 0 && y > 0 && x < width && y < height;
}
