import { beforeEach, describe, expect, it, vi } from "vitest";
import { listenForKeys } from "../../src/map/shortcuts";

const acts = { "/": vi.fn(), "?": vi.fn(), Escape: vi.fn() };

function press(selector: string, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  document.querySelector(selector)?.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  for (const act of Object.values(acts)) act.mockReset();
  document.body.innerHTML = `
    <header><a id="home" href="/">Home</a></header>
    <main><div id="map">
      <button id="inside"></button>
      <input id="search" type="search"><textarea></textarea><select><option></option></select>
      <input id="box" type="checkbox"><input id="radio" type="radio">
      <dialog><button id="in-dialog"></button></dialog>
    </div></main>`;
  listenForKeys(document.querySelector("#map") as HTMLElement, acts);
});

describe("the keys of the map", () => {
  it("work within it, and keep the browser from what it does with them", () => {
    expect(press("#inside", "/").defaultPrevented).toBe(true);
    expect(press("#inside", "Escape").defaultPrevented).toBe(true);
    expect([acts["/"].mock.calls.length, acts.Escape.mock.calls.length]).toEqual([1, 1]);
  });

  it("work where the focus is on what holds the map, or on nothing", () => {
    for (const selector of ["#map", "main", "body"]) press(selector, "/");
    expect(acts["/"]).toHaveBeenCalledTimes(3);
  });

  it("are left to the rest of the page", () => {
    expect(press("#home", "/").defaultPrevented).toBe(false);
    expect(press("header", "Escape").defaultPrevented).toBe(false);
    expect(acts["/"]).not.toHaveBeenCalled();
  });

  it("are left to fields and dialogs, but not to ticks, which take no letters", () => {
    for (const selector of ["#search", "textarea", "select", "#in-dialog", "dialog"]) {
      for (const key of ["/", "Escape"]) expect(press(selector, key).defaultPrevented).toBe(false);
    }
    expect(acts["/"]).not.toHaveBeenCalled();
    for (const selector of ["#box", "#radio"]) press(selector, "/");
    expect(acts["/"]).toHaveBeenCalledTimes(2);
  });

  it("are left to the browser with Ctrl, ⌘ or Alt held, but not with Shift", () => {
    for (const held of ["ctrlKey", "metaKey", "altKey"]) expect(press("#inside", "/", { [held]: true }).defaultPrevented).toBe(false);
    expect(acts["/"]).not.toHaveBeenCalled();
    press("#inside", "?", { shiftKey: true });
    expect(acts["?"]).toHaveBeenCalledTimes(1);
  });

  it("do nothing when something else has taken the key", () => {
    document.querySelector("#inside")?.addEventListener("keydown", (event) => event.preventDefault());
    press("#inside", "Escape");
    expect(acts.Escape).not.toHaveBeenCalled();
  });

  it("do nothing with other keys", () => {
    for (const key of ["a", "Enter", "Tab", " ", "Dead"]) expect(press("#inside", key).defaultPrevented).toBe(false);
  });
});
