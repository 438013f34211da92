import { describe, expect, it } from "vitest";
import { replaceKeepingFocus, tickedIn } from "../src/ticks";

const tick = (slug: string, checked = false): string =>
  `<input type="checkbox" name="know" value="${slug}"${checked ? " checked" : ""}>`;

function form(content: string): HTMLFormElement {
  document.body.innerHTML = `<form>${content}</form><button id="elsewhere"></button>`;
  return document.querySelector("form") as HTMLFormElement;
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

const focused = (): string | undefined => (document.activeElement as HTMLInputElement).value;

describe("what is ticked", () => {
  it("is what is checked and what is sent along unseen, each once", () => {
    const hidden = '<input type="hidden" name="know" value="bark"><input type="hidden" name="know" value="light">';
    expect(tickedIn(form(tick("roots", true) + tick("veins") + hidden + tick("bark", true)))).toEqual(["roots", "bark", "light"]);
  });

  it("leaves out what has no value and what has another name", () => {
    expect(tickedIn(form('<input type="hidden" name="know" value=""><input name="path" value="veins">'))).toEqual([]);
  });
});

describe("putting ticks in anew", () => {
  it("gives the focus back to the tick that had it, wherever it stands now", () => {
    const place = form(tick("roots") + tick("bark"));
    focusOn("[value=roots]");
    expect(replaceKeepingFocus(place, () => (place.innerHTML = tick("light") + tick("bark") + tick("roots")))).toBe(true);
    expect(focused()).toBe("roots");
  });

  it("gives it to the tick in the place of one that is gone", () => {
    const place = form(tick("roots") + tick("bark") + tick("light"));
    focusOn("[value=bark]");
    replaceKeepingFocus(place, () => (place.innerHTML = tick("roots") + tick("light")));
    expect(focused()).toBe("light");
  });

  it("gives it to the last one when the last is gone", () => {
    const place = form(tick("roots") + tick("bark") + tick("light"));
    focusOn("[value=light]");
    replaceKeepingFocus(place, () => (place.innerHTML = tick("roots") + tick("bark")));
    expect(focused()).toBe("bark");
  });

  it("says so when no tick is left to have it", () => {
    const place = form(tick("roots"));
    focusOn("[value=roots]");
    expect(replaceKeepingFocus(place, () => place.replaceChildren())).toBe(false);
    expect(place.childElementCount).toBe(0);
  });

  it("leaves a focus alone that was elsewhere", () => {
    const place = form(tick("roots"));
    focusOn("#elsewhere");
    expect(replaceKeepingFocus(place, () => (place.innerHTML = tick("roots")))).toBe(false);
    expect(document.activeElement?.id).toBe("elsewhere");
  });

  it("takes no other checkbox for a tick", () => {
    const place = form(`<input type="checkbox" data-kind="related">${tick("roots")}`);
    focusOn("[data-kind]");
    expect(replaceKeepingFocus(place, () => (place.innerHTML = tick("roots")))).toBe(false);
    expect(document.activeElement).toBe(document.body);
  });
});
