import { describe, expect, it } from "vitest";
import {
  choose, closeAll, connect, INITIAL, MOST_SHOWN, openAll, openLevels, openShown, reveal, showPath, stepBack, toggle, toggleKind,
} from "../../src/map/state";
import { inReadingOrder, nearestShown, shownTree } from "../../src/map/shown";
import { randomMap, trees } from "./maps";

const map = trees();
const shown = (open: ReadonlySet<string>) => inReadingOrder(shownTree(map, open)).map((one) => one.concept.slug);

describe("what is open", () => {
  it("shows the top concepts first, with what each hides", () => {
    expect(shown(INITIAL.open)).toEqual(["roots", "light"]);
    expect(shownTree(map, INITIAL.open)[0]).toMatchObject({ open: false, place: 1, siblings: 2 });
  });

  it("opens and closes in place", () => {
    const opened = toggle(INITIAL, "roots");
    expect(shown(opened.open)).toEqual(["roots", "bark", "leaves", "light"]);
    expect(shown(toggle(opened, "roots").open)).toEqual(["roots", "light"]);
  });

  it("keeps what was open below a closed concept for when it opens again", () => {
    const closed = toggle(openAll(map, INITIAL), "roots");
    expect(shown(closed.open)).toEqual(["roots", "light"]);
    expect(shown(toggle(closed, "roots").open)).toContain("veins");
  });

  it("opens all, closes all, and opens by level", () => {
    expect(shown(openAll(map, INITIAL).open)).toEqual(["roots", "bark", "leaves", "veins", "light"]);
    expect(shown(openLevels(map, INITIAL, 1).open)).toEqual(["roots", "bark", "leaves", "light"]);
    expect(closeAll(map, openAll(map, INITIAL)).open.size).toBe(0);
  });

  it("never shows more than the picture can carry, and each level wholly or not at all", () => {
    for (let seed = 1; seed < 20; seed++) {
      const large = randomMap(seed, 700);
      const { open } = openAll(large, INITIAL);
      const seen = inReadingOrder(shownTree(large, open));
      const tops = large.tops.length;
      expect(seen.length).toBeLessThanOrEqual(Math.max(MOST_SHOWN, tops));
      for (const one of seen) if (one.open) expect(one.below).toHaveLength(one.concept.childCount);
    }
  });

  it("opens of a part what hides least first, as far as the picture can carry", () => {
    for (let seed = 1; seed < 20; seed++) {
      const large = randomMap(seed, 700);
      const before = inReadingOrder(shownTree(large, new Set(), new Set([...large.concepts.keys()].slice(0, 40))));
      const { open } = openShown(INITIAL, before);
      const after = inReadingOrder(shownTree(large, open, new Set(before.map((one) => one.concept.slug))));
      expect(after.length).toBeLessThanOrEqual(Math.max(MOST_SHOWN, before.length));
      const hidden = before.map((one) => ({ is: one.concept.childCount - one.below.length, opened: open.has(one.concept.slug) }));
      const opened = hidden.filter((one) => one.opened).map((one) => one.is);
      const rest = hidden.filter((one) => one.is > 0 && !one.opened).map((one) => one.is);
      expect(Math.max(0, ...opened)).toBeLessThanOrEqual(Math.min(Infinity, ...rest));
    }
  });

  it("keeps the chosen concept in sight when all is closed", () => {
    const chosen = choose(map, INITIAL, "veins");
    expect(shown(closeAll(map, openAll(map, chosen)).open)).toContain("veins");
  });

  it("reveals a concept by opening what lies above it and nothing else", () => {
    expect([...reveal(map, INITIAL, ["veins"]).open]).toEqual(["roots", "leaves"]);
  });

  it("finds what hides a concept", () => {
    expect(nearestShown(map, new Set(["roots", "light"]), "veins")).toBe("roots");
    expect(nearestShown(map, new Set(["roots"]), "nowhere")).toBeNull();
  });
});

describe("what is chosen", () => {
  it("is at most one of a concept, a path and a connection", () => {
    const path = showPath(map, choose(map, INITIAL, "bark"), "veins", ["light"]);
    expect(path).toMatchObject({ concept: null, path: "veins", known: ["light"], from: null });
    const chosen = choose(map, path, "light");
    expect(chosen).toMatchObject({ concept: "light", path: null, known: [] });
  });

  it("takes the second concept of a connection that was begun", () => {
    const begun = connect(map, INITIAL, "bark", null);
    expect(choose(map, begun, "veins")).toMatchObject({ from: "bark", to: "veins", concept: null });
    expect(choose(map, begun, "bark")).toMatchObject({ concept: "bark", from: null });
  });

  it("opens what lies above both ends of a connection", () => {
    expect(shown(connect(map, INITIAL, "bark", "veins").open)).toEqual(expect.arrayContaining(["bark", "veins"]));
  });

  it("steps back one at a time", () => {
    const path = showPath(map, INITIAL, "veins", []);
    const concept = stepBack(path);
    expect(concept).toMatchObject({ concept: "veins", path: null });
    expect(stepBack(concept).concept).toBeNull();
  });

  it("turns kinds of links off and on", () => {
    const without = toggleKind(INITIAL, "related");
    expect([...without.kinds]).toEqual(["parent", "prerequisite"]);
    expect(toggleKind(without, "related").kinds.size).toBe(3);
  });

  it("leaves the state before as it was", () => {
    toggle(INITIAL, "roots");
    openAll(map, INITIAL);
    toggleKind(INITIAL, "parent");
    expect([INITIAL.open.size, INITIAL.kinds.size]).toEqual([0, 3]);
  });
});
