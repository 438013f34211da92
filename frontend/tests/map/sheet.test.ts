import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Sheet, type SheetHeight } from "../../src/map/sheet";

let explorer: HTMLElement;
let handle: HTMLButtonElement;
let sheet: Sheet;
const watched: Element[] = [];
let resize: () => void = () => undefined;
const resized = vi.fn();

function point(type: string, y: number): void {
  handle.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, clientY: y }));
}

/** A swipe by mouse, which ends with a click, or by touch, which does not. */
function swipe(by: number, { clicks }: { clicks: boolean }): void {
  point("pointerdown", 400);
  point("pointerup", 400 + by);
  if (clicks) handle.click();
  vi.advanceTimersByTime(1);
}

beforeEach(() => {
  vi.useFakeTimers();
  watched.length = 0;
  resized.mockReset();
  vi.stubGlobal("ResizeObserver", class {
    constructor(tell: () => void) {
      resize = tell;
    }
    observe(element: Element): void {
      watched.push(element);
    }
  });
  document.body.innerHTML = '<div id="explorer"><button id="handle"></button><div id="sheet"></div></div>';
  explorer = document.querySelector("#explorer") as HTMLElement;
  handle = document.querySelector("#handle") as HTMLButtonElement;
  // Captured pointers are the browser's own matter, which jsdom leaves out.
  handle.setPointerCapture = () => undefined;
  sheet = new Sheet(explorer, document.querySelector("#sheet") as HTMLElement, handle, resized);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the sheet", () => {
  it("is low at first, and says at each height what its handle does", () => {
    expect(sheet.height).toBe("low");
    const said = (["low", "half", "full"] as const).map((height) => {
      sheet.set(height);
      return [explorer.dataset.sheet, handle.getAttribute("aria-expanded"), handle.getAttribute("aria-label")];
    });
    expect(said).toEqual([["low", "false", "Show more"], ["half", "true", "Show all"], ["full", "true", "Show less"]]);
  });

  it("goes up with each click of its handle, and from the top down", () => {
    const heights: SheetHeight[] = [1, 2, 3, 4].map(() => {
      handle.click();
      return sheet.height;
    });
    expect(heights).toEqual(["half", "full", "low", "half"]);
  });

  it("tells when it covers more or less", () => {
    expect(watched).toEqual([document.querySelector("#sheet")]);
    resize();
    expect(resized).toHaveBeenCalledTimes(1);
  });

  it("covers its height where it lies over the picture, and nothing beside it", () => {
    const element = document.querySelector("#sheet") as HTMLElement;
    Object.defineProperty(element, "offsetHeight", { value: 300 });
    expect(sheet.covers()).toBe(0);
    element.style.position = "absolute";
    expect(sheet.covers()).toBe(300);
  });
});

describe("a swipe over the handle", () => {
  it.each([true, false])("goes one height up or down, and no further than the ends (with a click after it: %s)", (clicks) => {
    const heights = [-80, -80, -80, 80, 80, 80].map((by) => {
      swipe(by, { clicks });
      return sheet.height;
    });
    expect(heights).toEqual(["half", "full", "full", "half", "low", "low"]);
  });

  it("does not take later clicks away", () => {
    swipe(-80, { clicks: false });
    handle.click();
    expect(sheet.height).toBe("full");
  });

  it("is none when it is as short as a click that trembles", () => {
    swipe(-20, { clicks: true });
    expect(sheet.height).toBe("half");
    swipe(20, { clicks: false });
    expect(sheet.height).toBe("half");
  });

  it("is none when it began elsewhere, or was taken by the browser", () => {
    point("pointerup", 300);
    expect(sheet.height).toBe("low");
    point("pointerdown", 400);
    point("pointercancel", 380);
    point("pointerup", 300);
    expect(sheet.height).toBe("low");
    swipe(-80, { clicks: false });
    point("pointerup", 300);
    expect(sheet.height).toBe("half");
  });
});
