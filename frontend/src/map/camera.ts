/**
 * Which part of the picture is seen, and how large: a point of the window is `scale` times that of the picture, plus
 * the offset. Pure, so that gestures, keys and glides share it.
 */

import type { Box, Size } from "./boxes";

export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Frame extends Size {
  /** What lies over the edges of the window: toolbars, a sheet. */
  readonly top: number;
  readonly bottom: number;
}

export const LEAST_SCALE = 0.05;
export const MOST_SCALE = 2.4;
/** Below this the text of a concept is too small to be read. */
export const LEGIBLE_SCALE = 0.62;
export const LEGIBLE_SCALE_NARROW = 0.9;
const MARGIN = 24;
const KEPT_IN_SIGHT = 72;

/** Zoomed around a point of the window, no smaller than `least`. */
export function zoomed(view: View, factor: number, x: number, y: number, least = LEAST_SCALE): View {
  const scale = clamp(view.scale * factor, least, MOST_SCALE);
  const grown = scale / view.scale;
  return { scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown };
}

export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** The whole picture, no larger than life and no smaller than `least`. What has no room then begins at the start. */
export function fitted(bounds: Box, frame: Frame, least = LEAST_SCALE): View {
  const room = { width: frame.width - 2 * MARGIN, height: frame.height - frame.top - frame.bottom - 2 * MARGIN };
  const whole = Math.min(room.width / bounds.width, room.height / bounds.height);
  const scale = clamp(whole, least, 1);
  const over = { x: bounds.width * scale - room.width, y: bounds.height * scale - room.height };
  return {
    scale,
    x: MARGIN - bounds.x * scale - Math.min(over.x, 0) / 2,
    y: frame.top + MARGIN - bounds.y * scale - Math.min(over.y, 0) / 2,
  };
}

/** The view moved as little as possible so that a box is seen whole, or its start when it is too large. */
export function revealing(view: View, box: Box, frame: Frame): View {
  const shift = (start: number, length: number, low: number, high: number): number => {
    if (start < low || length > high - low) return low - start;
    return Math.min(0, high - (start + length));
  };
  const [x, y] = [box.x * view.scale + view.x, box.y * view.scale + view.y];
  const dx = shift(x, box.width * view.scale, MARGIN, frame.width - MARGIN);
  const dy = shift(y, box.height * view.scale, frame.top + MARGIN, frame.height - frame.bottom - MARGIN);
  return panned(view, dx, dy);
}

/** A box in the middle, large enough to be read. */
export function centered(view: View, box: Box, frame: Frame): View {
  const scale = clamp(view.scale, LEGIBLE_SCALE, 1);
  const middle = frame.top + (frame.height - frame.top - frame.bottom) / 2;
  return {
    scale,
    x: frame.width / 2 - (box.x + box.width / 2) * scale,
    y: middle - (box.y + box.height / 2) * scale,
  };
}

/** The view held so that some of the picture stays in sight, wherever one drags it. */
export function held(view: View, bounds: Box, frame: Frame): View {
  const hold = (offset: number, start: number, length: number, low: number, high: number): number => {
    const [first, last] = [start * view.scale, (start + length) * view.scale];
    return clamp(offset, low + KEPT_IN_SIGHT - last, high - KEPT_IN_SIGHT - first);
  };
  return {
    scale: view.scale,
    x: hold(view.x, bounds.x, bounds.width, 0, frame.width),
    y: hold(view.y, bounds.y, bounds.height, frame.top, frame.height - frame.bottom),
  };
}

/** The part of the picture that is in the window. */
export function inSight(view: View, frame: Size): Box {
  return {
    x: -view.x / view.scale,
    y: -view.y / view.scale,
    width: frame.width / view.scale,
    height: frame.height / view.scale,
  };
}

export function mixedViews(from: View, to: View, share: number): View {
  // Sizes are felt as ratios.
  const scale = from.scale * (to.scale / from.scale) ** share;
  // The point that both views show at one place stays there; without one the offsets go evenly.
  const way = to.scale === from.scale ? share : (scale - from.scale) / (to.scale - from.scale);
  return { scale, x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
