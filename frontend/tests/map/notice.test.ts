import { beforeEach, describe, expect, it, vi } from "vitest";
import { Notice, tryAgain } from "../../src/map/notice";

let element: HTMLElement;
let notice: Notice;
const words = (): string => [...element.childNodes].filter((node) => node instanceof Text).map((node) => node.data).join("").trim();
const buttons = (): HTMLButtonElement[] => [...element.querySelectorAll<HTMLButtonElement>("button:not(.notice__close)")];

beforeEach(() => {
  document.body.innerHTML = '<p id="map-notice" hidden></p>';
  element = document.querySelector("#map-notice") as HTMLElement;
  notice = new Notice(element);
});

describe("the notice", () => {
  it("is there while something is wrong, and gone when it is mended", () => {
    notice.say("address", "There is no view “hologram”.");
    expect([element.hidden, words()]).toEqual([false, "There is no view “hologram”."]);
    notice.say("address", "");
    expect([element.hidden, element.childNodes.length]).toEqual([true, 0]);
  });

  it("has one place for each matter: what is mended does not take the others away", () => {
    notice.say("address", "One.");
    notice.say("data", "Two.");
    notice.say("hint", "Three.");
    notice.say("data", "Four.");
    expect(words()).toBe("One. Four. Three.");
    notice.say("hint", "");
    expect(words()).toBe("One. Four.");
  });

  it("says once what two have to say", () => {
    notice.say("panel", "This map has no concept “far”.");
    notice.say("address", "This map has no concept “far”.");
    expect(words()).toBe("This map has no concept “far”.");
    notice.say("panel", "");
    expect(words()).toBe("This map has no concept “far”.");
  });

  it("shows words as words", () => {
    notice.say("address", "There is no view “<b>bold</b>”.");
    expect(element.querySelector("b")).toBeNull();
    expect(words()).toContain("<b>bold</b>");
  });

  it("tries again by itself once there is a connection all that is still wrong, and only that", () => {
    const [mended, tiles, reload] = [vi.fn(), vi.fn(), vi.fn()];
    const data = vi.fn(() => notice.say("data", ""));
    notice.say("focus", "Some could not be loaded.", tryAgain(mended));
    notice.say("focus", "");
    notice.say("data", "Some could not be loaded.", tryAgain(data));
    notice.say("tiles", "Some could not be loaded.", tryAgain(tiles));
    notice.say("panel", "It has been changed.", { name: "Reload", act: reload });
    const came = (): number[] => [mended, data, tiles, reload].map((act) => act.mock.calls.length);
    window.dispatchEvent(new Event("online"));
    expect(came()).toEqual([0, 1, 1, 0]);
    window.dispatchEvent(new Event("online"));
    expect(came()).toEqual([0, 1, 2, 0]);
    element.querySelector<HTMLElement>(".notice__close")?.click();
    window.dispatchEvent(new Event("online"));
    expect(came()).toEqual([0, 1, 2, 0]);
  });

  it("offers once what helps in several matters", () => {
    const acts = [vi.fn(), vi.fn()];
    notice.say("data", "One.", tryAgain(() => acts[0]?.()));
    notice.say("tiles", "Two.", tryAgain(() => acts[1]?.()));
    expect(buttons().map((button) => button.textContent)).toEqual(["Try again"]);
    buttons()[0]?.click();
    expect(acts.map((act) => act.mock.calls.length)).toEqual([1, 1]);
  });

  it("offers what can be done about each matter, as long as that is wrong", () => {
    const [again, reload] = [vi.fn(), vi.fn()];
    notice.say("data", "Some could not be loaded.", { name: "Try again", act: again });
    notice.say("panel", "It has been changed.", { name: "Reload", act: reload });
    expect(buttons().map((button) => [button.type, button.textContent])).toEqual([["button", "Try again"], ["button", "Reload"]]);
    buttons()[0]?.click();
    expect([again.mock.calls.length, reload.mock.calls.length]).toEqual([1, 0]);
    notice.say("data", "It is empty.");
    expect(buttons().map((button) => button.textContent)).toEqual(["Reload"]);
  });

  it("can be closed, and is there again with the next thing that is wrong", () => {
    notice.say("address", "One.");
    element.querySelector<HTMLElement>(".notice__close")?.click();
    expect(element.hidden).toBe(true);
    notice.say("data", "Two.");
    expect([element.hidden, words()]).toEqual([false, "Two."]);
  });

  it("is left alone where what was never wrong is mended", () => {
    notice.say("data", "Some could not be loaded.", { name: "Try again", act: () => undefined });
    const [button] = buttons();
    button?.focus();
    notice.say("address", "");
    notice.say("hint", "");
    expect(buttons()[0]).toBe(button);
    expect(document.activeElement).toBe(button);
  });
});
