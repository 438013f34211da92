/** Where one is, told to the address, to the reader, and to the names that must not lie beneath what is over the map. */

import type { Box } from "../map/boxes";
import { isolated } from "../map/isolated";
import { withPlace, writeAt } from "./at";
import type { Gathered } from "./gathering";
import type { Scenery } from "./scenery";
import type { Area, Mark } from "./tile";
import type { Viewpoint } from "./viewpoint";

const OVER = ".map-tools--top > *, .map-tools--bottom > *, .map-tools--zoom, [data-minimap], [data-where]";
/** So many regions within one another are named. */
const MOST_NAMED = 3;

/** Where one looks, as the address has it; null for the whole. */
export function placeOf({ view, frame, whole }: Viewpoint): string | null {
  const text = writeAt(view, frame);
  return text === writeAt(whole, frame) ? null : text;
}

/** The address says where one looks. */
export function writePlace(viewpoint: Viewpoint): void {
  const query = withPlace(location.search, placeOf(viewpoint));
  if (query !== location.search) history.replaceState(null, "", location.pathname + query);
}

/** What lies over the map, in pixels of its window. */
export function takenOf(window: HTMLElement): Box[] {
  const { left, top } = window.getBoundingClientRect();
  const over = window.parentElement?.querySelectorAll(OVER) ?? [];
  return [...over].flatMap((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return width ? [{ x: x - left, y: y - top, width, height }] : [];
  });
}

/** Says where one is, or that there is nothing; whether that is something else than before. */
export function sayWhere(place: Element | null, viewpoint: Viewpoint, scenery: Scenery): boolean {
  const { gathered } = scenery;
  const isEmpty = scenery.isComplete && ![...gathered.marks.values()].some(({ thing }) => isSeen(thing, viewpoint));
  const words = isEmpty ? ["Nothing is here. Zoom out to find the way back."] : withArrows(regionsAround(viewpoint, gathered));
  const text = words.map((each) => (typeof each === "string" ? each : each.textContent)).join("");
  if (!place || place.textContent === text) return false;
  place.replaceChildren(...words);
  return true;
}

/** Says on the root of the tree how many top concepts are left out, and where they are. */
export function sayLeftOut(root: HTMLElement | null, count: number): void {
  if (!root) return;
  if (count) root.dataset.leftOut = count.toLocaleString("en");
  else delete root.dataset.leftOut;
  root.title = count ? `${root.dataset.leftOut} more: the outline lists them, and search finds them.` : "";
}

/** The widest first, also where titles go from right to left. */
function withArrows(titles: readonly string[]): (string | Node)[] {
  return titles.flatMap((title, place) => (place ? [" › ", isolated(title)] : [isolated(title)]));
}

/** The regions around the middle of the window, the widest first, as far as they are wider than half of it. */
function regionsAround({ view, frame }: Viewpoint, { areas }: Gathered): string[] {
  const [x, y] = [(frame.width / 2 - view.x) / view.scale, (frame.height / 2 - view.y) / view.scale];
  const least = Math.min(frame.width, frame.height) / 2 / view.scale;
  const around = [...areas.values()].map(({ thing }) => thing).filter((area) => isAround(area, x, y, least));
  return around.slice(-MOST_NAMED).map((area) => area.title);
}

function isSeen(mark: Mark, viewpoint: Viewpoint): boolean {
  const { x, y } = viewpoint.inWindow(mark);
  return x >= 0 && y >= 0 && x <= viewpoint.frame.width && y <= viewpoint.frame.height;
}

function isAround({ x, y, width, height }: Area, across: number, down: number, least: number): boolean {
  return Math.min(width, height) > least && across >= x && down >= y && across <= x + width && down <= y + height;
}
