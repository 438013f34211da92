import { describe, expect, it } from "vitest";
import { inReadingOrder, shownTree } from "../../src/map/shown";
import { INITIAL, openAll } from "../../src/map/state";
import { actOfKey } from "../../src/map/tree-keys";
import { randomMap, trees } from "./maps";

const map = trees();
const all = inReadingOrder(shownTree(map, openAll(map, INITIAL).open));
const closed = inReadingOrder(shownTree(map, new Set()));
const act = (key: string, here: string, spatial = false, shown = all) => actOfKey(key, here, shown, spatial);

describe("keys of the tree", () => {
  it("go up and down in reading order in an outline", () => {
    expect(act("ArrowDown", "roots")).toEqual({ go: "bark" });
    expect(act("ArrowUp", "light")).toEqual({ go: "veins" });
    expect(act("ArrowDown", "light")).toBeNull();
  });

  it("go up and down a column in the picture", () => {
    expect(act("ArrowDown", "roots", true)).toEqual({ go: "light" });
    expect(act("ArrowDown", "bark", true)).toEqual({ go: "leaves" });
  });

  it("open and enter, close and leave", () => {
    expect(act("ArrowRight", "roots", false, closed)).toEqual({ toggle: "roots" });
    expect(act("ArrowRight", "roots")).toEqual({ go: "bark" });
    expect(act("ArrowRight", "light")).toBeNull();
    expect(act("ArrowLeft", "roots")).toEqual({ toggle: "roots" });
    expect(act("ArrowLeft", "bark")).toEqual({ go: "roots" });
    expect(act("ArrowLeft", "light")).toBeNull();
  });

  it("choose, open in place, and jump", () => {
    expect(act("Enter", "bark")).toEqual({ choose: "bark" });
    expect(act(" ", "roots")).toEqual({ toggle: "roots" });
    expect(act(" ", "bark")).toEqual({ choose: "bark" });
    expect(act("Home", "bark")).toEqual({ go: "roots" });
    expect(act("End", "bark")).toEqual({ go: "light" });
    expect(act("v", "roots")).toEqual({ go: "veins" });
    expect(act("L", "leaves")).toEqual({ go: "light" });
    expect(act("z", "roots")).toBeNull();
    expect(act("Tab", "roots")).toBeNull();
    expect(act("ArrowDown", "nowhere")).toBeNull();
  });

  it("reach every concept of whatever map by arrows alone", () => {
    for (const spatial of [false, true]) {
      for (let seed = 1; seed < 15; seed++) {
        const any = randomMap(seed);
        const shown = inReadingOrder(shownTree(any, openAll(any, INITIAL).open));
        const reached = new Set([shown[0]!.concept.slug]);
        for (const here of reached) {
          for (const key of ["ArrowDown", "ArrowUp", "ArrowRight"]) {
            const to = actOfKey(key, here, shown, spatial);
            if (to && "go" in to) reached.add(to.go);
          }
        }
        expect(reached.size).toBe(shown.length);
      }
    }
  });
});
