/** What a visitor without an account knows already: kept in their browser, map by map, and nowhere else. */

const keyOf = (map: string): string => `kinapse.known.${map}`;

/** Changes that the browser has not kept, map by map: whether each concept is known. They last as long as the page. */
const unkept = new Map<string, Map<string, boolean>>();

export function readKnown(map: string): Set<string> {
  const known = readKept(map);
  for (const [slug, isKnown] of unkept.get(map) ?? []) {
    if (isKnown) known.add(slug);
    else known.delete(slug);
  }
  return known;
}

/** Adds and takes away. What is kept is read anew, since another tab may have changed it. */
export function changeKnown(map: string, { add = [], remove = [] }: { add?: Iterable<string>; remove?: Iterable<string> }): Set<string> {
  const changes = unkept.get(map) ?? new Map<string, boolean>();
  for (const slug of remove) changes.set(slug, false);
  for (const slug of add) changes.set(slug, true);
  unkept.set(map, changes);
  const known = readKnown(map);
  try {
    if (known.size) localStorage.setItem(keyOf(map), JSON.stringify([...known]));
    else localStorage.removeItem(keyOf(map));
    unkept.delete(map);
  } catch {
    // Storage is full or forbidden: the next change tries again.
  }
  return known;
}

/** Nothing where the browser keeps nothing, or keeps something else under our name. */
function readKept(map: string): Set<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(map)) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string") : []);
  } catch {
    return new Set();
  }
}

/** What another tab keeps is told to this one. */
export function listenForKnown(map: string, changed: (known: Set<string>) => void): void {
  window.addEventListener("storage", (event) => {
    if (event.key === keyOf(map) || event.key === null) changed(readKnown(map));
  });
}
