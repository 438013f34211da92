/** Which concept a key leads to, or what it does there. Pure. */

import type { Shown } from "./shown";

export type KeyAct = { go: string } | { toggle: string } | { choose: string } | null;

/**
 * `spatial`: up and down stay in the column, as the picture stands; otherwise they go in reading order, as in every
 * other tree.
 */
export function actOfKey(key: string, here: string, shown: readonly Shown[], spatial: boolean): KeyAct {
  const place = shown.findIndex((one) => one.concept.slug === here);
  const one = shown[place];
  if (!one) return null;
  const { concept, open } = one;
  const lines = spatial ? shown.filter((each) => each.concept.depth === concept.depth) : shown;
  const line = lines.indexOf(one);
  switch (key) {
    case "ArrowDown":
      return go(lines[line + 1]);
    case "ArrowUp":
      return go(lines[line - 1]);
    case "ArrowRight":
      if (!concept.childCount) return null;
      return open ? go(one.below[0]) : { toggle: here };
    case "ArrowLeft":
      if (open) return { toggle: here };
      return concept.parent === null ? null : { go: concept.parent };
    case "Home":
      return go(shown[0]);
    case "End":
      return go(shown.at(-1));
    case "Enter":
      return { choose: here };
    case " ":
      return concept.childCount ? { toggle: here } : { choose: here };
    default:
      return typed(key, place, shown);
  }
}

function go(one: Shown | undefined): KeyAct {
  return one ? { go: one.concept.slug } : null;
}

/** A letter leads to the next concept that begins with it. */
function typed(key: string, place: number, shown: readonly Shown[]): KeyAct {
  if (key.length !== 1 || !/[\p{Letter}\p{Number}]/u.test(key)) return null;
  const letter = key.toLocaleLowerCase();
  const onwards = [...shown.slice(place + 1), ...shown.slice(0, place)];
  return go(onwards.find((one) => one.concept.title.toLocaleLowerCase().startsWith(letter)));
}
