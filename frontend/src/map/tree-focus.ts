/** The focus in the tree: one concept has it, arrows move it, and it survives what opens and closes around it. */

import type { Explorer } from "./explorer";
import type { OutlineView } from "./outline-view";
import type { Picture } from "./picture";
import { actOfKey } from "./tree-keys";

export class TreeFocus {
  #slug: string | null = null;
  #chosen: string | null = null;

  constructor(
    private readonly picture: Picture,
    private readonly outline: OutlineView,
    private readonly explorer: Explorer,
  ) {}

  /** Keys of a tree; `spatial` says whether it is drawn so that up and down mean the column. */
  listen(tree: HTMLElement, spatial: () => boolean): void {
    tree.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || this.#slug === null) return;
      const act = actOfKey(event.key, this.#slug, this.picture.shown, spatial());
      if (!act) return;
      event.preventDefault();
      if ("go" in act) this.#move(act.go);
      else if ("toggle" in act) this.explorer.toggle(act.toggle);
      else this.explorer.choose(act.choose);
    });
    tree.addEventListener("focusin", (event) => {
      const slug = event.target instanceof HTMLElement ? event.target.dataset.slug : undefined;
      if (slug !== undefined) this.#mark(slug);
    });
  }

  /** After a change: the Tab key reaches one concept, and a focus whose concept is hidden goes to what hides it. */
  settle(): void {
    const { state, map } = this.explorer;
    const shown = new Set(this.picture.shown.map((one) => one.concept.slug));
    const chosen = state.concept ?? state.path ?? state.from;
    let slug = chosen !== null && chosen !== this.#chosen ? chosen : this.#slug;
    this.#chosen = chosen;
    while (slug !== null && !shown.has(slug)) slug = map.concepts.get(slug)?.parent ?? null;
    slug ??= this.picture.shown[0]?.concept.slug ?? null;
    if (slug === null) return;
    const inTree = document.activeElement?.getAttribute("role") === "treeitem";
    this.#mark(slug);
    if (inTree && document.activeElement !== this.#item(slug)) this.#item(slug)?.focus({ preventScroll: true });
  }

  focus(): void {
    if (this.#slug !== null) this.#item(this.#slug)?.focus();
  }

  #move(slug: string): void {
    this.#mark(slug);
    const item = this.#item(slug);
    item?.focus({ preventScroll: true });
    const box = this.picture.boxOf(slug);
    if (this.explorer.state.view === "outline") item?.scrollIntoView({ block: "nearest" });
    else if (box) this.picture.stage.reveal(box);
  }

  #mark(slug: string): void {
    for (const item of this.#items(this.#slug)) item.tabIndex = -1;
    this.#slug = slug;
    for (const item of this.#items(slug)) item.tabIndex = 0;
  }

  #items(slug: string | null): HTMLElement[] {
    if (slug === null) return [];
    return [this.picture.pillOf(slug), this.outline.itemOf(slug)].filter((item) => item !== undefined);
  }

  #item(slug: string): HTMLElement | undefined {
    return this.explorer.state.view === "outline" ? this.outline.itemOf(slug) : this.picture.pillOf(slug);
  }
}
