/** The same concepts as the picture, as a tree of text: for those who read better, and for screen readers. */

import { isolated } from "./isolated";
import { marksOf, type Scene } from "./scene";
import type { Shown } from "./shown";
import { createItem, createToggle, describeItem, type Marks, part } from "./tree-item";

export class OutlineView {
  readonly #items = new Map<string, HTMLAnchorElement>();

  constructor(
    private readonly tree: HTMLElement,
    private readonly hrefOf: (slug: string) => string,
  ) {}

  itemOf(slug: string): HTMLAnchorElement | undefined {
    return this.#items.get(slug);
  }

  /** Scrolls as little as brings a concept into sight. */
  reveal(slug: string | undefined): void {
    if (slug !== undefined) this.#items.get(slug)?.scrollIntoView({ block: "nearest" });
  }

  show(scene: Scene, shown: readonly Shown[]): void {
    const kept = new Set(shown.map((one) => one.concept.slug));
    for (const [slug, item] of this.#items) if (!kept.has(slug)) item.remove();
    let next: Element | null = this.tree.firstElementChild;
    for (const one of shown) {
      const item = this.#items.get(one.concept.slug) ?? this.#create(one);
      // Those in their places stay: taken out and put back they would lose the focus, and the list its place.
      if (item === next) next = next.nextElementSibling;
      else this.tree.insertBefore(item, next);
      this.#mark(item, one, marksOf(scene, one.concept.slug));
    }
  }

  #mark(item: HTMLElement, shown: Shown, marks: Marks): void {
    describeItem(item, shown, marks);
    item.classList.toggle("outline-item--open", shown.open);
    item.classList.toggle("outline-item--chosen", marks.chosen || marks.end);
    item.classList.toggle("outline-item--bright", marks.bright && !marks.chosen);
    item.classList.toggle("outline-item--known", marks.known);
    const title = item.querySelector<HTMLElement>(".outline-item__title");
    if (title) title.dataset.number = marks.number ? String(marks.number) : "";
  }

  #create({ concept }: Shown): HTMLAnchorElement {
    const item = createItem(`outline-item branch-${concept.branch}`, concept.slug, this.hrefOf(concept.slug));
    item.style.setProperty("--level", String(concept.depth));
    // The item itself goes by the page: its place tells its level, whatever script its words are in, and its number comes first.
    const title = part("outline-item__title");
    title.append(isolated(concept.title));
    item.append(title);
    if (concept.childCount) item.append(createToggle(concept.slug, concept.childCount));
    if (concept.summary) item.append(inOwnDirection(part("outline-item__summary", concept.summary)));
    this.#items.set(concept.slug, item);
    return item;
  }
}

function inOwnDirection(element: HTMLElement): HTMLElement {
  element.dir = "auto";
  return element;
}
