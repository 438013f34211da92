import { describe, expect, it } from "vitest";
import { overlap } from "../../src/map/boxes";
import { type Candidate, placed } from "../../src/map/label-placement";
import { seeded } from "./maps";

function labels(seed: number, count = 120): Candidate[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, place) => ({
    slug: `l${place}`, x: random() * 600, y: random() * 400, width: 20 + random() * 160, height: 12 + random() * 30,
  }));
}

describe("labels", () => {
  it("never overlap", () => {
    for (let seed = 1; seed < 40; seed++) {
      const kept = placed(labels(seed), 999);
      for (const [place, one] of kept.entries()) {
        for (const other of kept.slice(place + 1)) expect(overlap(one, other)).toBe(false);
      }
    }
  });

  it("are left out only where a more important one is in the way", () => {
    for (let seed = 1; seed < 40; seed++) {
      const all = labels(seed);
      const kept = placed(all, 999);
      const places = new Map(all.map((label, place) => [label.slug, place]));
      for (const [place, label] of all.entries()) {
        if (kept.includes(label)) continue;
        const before = kept.filter((other) => (places.get(other.slug) ?? 0) < place);
        expect(before.some((other) => overlap(other, label))).toBe(true);
      }
    }
  });

  it("of one place show the first alone", () => {
    const label = { x: 0, y: 0, width: 10, height: 10 };
    expect(placed([{ slug: "a", ...label }, { slug: "b", ...label }], 9).map((one) => one.slug)).toEqual(["a"]);
    expect(placed([], 9)).toEqual([]);
    expect(placed(labels(1), 3)).toHaveLength(3);
  });
});
