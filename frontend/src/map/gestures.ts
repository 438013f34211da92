/**
 * Pan and zoom by mouse, touch and wheel.
 *
 * Ours instead of d3-zoom's: that comes to 18 kB of the page's 30 (docs/decisions/0005-gestures-of-our-own.md). A press that does not move
 * stays a click of whatever is under it.
 */

export interface GestureTarget {
  pan(dx: number, dy: number): void;
  zoom(factor: number, x: number, y: number): void;
  moving(now: boolean): void;
  /** The wheel was turned over a picture that leaves it to the page. */
  passed(): void;
}

interface Point {
  x: number;
  y: number;
}

const STILL_PIXELS = 5;
const STILL_MS = 160;
const LINE_PIXELS = 16;
const PAGE_PIXELS = 400;

/** `cooperative`: the wheel zooms only with Ctrl or ⌘ held, so that a page around the picture can be scrolled. */
export function listen(element: HTMLElement, target: GestureTarget, cooperative: boolean): void {
  const fingers = new Map<number, Point>();
  let dragging = false;
  let settle = 0;

  const start = (): void => {
    window.clearTimeout(settle);
    target.moving(true);
  };
  const end = (): void => {
    window.clearTimeout(settle);
    settle = window.setTimeout(() => target.moving(false), STILL_MS);
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || fingers.size === 2) return;
    fingers.set(event.pointerId, placeOf(event));
    dragging = fingers.size === 2;
    if (dragging) for (const id of fingers.keys()) element.setPointerCapture(id);
  });

  const lift = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || !dragging) return;
    end();
    if (fingers.size) return;
    dragging = false;
    // The click that a drag ends with is none.
    element.addEventListener("click", swallow, { capture: true, once: true });
    window.setTimeout(() => element.removeEventListener("click", swallow, { capture: true }));
  };

  element.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    // Released where we were not told of it: over a control, or outside the window.
    if (!event.buttons) return lift(event);
    const now = placeOf(event);
    if (!dragging) {
      if (Math.hypot(now.x - before.x, now.y - before.y) < STILL_PIXELS) return;
      dragging = true;
      // Only now: a captured pointer's click would go to the window and not to the concept under it.
      element.setPointerCapture(event.pointerId);
    }
    start();
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(target, element, before, now, other);
    else target.pan(now.x - before.x, now.y - before.y);
    fingers.set(event.pointerId, now);
  });

  element.addEventListener("pointerup", lift);
  element.addEventListener("pointercancel", lift);
  // Concepts are links, and a browser would drag a link away.
  element.addEventListener("dragstart", (event) => event.preventDefault());

  element.addEventListener(
    "wheel",
    (event) => {
      const wanted = event.ctrlKey || event.metaKey;
      if (cooperative && !wanted) return target.passed();
      event.preventDefault();
      start();
      const unit = [1, LINE_PIXELS, PAGE_PIXELS][event.deltaMode] ?? 1;
      // A pinch on a touchpad comes as a wheel with Ctrl and small steps.
      const factor = 2 ** ((-event.deltaY * unit * (event.ctrlKey ? 8 : 1)) / 500);
      if (event.shiftKey) target.pan(-(event.deltaX || event.deltaY) * unit, 0);
      else target.zoom(factor, ...inside(element, { x: event.clientX, y: event.clientY }));
      end();
    },
    { passive: false },
  );
}

function pinch(target: GestureTarget, element: HTMLElement, before: Point, now: Point, other: Point): void {
  const spread = (one: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
  target.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  if (spread(before) > 0) target.zoom(spread(now) / spread(before), ...inside(element, middle));
}

function placeOf(event: PointerEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

function inside(element: HTMLElement, { x, y }: Point): [number, number] {
  const { left, top } = element.getBoundingClientRect();
  return [x - left, y - top];
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
