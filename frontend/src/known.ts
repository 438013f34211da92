/** What a visitor without an account knows already: kept in their browser, map by map, and nowhere else. */

const keyOf = (map: string): string => `kinapse.known.${map}`;

/** Nothing where the browser keeps nothing, or keeps something else under our name. */
export function readKnown(map: string): Set<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(map)) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string") : []);
  } catch {
    return new Set();
  }
}

/** Adds and takes away. What is kept is read anew, since another tab may have changed it. */
export function changeKnown(map: string, change: { add?: Iterable<string>; remove?: Iterable<string> }): Set<string> {
  const known = readKnown(map);
  for (const slug of change.remove ?? []) known.delete(slug);
  for (const slug of change.add ?? []) known.add(slug);
  try {
    if (known.size) localStorage.setItem(keyOf(map), JSON.stringify([...known]));
    else localStorage.removeItem(keyOf(map));
  } catch {
    // Storage is full or forbidden: the marks last as long as the page.
  }
  return known;
}

/** What another tab keeps is told to this one. */
export function listenForKnown(map: string, changed: (known: Set<string>) => void): void {
  window.addEventListener("storage", (event) => {
    if (event.key === keyOf(map) || event.key === null) changed(readKnown(map));
  });
}
