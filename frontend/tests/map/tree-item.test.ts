import { describe, expect, it } from "vitest";
import { inReadingOrder, type Shown, shownTree } from "../../src/map/shown";
import { countOf, createItem, createToggle, describeItem, type Marks, part } from "../../src/map/tree-item";
import { trees } from "./maps";

const NONE: Marks = { chosen: false, end: false, bright: false, dim: false, known: false, number: undefined };

function shown(slug: string, ...open: string[]): Shown {
  const one = inReadingOrder(shownTree(trees(), new Set(open))).find((each) => each.concept.slug === slug);
  if (!one) throw new Error(`${slug} is not shown`);
  return one;
}

function described(one: Shown, marks: Partial<Marks> = {}): HTMLAnchorElement {
  const item = createItem("pill", one.concept.slug, "?concept=x");
  describeItem(item, one, { ...NONE, ...marks });
  return item;
}

const aria = (item: HTMLElement, name: string): string | null => item.getAttribute(`aria-${name}`);
const label = (one: Shown, marks: Partial<Marks> = {}): string | null => aria(described(one, marks), "label");

describe("a concept as an item of the tree", () => {
  it("is a link out of the way of the Tab key", () => {
    const item = createItem("pill", "roots", "/maps/trees/?concept=roots");
    expect([item.tabIndex, item.getAttribute("role"), item.getAttribute("href"), item.dataset.slug]).toEqual([
      -1, "treeitem", "/maps/trees/?concept=roots", "roots",
    ]);
  });

  it("says where it stands", () => {
    const place = (slug: string): (string | null)[] =>
      ["level", "posinset", "setsize"].map((name) => aria(described(shown(slug, "roots", "leaves")), name));
    expect([place("roots"), place("light"), place("leaves"), place("veins")]).toEqual([
      ["1", "1", "2"], ["1", "2", "2"], ["2", "2", "2"], ["3", "1", "1"],
    ]);
  });

  it("says whether it is open where it can be, and nothing of it where it cannot", () => {
    expect(aria(described(shown("roots")), "expanded")).toBe("false");
    expect(aria(described(shown("roots", "roots")), "expanded")).toBe("true");
    expect(described(shown("light")).hasAttribute("aria-expanded")).toBe(false);
  });

  it("says whether it is chosen, and no longer when another is", () => {
    const item = described(shown("light"), { chosen: true });
    expect(aria(item, "selected")).toBe("true");
    describeItem(item, shown("light"), NONE);
    expect(aria(item, "selected")).toBe("false");
  });

  it("is named with all that is to be seen of it", () => {
    expect(label(shown("light"))).toBe("Light");
    expect(label(shown("roots"))).toBe("Roots, 2 concepts inside");
    expect(label(shown("leaves", "roots"), { number: 3, known: true })).toBe("Leaves, step 3, 1 concept inside, known");
    expect(label(shown("veins", "roots", "leaves"))).toBe("Veins, draft");
    expect(label(shown("light"), { bright: true, dim: true })).toBe("Light");
  });

  it("counts one as one", () => {
    expect([countOf(1), countOf(2), countOf(2372)]).toEqual(["1 concept inside", "2 concepts inside", "2372 concepts inside"]);
  });

  it("has words as words", () => {
    const title = part("title", "<b>Bold</b> & more");
    expect([title.childElementCount, title.textContent]).toEqual([0, "<b>Bold</b> & more"]);
  });

  it("opens by a count that screen readers need not hear twice", () => {
    const toggle = createToggle("roots", 2);
    expect([toggle.textContent, toggle.dataset.toggle, aria(toggle, "hidden")]).toEqual(["2", "roots", "true"]);
  });
});
