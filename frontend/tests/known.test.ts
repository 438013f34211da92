import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeKnown, listenForKnown, readKnown } from "../src/known";
import { seeded } from "./map/maps";

const KEY = "kinapse.known.trees";
const kept = (): string | null => localStorage.getItem(KEY);
const sorted = (known: ReadonlySet<string>): string[] => [...known].sort();

/** What another tab keeps, told to this one as browsers do it. */
function keepElsewhere(slugs: readonly string[]): void {
  localStorage.setItem(KEY, JSON.stringify(slugs));
  window.dispatchEvent(new StorageEvent("storage", { key: KEY }));
}

function forbid(...names: ("getItem" | "setItem" | "removeItem")[]): void {
  for (const name of names) {
    vi.spyOn(Storage.prototype, name).mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
  }
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

describe("what is known", () => {
  it("is nothing at first, and leaves nothing behind when all is taken away", () => {
    expect(readKnown("trees").size).toBe(0);
    changeKnown("trees", { add: ["roots"] });
    changeKnown("trees", { remove: ["roots"] });
    expect(readKnown("trees").size).toBe(0);
    expect(localStorage.length).toBe(0);
  });

  it("is read back as it was changed, whatever the changes", () => {
    const random = seeded(7);
    const expected = new Set<string>();
    for (let change = 0; change < 200; change++) {
      const slug = `c${Math.floor(random() * 12)}`;
      const adds = random() < 0.5;
      if (adds) expected.add(slug);
      else expected.delete(slug);
      const known = changeKnown("trees", adds ? { add: [slug] } : { remove: [slug] });
      expect(sorted(known)).toEqual(sorted(expected));
      expect(sorted(readKnown("trees"))).toEqual(sorted(expected));
    }
  });

  it("keeps what one change both takes away and adds", () => {
    expect(sorted(changeKnown("trees", { add: ["roots"], remove: ["roots", "bark"] }))).toEqual(["roots"]);
  });

  it("is kept map by map", () => {
    changeKnown("trees", { add: ["roots"] });
    changeKnown("tree", { add: ["bark"] });
    expect(sorted(readKnown("trees"))).toEqual(["roots"]);
    expect(sorted(readKnown("tree"))).toEqual(["bark"]);
  });

  it("adds to what another tab has kept meanwhile", () => {
    changeKnown("trees", { add: ["roots"] });
    keepElsewhere(["roots", "light"]);
    changeKnown("trees", { add: ["bark"] });
    expect(sorted(readKnown("trees"))).toEqual(["bark", "light", "roots"]);
  });

  it("is nothing where something else is kept under our name", () => {
    for (const garbage of ["", "{", "null", "7", '"roots"', '{"roots": true}', "[[[", "\0"]) {
      localStorage.setItem(KEY, garbage);
      expect(readKnown("trees").size).toBe(0);
    }
    localStorage.setItem(KEY, '["roots", 7, null, ["bark"], {"slug": "light"}, "roots"]');
    expect(sorted(readKnown("trees"))).toEqual(["roots"]);
  });

  it("puts something sensible in the place of garbage", () => {
    localStorage.setItem(KEY, "{");
    changeKnown("trees", { add: ["roots"] });
    expect(kept()).toBe('["roots"]');
  });
});

describe("another tab's change", () => {
  it("is told, with all that is known by then", () => {
    const changed = vi.fn();
    listenForKnown("trees", changed);
    keepElsewhere(["roots", "bark"]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(sorted(changed.mock.calls[0]?.[0])).toEqual(["bark", "roots"]);
  });

  it("is told when all that a browser keeps is cleared", () => {
    const changed = vi.fn();
    listenForKnown("trees", changed);
    window.dispatchEvent(new StorageEvent("storage", { key: null }));
    expect(changed).toHaveBeenCalledExactlyOnceWith(new Set());
  });

  it("is not told when it is of another map", () => {
    const changed = vi.fn();
    listenForKnown("trees", changed);
    window.dispatchEvent(new StorageEvent("storage", { key: "kinapse.known.rivers" }));
    expect(changed).not.toHaveBeenCalled();
  });
});

describe("a browser that keeps nothing", () => {
  it("lets the marks last as long as the page", () => {
    forbid("getItem", "setItem", "removeItem");
    changeKnown("forbidden", { add: ["roots"] });
    expect(sorted(changeKnown("forbidden", { add: ["bark"] }))).toEqual(["bark", "roots"]);
    expect(sorted(changeKnown("forbidden", { remove: ["roots"] }))).toEqual(["bark"]);
    expect(sorted(readKnown("forbidden"))).toEqual(["bark"]);
    expect(readKnown("another").size).toBe(0);
  });

  it("loses no mark when its room is full, and keeps all once there is room", () => {
    changeKnown("full", { add: ["roots"] });
    forbid("setItem");
    changeKnown("full", { add: ["bark"] });
    expect(sorted(changeKnown("full", { add: ["veins"] }))).toEqual(["bark", "roots", "veins"]);
    vi.restoreAllMocks();
    changeKnown("full", { add: ["light"] });
    expect(localStorage.getItem("kinapse.known.full")).toContain("bark");
    expect(sorted(readKnown("full"))).toEqual(["bark", "light", "roots", "veins"]);
  });

  it("takes what another tab keeps besides", () => {
    forbid("setItem");
    changeKnown("shared", { add: ["bark"] });
    vi.restoreAllMocks();
    localStorage.setItem("kinapse.known.shared", '["light"]');
    expect(sorted(readKnown("shared"))).toEqual(["bark", "light"]);
  });
});
