import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readPart } from "../src/elements/reading-progress";

function place(top: number, height: number): HTMLElement {
  document.body.innerHTML = '<div id="text"></div><reading-progress data-of="text"></reading-progress>';
  const text = document.getElementById("text") as HTMLElement;
  text.getBoundingClientRect = () => ({ top, height }) as DOMRect;
  return text;
}

const bar = () => document.querySelector<HTMLElement>(".reading-progress__bar")?.style.transform;

beforeEach(() => {
  vi.stubGlobal("innerHeight", 500);
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => {
    act();
    return 1;
  });
});

afterEach(() => {
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
});

test("the part that has gone by runs from nothing to all", () => {
  expect(readPart(100, 1500, 500)).toBe(0);
  expect(readPart(-500, 1500, 500)).toBe(0.5);
  expect(readPart(-2000, 1500, 500)).toBe(1);
});

test("a text that fits into the window has no line", () => {
  expect(readPart(100, 300, 500)).toBe(0);
  expect(readPart(-200, 500, 500)).toBe(0);
});

test("the line follows the page as it is scrolled", () => {
  const text = place(0, 1500);
  document.querySelector("reading-progress")?.setAttribute("data-of", "text");
  window.dispatchEvent(new Event("scroll"));
  expect(bar()).toBe("scaleX(0.0000)");
  text.getBoundingClientRect = () => ({ top: -750, height: 1500 }) as DOMRect;
  window.dispatchEvent(new Event("scroll"));
  expect(bar()).toBe("scaleX(0.7500)");
});

test("a line that was taken away hears no more", () => {
  const text = place(0, 1500);
  const line = document.querySelector("reading-progress") as HTMLElement;
  line.remove();
  text.getBoundingClientRect = vi.fn();
  window.dispatchEvent(new Event("scroll"));
  expect(text.getBoundingClientRect).not.toHaveBeenCalled();
});
