/** A concept in the picture: a real link, with the count of what it hides. */

import { type Box, short } from "./boxes";
import type { Shown } from "./shown";
import { createItem, createToggle, describeItem, type Marks, part } from "./tree-item";

/** A longer title may need more lines than a pill has. */
const LONG_TITLE = 60;
const DEEPEST = 60;

export function createPill({ concept }: Shown, href: string): HTMLAnchorElement {
  const pill = createItem(`concept-pill branch-${concept.branch}`, concept.slug, href);
  pill.classList.toggle("concept-pill--top", concept.depth === 0);
  pill.classList.toggle("concept-pill--draft", !concept.published);
  pill.classList.toggle("concept-pill--long", concept.title.length > LONG_TITLE);
  const words = concept.title.length > LONG_TITLE ? [concept.title, concept.summary] : [concept.summary];
  pill.title = words.filter(Boolean).join(": ");
  const title = part("concept-pill__title", concept.title);
  title.dir = "auto";
  pill.append(title);
  if (concept.childCount) pill.append(createToggle(concept.slug, concept.childCount));
  return pill;
}

export function markPill(pill: HTMLElement, shown: Shown, marks: Marks): void {
  // Most stay as they are when one is chosen or opened.
  const now = JSON.stringify([marks, shown.open, shown.left, shown.place, shown.siblings]);
  if (pill.dataset.marks === now) return;
  pill.dataset.marks = now;
  describeItem(pill, shown, marks);
  pill.classList.toggle("concept-pill--open", shown.open);
  pill.classList.toggle("concept-pill--chosen", marks.chosen || marks.end);
  pill.classList.toggle("concept-pill--bright", marks.bright);
  pill.classList.toggle("concept-pill--dim", marks.dim);
  pill.classList.toggle("concept-pill--known", marks.known);
  numberPill(pill, marks.number);
}

function numberPill(pill: HTMLElement, number: number | undefined): void {
  const badge = pill.querySelector(".concept-pill__number");
  pill.style.setProperty("--order", String(number ?? 0));
  if (!number) badge?.remove();
  else if (badge) badge.textContent = String(number);
  else pill.prepend(part("concept-pill__number", String(number)));
}

/**
 * What a pill stands in. Its place is written here and not on the pill, because the browser computes a style once for
 * all elements that have no style of their own, and anew for each that has.
 */
export function createPlace(pill: HTMLElement): HTMLDivElement {
  const place = document.createElement("div");
  place.className = "concept-place";
  place.append(pill);
  return place;
}

/** At rest a place has no transform, so that the browser draws all of them as one. */
export function putPlace(place: HTMLElement, box: Box): void {
  place.style.left = `${box.x}px`;
  place.style.top = `${box.y}px`;
  place.style.transform = "";
  place.style.zIndex = "";
}

/** Shows a place, which is put at `to` already, on its way there. */
export function shiftPlace(place: HTMLElement, box: Box, to: Box, depth: number): void {
  place.style.transform = box === to ? "" : `translate(${short(box.x - to.x)}px, ${short(box.y - to.y)}px)`;
  // What unfolds comes out from behind what is above it.
  place.style.zIndex = box === to ? "" : String(DEEPEST - depth);
}
