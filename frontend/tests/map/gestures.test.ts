import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GestureTarget, listen } from "../../src/map/gestures";
import { seeded } from "./maps";

let element: HTMLElement;
let concept: HTMLElement;
const captured = new Set<number>();
const target = { pan: vi.fn(), zoom: vi.fn(), moving: vi.fn(), passed: vi.fn() } satisfies GestureTarget;
const clicked = vi.fn();

function build(cooperative = false): void {
  document.body.innerHTML = '<div id="window"><a href="#">Roots</a></div>';
  element = document.querySelector("#window") as HTMLElement;
  concept = document.querySelector("a") as HTMLElement;
  // Captured pointers are the browser's own matter, which jsdom leaves out.
  element.setPointerCapture = (id) => void captured.add(id);
  element.getBoundingClientRect = () => new DOMRect(100, 50, 800, 600);
  concept.addEventListener("click", (event) => {
    event.preventDefault();
    clicked();
  });
  listen(element, target, cooperative);
}

function point(type: string, x: number, y: number, more: PointerEventInit = {}): void {
  const held = type === "pointerdown" || type === "pointermove" ? 1 : 0;
  concept.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, buttons: held, clientX: x, clientY: y, ...more }));
}

function turn(more: WheelEventInit): WheelEvent {
  const event = new WheelEvent("wheel", { bubbles: true, cancelable: true, clientX: 300, clientY: 250, ...more });
  concept.dispatchEvent(event);
  return event;
}

const panned = (): [number, number] =>
  target.pan.mock.calls.reduce(([x, y], [dx, dy]) => [x + dx, y + dy], [0, 0]) as [number, number];
const zoomed = (): number => target.zoom.mock.calls.reduce((whole, [factor]) => whole * factor, 1);

beforeEach(() => {
  vi.useFakeTimers();
  for (const spy of [...Object.values(target), clicked]) spy.mockReset();
  captured.clear();
  build();
});

afterEach(() => vi.useRealTimers());

describe("one finger or the mouse", () => {
  it("does not move the picture before it has gone five pixels", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 203, 203);
    expect(target.pan).not.toHaveBeenCalled();
    expect(target.moving).not.toHaveBeenCalled();
    point("pointermove", 204, 204);
    expect(panned()).toEqual([4, 4]);
    expect(target.moving).toHaveBeenLastCalledWith(true);
  });

  it("moves the picture by exactly what it has gone", () => {
    const random = seeded(11);
    for (let round = 0; round < 20; round++) {
      target.pan.mockReset();
      let [x, y] = [300, 300];
      point("pointerdown", x, y);
      for (let step = 0; step < 15; step++) {
        [x, y] = [x + Math.floor(random() * 9) - 3, y + Math.floor(random() * 9) - 3];
        point("pointermove", x, y);
      }
      point("pointermove", 400, 340);
      point("pointerup", 400, 340);
      expect(panned()).toEqual([100, 40]);
    }
  });

  it("leaves a press that does not move to what is under it, and the pointer free", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 202, 201);
    point("pointerup", 202, 201);
    concept.click();
    expect(clicked).toHaveBeenCalledTimes(1);
    expect(captured.size).toBe(0);
  });

  it("takes the click away with which a drag ends, and no later one", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 230, 200);
    expect([...captured]).toEqual([1]);
    point("pointerup", 230, 200);
    concept.click();
    expect(clicked).not.toHaveBeenCalled();
    concept.click();
    expect(clicked).toHaveBeenCalledTimes(1);
  });

  it("takes no click away long after a drag that ended with none", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 230, 200);
    point("pointerup", 230, 200);
    vi.advanceTimersByTime(1);
    concept.click();
    expect(clicked).toHaveBeenCalledTimes(1);
  });

  it("moves nothing with another button, nor without a press", () => {
    for (const button of [1, 2]) {
      point("pointerdown", 200, 200, { button, buttons: 2 });
      point("pointermove", 260, 200, { buttons: 2 });
      point("pointerup", 260, 200, { button });
    }
    point("pointermove", 300, 300);
    expect(target.pan).not.toHaveBeenCalled();
  });

  it("says that it rests a moment after it was let go", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 230, 200);
    point("pointerup", 230, 200);
    expect(target.moving).not.toHaveBeenCalledWith(false);
    vi.advanceTimersByTime(200);
    expect(target.moving).toHaveBeenLastCalledWith(false);
  });

  it("does not rest while it is held, however soon it was taken again", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 230, 200);
    point("pointerup", 230, 200);
    vi.advanceTimersByTime(50);
    point("pointerdown", 230, 200);
    point("pointermove", 260, 200);
    vi.advanceTimersByTime(1000);
    expect(target.moving).not.toHaveBeenCalledWith(false);
  });

  it("lets go when the button was released where nobody told us", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 230, 200);
    point("pointermove", 400, 400, { buttons: 0 });
    point("pointermove", 500, 500, { buttons: 0 });
    expect(panned()).toEqual([30, 0]);
    vi.advanceTimersByTime(200);
    expect(target.moving).toHaveBeenLastCalledWith(false);
    point("pointerdown", 100, 100);
    point("pointermove", 110, 100);
    expect(panned()).toEqual([40, 0]);
  });

  it("ends when the browser takes the pointer for itself", () => {
    point("pointerdown", 200, 200);
    point("pointermove", 230, 200);
    point("pointercancel", 230, 200);
    point("pointermove", 300, 200);
    expect(panned()).toEqual([30, 0]);
  });

  it("does not drag a concept away as a link", () => {
    const event = new Event("dragstart", { bubbles: true, cancelable: true });
    concept.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });
});

describe("two fingers", () => {
  const down = (id: number, x: number, y: number): void => point("pointerdown", x, y, { pointerId: id });
  const move = (id: number, x: number, y: number): void => point("pointermove", x, y, { pointerId: id });
  const up = (id: number, x: number, y: number): void => point("pointerup", x, y, { pointerId: id });

  it("zoom by as much as they part, in whatever steps", () => {
    const random = seeded(3);
    for (let round = 0; round < 20; round++) {
      target.zoom.mockReset();
      down(1, 300, 300);
      down(2, 400, 300);
      for (let step = 0; step < 10; step++) {
        move(1, 250 + random() * 50, 300 + random() * 10);
        move(2, 400 + random() * 50, 300 + random() * 10);
      }
      move(1, 250, 300);
      move(2, 500, 300);
      expect(zoomed()).toBeCloseTo(2.5);
      up(1, 250, 300);
      up(2, 500, 300);
    }
  });

  it("zoom around the middle between them, as seen in the picture's window", () => {
    down(1, 300, 300);
    down(2, 400, 300);
    move(2, 500, 360);
    expect(target.zoom).toHaveBeenCalledExactlyOnceWith(expect.any(Number), 400 - 100, 330 - 50);
  });

  it("move the picture as their middle moves, and do not zoom when they go together", () => {
    down(1, 300, 300);
    down(2, 400, 300);
    for (let step = 1; step <= 10; step++) {
      move(1, 300 + step * 6, 300 + step * 2);
      move(2, 400 + step * 6, 300 + step * 2);
    }
    expect(panned()).toEqual([60, 20]);
    expect(zoomed()).toBeCloseTo(1);
  });

  it("need not go five pixels first, and are both kept by the window", () => {
    down(1, 300, 300);
    expect(captured.size).toBe(0);
    down(2, 400, 300);
    expect([...captured]).toEqual([1, 2]);
    move(2, 402, 300);
    expect(zoomed()).toBeCloseTo(1.02);
  });

  it("survive standing in one point", () => {
    down(1, 300, 300);
    down(2, 300, 300);
    move(2, 340, 300);
    expect(target.zoom).not.toHaveBeenCalled();
    move(2, 380, 300);
    expect(zoomed()).toBeCloseTo(2);
  });

  it("leave the picture to the one that stays", () => {
    down(1, 300, 300);
    down(2, 400, 300);
    up(1, 300, 300);
    target.zoom.mockReset();
    move(2, 402, 301);
    expect(panned()).toEqual([2, 1]);
    move(2, 420, 310);
    expect(panned()).toEqual([20, 10]);
    expect(target.zoom).not.toHaveBeenCalled();
    up(2, 420, 310);
    concept.click();
    expect(clicked).not.toHaveBeenCalled();
  });

  it("come to rest once, when both have gone", () => {
    down(1, 300, 300);
    down(2, 400, 300);
    up(1, 300, 300);
    up(2, 400, 300);
    vi.advanceTimersByTime(1000);
    expect(target.moving.mock.calls).toEqual([[false]]);
  });

  it("are not disturbed by a third", () => {
    down(1, 300, 300);
    down(2, 400, 300);
    down(3, 600, 600);
    move(3, 700, 700);
    expect(target.pan).not.toHaveBeenCalled();
    move(2, 500, 300);
    expect(zoomed()).toBeCloseTo(2);
  });
});

describe("the wheel", () => {
  it("zooms in upwards and out downwards, around the cursor, and keeps the page still", () => {
    expect(turn({ deltaY: -500 }).defaultPrevented).toBe(true);
    expect(target.zoom).toHaveBeenCalledExactlyOnceWith(2, 200, 200);
    turn({ deltaY: 500 });
    expect(zoomed()).toBeCloseTo(1);
  });

  it("counts lines and pages as more than pixels", () => {
    const factors = [0, 1, 2].map((deltaMode) => {
      target.zoom.mockReset();
      turn({ deltaY: -1, deltaMode });
      return zoomed();
    });
    expect(factors).toEqual([...factors].sort((one, other) => one - other));
    expect(new Set(factors).size).toBe(3);
  });

  it("makes more of the small steps of a pinch on a touchpad", () => {
    turn({ deltaY: -10, ctrlKey: true });
    expect(zoomed()).toBeCloseTo(2 ** (80 / 500));
  });

  it("moves the picture sideways with Shift held, whichever way the browser turns it", () => {
    turn({ deltaY: 40, shiftKey: true });
    turn({ deltaX: 30, shiftKey: true });
    expect(panned()).toEqual([-70, 0]);
    expect(target.zoom).not.toHaveBeenCalled();
  });

  it("says that it moves, and a moment after the last turn that it rests", () => {
    for (let step = 0; step < 5; step++) {
      turn({ deltaY: -10 });
      vi.advanceTimersByTime(100);
    }
    expect(target.moving).not.toHaveBeenCalledWith(false);
    vi.advanceTimersByTime(200);
    expect(target.moving.mock.calls.filter(([now]) => !now)).toHaveLength(1);
  });

  it("is left to the page around a picture that asks for it, but with Ctrl or ⌘ held", () => {
    build(true);
    expect(turn({ deltaY: -500 }).defaultPrevented).toBe(false);
    expect(target.passed).toHaveBeenCalledTimes(1);
    expect(target.zoom).not.toHaveBeenCalled();
    expect(target.moving).not.toHaveBeenCalled();
    for (const key of [{ ctrlKey: true }, { metaKey: true }]) expect(turn({ deltaY: -500, ...key }).defaultPrevented).toBe(true);
    expect(target.zoom).toHaveBeenCalledTimes(2);
    expect(target.passed).toHaveBeenCalledTimes(1);
  });
});
