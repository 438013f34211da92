/**
 * Where the numbers of a path stand: on their marks, or moved aside where they would cover each other. Where there are too
 * many for that some are shown, the first and the last always, and the others once one has come nearer. Pure.
 */

import type { Point } from "../map/boxes";
import type { Lit } from "./lit";

export const NUMBER_RADIUS = 9;
/** So far apart are the middles of two numbers, their rims included. */
const APART = 2 * NUMBER_RADIUS + 2;
const MOST_ROUNDS = 60;
/** So many numbers find room within so many pixels; more are not shown there. */
const MOST_AROUND = 8;
const AROUND = 30;
/** Nobody looks for a number farther from its mark than this. */
const FARTHEST = 40;
/** Nearer than this the middles of two numbers may not come: their discs would touch. */
const LEAST_APART = 2 * NUMBER_RADIUS + 0.5;

const NOWHERE: Point = { x: 0, y: 0 };
const kept = new WeakMap<Lit, { scale: number; shifts: ReadonlyMap<number, Point> }>();

/**
 * How far each number that is shown is moved, in pixels, by the id of its mark. The last one is kept: what is drawn, named
 * and pointed at asks for the same.
 *
 * Cost: O(steps²) a round, and most paths take few.
 */
export function shiftsOf(lit: Lit, scale: number): ReadonlyMap<number, Point> {
  const known = kept.get(lit);
  if (known?.scale === scale) return known.shifts;
  const steps = lit.marks.filter(({ id }) => lit.numbers.has(id)).sort((one, other) => numberOf(lit, one.id) - numberOf(lit, other.id));
  const points = steps.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  const shifts = new Map<number, Point>();
  for (const [step, place] of numbered(points)) {
    const [mark, point] = [steps[step], points[step]];
    if (mark && point) shifts.set(mark.id, { x: place.x - point.x, y: place.y - point.y });
  }
  kept.set(lit, { scale, shifts });
  return shifts;
}

/** Where the mark of a step, or any other, is shown in a picture that is moved aside by what `shiftsOf` says. */
export function shiftOf(lit: Lit | null, id: number, scale: number): Point {
  return (lit?.numbers.size ? shiftsOf(lit, scale).get(id) : null) ?? NOWHERE;
}

/** Where the numbers of the steps at these points stand, by step; none over another. */
export function numbered(points: readonly Point[]): Map<number, Point> {
  const steps = withRoom(points);
  const moved = movedApart(steps.map((step) => points[step] ?? NOWHERE));
  const shown: [number, Point][] = [];
  steps.forEach((step, order) => {
    const place = moved[order] ?? NOWHERE;
    const over = shown.find(([, other]) => areNearer(other, place, LEAST_APART));
    if (!over) shown.push([step, place]);
    // The second to be placed is the last step, which is shown in any case, beside the first.
    else if (order === 1) shown.push([step, { x: over[1].x + APART, y: over[1].y }]);
  });
  return new Map(shown);
}

/** The steps that have room around their marks, those to be shown rather than others first. */
function withRoom(points: readonly Point[]): number[] {
  const steps: number[] = [];
  for (const step of byImportance(points.length)) {
    const point = points[step] ?? NOWHERE;
    const around = steps.filter((other) => areNearer(points[other] ?? NOWHERE, point, AROUND)).length;
    if (around < MOST_AROUND) steps.push(step);
  }
  return steps;
}

/** The first step, the last one, the one in the middle between them, and so on: however many are shown tell the way. */
function byImportance(count: number): number[] {
  const steps = count > 1 ? [0, count - 1] : [0].slice(0, count);
  const between: [number, number][] = [[0, count - 1]];
  for (const [from, to] of between) {
    if (to - from < 2) continue;
    const middle = (from + to) >> 1;
    steps.push(middle);
    between.push([from, middle], [middle, to]);
  }
  return steps;
}

/** The same points, none nearer to another than `APART` where there is room: those that are push each other away, half the way each. */
export function movedApart(points: readonly Point[]): Point[] {
  const places = points.map((point) => ({ ...point }));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let isSettled = true;
    places.forEach((one, place) => {
      for (let next = place + 1; next < places.length; next++) {
        const other = places[next];
        if (other && push(one, other, next)) isSettled = false;
      }
    });
    if (isSettled) break;
    places.forEach((place, order) => holdNear(place, points[order] ?? NOWHERE));
  }
  return places;
}

function holdNear(place: { x: number; y: number }, point: Point): void {
  const far = distance(place, point);
  if (far <= FARTHEST) return;
  place.x = point.x + ((place.x - point.x) * FARTHEST) / far;
  place.y = point.y + ((place.y - point.y) * FARTHEST) / far;
}

/** Whether two had to be moved. `turn`: in which direction those go that stand on one spot. */
function push(one: { x: number; y: number }, other: { x: number; y: number }, turn: number): boolean {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  if (Math.abs(dx) >= APART || Math.abs(dy) >= APART) return false;
  const between = Math.hypot(dx, dy);
  if (between > APART - 0.5) return false;
  const [along, down] = between > 0.01 ? [dx / between, dy / between] : [Math.cos(turn * 2.4), Math.sin(turn * 2.4)];
  const way = (APART - between) / 2;
  one.x -= along * way;
  one.y -= down * way;
  other.x += along * way;
  other.y += down * way;
  return true;
}

function areNearer(one: Point, other: Point, least: number): boolean {
  // Most are not, and are told so quickly.
  return Math.abs(one.x - other.x) < least && Math.abs(one.y - other.y) < least && distance(one, other) < least;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function numberOf(lit: Lit, id: number): number {
  return lit.numbers.get(id) ?? 0;
}
