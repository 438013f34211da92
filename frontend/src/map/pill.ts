/** A concept in the picture: a real link, with the count of what it hides. */

import type { Box } from "./boxes";
import type { Shown } from "./shown";
import { createItem, createToggle, describeItem, type Marks, part } from "./tree-item";

export function createPill({ concept }: Shown, href: string): HTMLAnchorElement {
  const pill = createItem(`concept-pill branch-${concept.branch}`, concept.slug, href);
  pill.classList.toggle("concept-pill--top", concept.depth === 0);
  pill.classList.toggle("concept-pill--draft", !concept.published);
  if (concept.summary) pill.title = concept.summary;
  // Those above come out over those below them, which unfold from behind.
  pill.style.zIndex = String(Math.max(1, 60 - concept.depth));
  const title = part("concept-pill__title", concept.title);
  title.dir = "auto";
  pill.append(title);
  if (concept.childCount) pill.append(createToggle(concept.slug, concept.childCount));
  return pill;
}

export function markPill(pill: HTMLElement, shown: Shown, marks: Marks): void {
  describeItem(pill, shown, marks);
  pill.classList.toggle("concept-pill--open", shown.open);
  pill.classList.toggle("concept-pill--chosen", marks.chosen);
  pill.classList.toggle("concept-pill--bright", marks.bright);
  pill.classList.toggle("concept-pill--dim", marks.dim);
  pill.classList.toggle("concept-pill--known", marks.known);
  numberPill(pill, marks.number);
}

function numberPill(pill: HTMLElement, number: number | undefined): void {
  const badge = pill.querySelector(".concept-pill__number");
  if (!number) badge?.remove();
  else if (badge) badge.textContent = String(number);
  else pill.prepend(part("concept-pill__number", String(number)));
}

export function placePill(pill: HTMLElement, box: Box): void {
  pill.style.transform = `translate(${Math.round(box.x * 10) / 10}px, ${Math.round(box.y * 10) / 10}px)`;
}
