// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Focus } from "../../src/atlas/focus";
import { Journey } from "../../src/atlas/journey";
import type { LitMark } from "../../src/atlas/lit";
import { Viewpoint } from "../../src/atlas/viewpoint";
import { INITIAL, type MapState } from "../../src/map/state";

const MARK_AT = { x: 30, y: 30 };
const MARK: LitMark = { id: 7, slug: "far", title: "Far", ...MARK_AT, colour: 0, depth: 5, rank: -1, below: 0 };
const CHOSEN: MapState = { ...INITIAL, concept: "far" };
const PATH: MapState = { ...INITIAL, path: "far" };
const SIZE = { clientWidth: 1000, clientHeight: 800 };

interface Going {
  readonly viewpoint: Viewpoint;
  readonly journey: Journey;
  /** Tells where the concept stands, and lets so long go by. */
  readonly answer: (milliseconds: number) => Promise<void>;
  /** Lights the path to it. */
  readonly light: () => void;
}

/** Who has opened a map and chosen something; the server does not answer until it is told to. */
function choose(state: MapState, { stillness = true, opened = INITIAL } = {}): Going {
  history.replaceState(null, "", "/");
  window.matchMedia = (() => ({ matches: stillness })) as unknown as typeof window.matchMedia;
  const ground = Object.defineProperties(document.createElement("div"), Object.getOwnPropertyDescriptors(SIZE));
  const viewpoint = new Viewpoint(ground, { moved() {}, rested() {}, leaving() {}, passed() {} });
  let tell = (_: LitMark): void => undefined;
  const place = new Promise<LitMark>((resolve) => (tell = resolve));
  const focus = { lit: null as unknown, settled: Promise.resolve(), placeOf: () => place };
  const journey = new Journey(viewpoint, focus as unknown as Focus);
  journey.begin(opened);
  if (state !== opened) {
    journey.follow(state);
    journey.look(state, true);
    // The address of what is chosen lacks the place, and is given it.
    history.replaceState(null, "", "/?concept=far&at=4194304,4194304,3");
  }
  const answer = async (milliseconds: number): Promise<void> => {
    tell(MARK);
    await vi.advanceTimersByTimeAsync(milliseconds);
  };
  const light = (): void => {
    focus.lit = { marks: [MARK], isWay: true };
    journey.lit();
  };
  return { viewpoint, journey, answer, light };
}

function middleOf({ view }: Viewpoint): { x: number; y: number } {
  return { x: Math.round((SIZE.clientWidth / 2 - view.x) / view.scale), y: Math.round((SIZE.clientHeight / 2 - view.y) / view.scale) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("a panel that comes up before it is known where what is chosen stands does not end the way there", async () => {
  const { viewpoint, journey, answer } = choose(CHOSEN);
  journey.look(CHOSEN, true);
  await answer(10);
  expect(middleOf(viewpoint)).toEqual(MARK_AT);
});

it("a panel that is raised on the way to what is chosen does not lead back", async () => {
  const { viewpoint, journey, answer } = choose(CHOSEN, { stillness: false });
  await answer(60);
  expect(viewpoint.isFlying).toBe(true);
  journey.look(CHOSEN, true);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(middleOf(viewpoint)).toEqual(MARK_AT);
});

it("who has moved the map is not taken to what is chosen, also when the panel comes up after", async () => {
  const { viewpoint, journey, answer } = choose(CHOSEN);
  viewpoint.zoomBy(2);
  journey.look(CHOSEN, true);
  const left = viewpoint.view;
  await answer(10);
  expect(viewpoint.view).toEqual(left);
});

it("a path is brought into sight, unless one has moved the map before it was known", () => {
  const [stays, moves] = [choose(PATH), choose(PATH)];
  stays.light();
  expect(middleOf(stays.viewpoint)).toEqual(MARK_AT);
  moves.viewpoint.zoomBy(2);
  const left = moves.viewpoint.view;
  moves.light();
  expect(moves.viewpoint.view).toEqual(left);
});

it("a key that is pressed before there is anything to see does not lead away from what the page is opened for", async () => {
  const { viewpoint, answer } = choose(CHOSEN, { opened: CHOSEN });
  viewpoint.zoomBy(2);
  viewpoint.pan(90, 0);
  await answer(10);
  expect(middleOf(viewpoint)).toEqual(MARK_AT);
});
