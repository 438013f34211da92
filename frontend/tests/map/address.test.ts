import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "../../src/map/address";
import { choose, connect, INITIAL, type MapState, openAll, openLevels, showPath, toggle, toggleKind } from "../../src/map/state";
import { randomMap, seeded, trees } from "./maps";

const map = trees();
const NOWHERE = (): boolean => false;
const read = (query: string) => readAddress(map, query, NOWHERE);
const same = (one: MapState, other: MapState): void => {
  expect({ ...one, open: [...one.open].sort(), kinds: [...one.kinds].sort() }).toEqual({
    ...other, open: [...other.open].sort(), kinds: [...other.kinds].sort(),
  });
};

describe("the address", () => {
  it("is empty for the map as it opens", () => {
    expect(writeAddress(map, INITIAL)).toBe("");
    same(read("").state, INITIAL);
  });

  it("is read back as the state that it was written from", () => {
    const states = [
      choose(map, INITIAL, "veins"),
      showPath(map, INITIAL, "veins", ["light", "bark"]),
      connect(map, INITIAL, "bark", null),
      connect(map, INITIAL, "bark", "veins"),
      openAll(map, INITIAL),
      openLevels(map, INITIAL, 1),
      toggle(INITIAL, "leaves"),
      { ...INITIAL, radius: 3, view: "outline" as const },
      toggleKind(toggleKind(INITIAL, "parent"), "related"),
      { ...INITIAL, kinds: new Set([]) },
    ];
    for (const state of states) {
      const { state: again, faults } = read(writeAddress(map, state));
      expect(faults).toEqual([]);
      same(again, state);
    }
  });

  it("is read back for whatever is open in whatever map", () => {
    for (let seed = 1; seed < 60; seed++) {
      const random = seeded(seed);
      const any = randomMap(seed);
      const parents = [...any.concepts.values()].filter((concept) => concept.childCount);
      const open = new Set(parents.filter(() => random() < 0.6).map((concept) => concept.slug));
      const address = writeAddress(any, { ...INITIAL, open });
      const { state, faults } = readAddress(any, address, NOWHERE);
      expect(faults).toEqual([]);
      expect([...state.open].sort()).toEqual([...open].sort());
    }
  });

  it("names levels and all instead of every concept", () => {
    expect(writeAddress(map, openAll(map, INITIAL))).toBe("?open=all");
    expect(writeAddress(map, openLevels(map, INITIAL, 1))).toBe("?open=level:1");
    const large = randomMap(3, 120);
    const most = new Set(openAll(large, INITIAL).open);
    const [closed = ""] = most;
    most.delete(closed);
    expect(writeAddress(large, { ...INITIAL, open: most })).toBe(`?open=all,!${closed}`.replace("!", encodeURIComponent("!")));
  });
});

describe("a wrong address", () => {
  it("shows the map and names what it does not have", () => {
    const { state, faults } = read("?concept=nowhere&open=roots,nothing");
    expect(state.concept).toBeNull();
    expect([...state.open]).toEqual(["roots"]);
    expect(faults.join(" ")).toContain("“nowhere”");
    expect(faults.join(" ")).toContain("“nothing”");
  });

  it("takes the nearest radius", () => {
    for (const [text, radius] of [["99", 3], ["0", 1], ["-4", 1], ["2.4", 2], ["garbage", 1], ["NaN", 1]] as const) {
      const { state, faults } = read(`?radius=${text}`);
      expect(state.radius).toBe(radius);
      expect(faults).toHaveLength(1);
    }
  });

  it("leaves aside kinds and views that there are not", () => {
    const { state, faults } = read("?kinds=related,magic&view=hologram");
    expect([...state.kinds]).toEqual(["related"]);
    expect(state.view).toBe("picture");
    expect(faults).toHaveLength(2);
    expect(read("?kinds=magic").state.kinds.size).toBe(3);
  });

  it("survives whatever is typed", () => {
    const garbage = ["?%E0%A4%A", "?open=level:999999", "?open=all,,,!", `?concept=${"x".repeat(5000)}`, "?&&&=&=", "?open=level:0", "?know=%00"];
    for (const query of garbage) {
      const { state, faults } = read(query);
      expect(state.radius).toBe(1);
      expect(faults.join(" ").length).toBeLessThan(300);
    }
  });

  it("prefers a path to a connection, and a connection to a concept", () => {
    expect(read("?path=veins&from=bark&to=light&concept=roots").state).toMatchObject({ path: "veins", from: null, concept: null });
    expect(read("?from=bark&concept=roots").state).toMatchObject({ from: "bark", to: null, concept: null });
    expect(read("?path=nowhere&concept=roots").state).toMatchObject({ path: null, concept: "roots" });
  });

  it("believes the server about concepts that are not here yet", () => {
    const { state, faults } = readAddress(map, "?concept=far", (slug) => slug === "far");
    expect([state.concept, faults]).toEqual(["far", []]);
  });
});
