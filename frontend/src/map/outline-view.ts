/** The same concepts as the picture, as a tree of text: for those who read better, and for screen readers. */

import { marksOf, type Scene } from "./scene";
import type { Shown } from "./shown";
import { createItem, createToggle, describeItem, part } from "./tree-item";

export class OutlineView {
  readonly #items = new Map<string, HTMLAnchorElement>();

  constructor(
    private readonly tree: HTMLElement,
    private readonly hrefOf: (slug: string) => string,
  ) {}

  itemOf(slug: string): HTMLAnchorElement | undefined {
    return this.#items.get(slug);
  }

  show(scene: Scene, shown: readonly Shown[]): void {
    const items = shown.map((one) => {
      const item = this.#items.get(one.concept.slug) ?? this.#create(one);
      const marks = marksOf(scene, one.concept.slug);
      describeItem(item, one, marks);
      item.classList.toggle("outline-item--open", one.open);
      item.classList.toggle("outline-item--chosen", marks.chosen);
      item.classList.toggle("outline-item--bright", marks.bright && !marks.chosen);
      item.classList.toggle("outline-item--known", marks.known);
      item.dataset.number = marks.number ? String(marks.number) : "";
      return item;
    });
    const focused = document.activeElement;
    this.tree.replaceChildren(...items);
    // To be taken out and put back costs an item the focus.
    if (focused instanceof HTMLElement && this.tree.contains(focused)) focused.focus({ preventScroll: true });
  }

  #create({ concept }: Shown): HTMLAnchorElement {
    const item = createItem(`outline-item branch-${concept.branch}`, concept.slug, this.hrefOf(concept.slug));
    item.style.setProperty("--level", String(concept.depth));
    item.dir = "auto";
    item.append(part("outline-item__title", concept.title));
    if (concept.childCount) item.append(createToggle(concept.slug, concept.childCount));
    if (concept.summary) item.append(part("outline-item__summary", concept.summary));
    this.#items.set(concept.slug, item);
    return item;
  }
}
