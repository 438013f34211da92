/** What a visitor without an account knows already: kept in their browser, map by map, and nowhere else. */

const key = (map: string): string => `kinapse.known.${map}`;

/** Nothing where the browser keeps nothing, or keeps something else under our name. */
export function readKnown(map: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(map)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string") : [];
  } catch {
    return [];
  }
}

export function writeKnown(map: string, slugs: Iterable<string>): void {
  try {
    const list = [...new Set(slugs)];
    if (list.length) localStorage.setItem(key(map), JSON.stringify(list));
    else localStorage.removeItem(key(map));
  } catch {
    // Storage is full or forbidden: the marks last as long as the page.
  }
}
