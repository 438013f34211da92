/** Motion from one state to the next, frame by frame; at once for those who want none. */

const EASE = (share: number): number => 1 - (1 - share) ** 3;

export const OPENING_MS = 220;
export const GLIDING_MS = 320;

export function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** One motion at a time: a new one takes over from where the last one is. */
export class Motion {
  #frame = 0;

  /** Calls `step` with 0 … 1, at the end exactly 1. */
  run(milliseconds: number, step: (share: number) => void): void {
    this.stop();
    if (milliseconds <= 0 || prefersStillness()) {
      step(1);
      return;
    }
    let began = 0;
    const next = (now: number): void => {
      // From the first frame on: what was prepared before it must not swallow the motion.
      began ||= now;
      const share = Math.min((now - began) / milliseconds, 1);
      this.#frame = share < 1 ? requestAnimationFrame(next) : 0;
      step(EASE(share));
    };
    this.#frame = requestAnimationFrame(next);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
