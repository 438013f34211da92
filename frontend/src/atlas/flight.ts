/**
 * The way from one view to another over a map: up, across and down again, as far up as makes the way shortest to the eye.
 *
 * Source: van Wijk and Nuij, Smooth and efficient zooming and panning, 2003; with their ρ = √2.
 */

import type { Size } from "../map/boxes";
import type { View } from "../map/camera";

const RHO = Math.SQRT2;
const NEAR = 1e-6;

export interface Flight {
  /** How long it is, in widths of the window and doublings of the scale. */
  readonly length: number;
  /** The view at a share of the way, 0 … 1. */
  readonly at: (share: number) => View;
}

export function flight(from: View, to: View, { width, height }: Size): Flight {
  const center = (view: View): [number, number] => [(width / 2 - view.x) / view.scale, (height / 2 - view.y) / view.scale];
  const viewAt = (x: number, y: number, breadth: number): View => {
    const scale = width / breadth;
    return { scale, x: width / 2 - x * scale, y: height / 2 - y * scale };
  };
  const [[x0, y0], [x1, y1]] = [center(from), center(to)];
  const [w0, w1] = [width / from.scale, width / to.scale];
  const distance = Math.hypot(x1 - x0, y1 - y0);
  if (distance < NEAR * Math.max(w0, w1)) {
    const length = Math.abs(Math.log(w1 / w0)) / RHO;
    return { length, at: (share) => (share === 1 ? to : viewAt(x0, y0, w0 * (w1 / w0) ** share)) };
  }
  const steepness = (sign: 1 | -1, breadth: number): number => {
    const b = (w1 * w1 - w0 * w0 + sign * RHO ** 4 * distance ** 2) / (2 * breadth * RHO ** 2 * distance);
    return -Math.asinh(b);
  };
  const [r0, r1] = [steepness(1, w0), steepness(-1, w1)];
  const length = (r1 - r0) / RHO;
  const at = (share: number): View => {
    if (share === 1) return to;
    const s = RHO * share * length + r0;
    const along = (w0 / RHO ** 2 / distance) * (Math.cosh(r0) * Math.tanh(s) - Math.sinh(r0));
    return viewAt(x0 + (x1 - x0) * along, y0 + (y1 - y0) * along, (w0 * Math.cosh(r0)) / Math.cosh(s));
  };
  return { length, at };
}
