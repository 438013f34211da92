import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Motion, prefersStillness } from "../../src/map/motion";

let still = false;
const asked = vi.fn();

beforeEach(() => {
  still = false;
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", (query: string) => {
    asked(query);
    return { matches: still };
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A motion and the shares of its way at which it was shown. */
function moving(milliseconds: number, motion = new Motion()): { motion: Motion; shares: number[] } {
  const shares: number[] = [];
  motion.run(milliseconds, (share) => shares.push(share));
  return { motion, shares };
}

describe("a motion", () => {
  it("goes from 0 to exactly 1, never back, and ends", () => {
    const { shares } = moving(220);
    expect(shares).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares.filter((share) => share === 1)).toHaveLength(1);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.length).toBeGreaterThan(10);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("begins with its first frame, whatever was prepared before that", () => {
    let next: FrameRequestCallback = () => undefined;
    vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => {
      next = frame;
      return 1;
    });
    const { shares } = moving(100);
    for (const now of [5000, 5050, 5100]) next(now);
    expect(shares[0]).toBe(0);
    expect(shares[1]).toBeGreaterThan(0.5);
    expect(shares[2]).toBe(1);
  });

  it("is slower towards its end", () => {
    const { shares } = moving(320);
    vi.advanceTimersByTime(1000);
    const steps = shares.slice(1, -1).map((share, place) => share - (shares[place] ?? 0));
    expect(steps[0]).toBeGreaterThan(steps.at(-1) ?? 1);
  });

  it("is taken over by a new one", () => {
    const { motion, shares } = moving(220);
    vi.advanceTimersByTime(100);
    const before = shares.length;
    const next = moving(220, motion);
    vi.advanceTimersByTime(1000);
    expect(shares).toHaveLength(before);
    expect(next.shares.at(-1)).toBe(1);
  });

  it("stops where it is told to, also by its own step", () => {
    const { motion, shares } = moving(220);
    vi.advanceTimersByTime(100);
    motion.stop();
    const before = shares.length;
    vi.advanceTimersByTime(1000);
    expect(shares).toHaveLength(before);
    const own: number[] = [];
    motion.run(220, (share) => {
      own.push(share);
      if (share > 0.5) motion.stop();
    });
    vi.advanceTimersByTime(1000);
    expect(own.at(-1)).toBeLessThan(1);
  });

  it("is at its end at once where no time is given", () => {
    expect(moving(0).shares).toEqual([1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is at its end at once for those who want none, and stops the one before", () => {
    const { motion, shares } = moving(220);
    still = true;
    expect(moving(220, motion).shares).toEqual([1]);
    vi.advanceTimersByTime(1000);
    expect(shares).toEqual([]);
    expect(asked).toHaveBeenLastCalledWith("(prefers-reduced-motion: reduce)");
    expect(prefersStillness()).toBe(true);
  });
});
