/** Concepts as items of an ARIA tree: links that one item at a time brings into the order of the Tab key. */

import type { Shown } from "./shown";

/** What is known of a concept besides its place in the tree. */
export interface Marks {
  readonly chosen: boolean;
  /** Whether it is the other end of a connection. */
  readonly end: boolean;
  readonly bright: boolean;
  readonly dim: boolean;
  readonly known: boolean;
  /** Its step on a learning path. */
  readonly number: number | undefined;
}

export function createItem(className: string, slug: string, href: string): HTMLAnchorElement {
  const item = document.createElement("a");
  item.className = className;
  item.href = href;
  item.dataset.slug = slug;
  item.setAttribute("role", "treeitem");
  item.tabIndex = -1;
  return item;
}

export function describeItem(item: HTMLElement, shown: Shown, marks: Marks): void {
  const { concept, open, left, place, siblings } = shown;
  item.setAttribute("aria-level", String(concept.depth + 1));
  item.setAttribute("aria-posinset", String(place));
  item.setAttribute("aria-setsize", String(siblings));
  if (concept.childCount) item.setAttribute("aria-expanded", String(open || left > 0));
  const toggle = item.querySelector(".toggle");
  if (toggle) toggle.textContent = left ? `+${left}` : String(concept.childCount);
  item.setAttribute("aria-selected", String(marks.chosen));
  item.setAttribute("aria-label", labelOf(shown, marks));
}

function labelOf({ concept }: Shown, { known, number }: Marks): string {
  const parts = [concept.title];
  if (number) parts.push(`step ${number}`);
  if (concept.childCount) parts.push(countOf(concept.childCount));
  if (known) parts.push("known");
  if (!concept.published) parts.push("draft");
  return parts.join(", ");
}

export function countOf(concepts: number): string {
  return concepts === 1 ? "1 concept inside" : `${concepts} concepts inside`;
}

export function part(className: string, text = ""): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

/** The count that opens and closes a concept by mouse and touch; keys do it by arrows. */
export function createToggle(slug: string, count: number): HTMLSpanElement {
  const toggle = part("toggle", String(count));
  toggle.dataset.toggle = slug;
  toggle.setAttribute("aria-hidden", "true");
  return toggle;
}
