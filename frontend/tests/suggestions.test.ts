import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Suggestion, Suggestions } from "../src/elements/suggestions";

const choose = vi.fn();
let field: HTMLInputElement;
let suggestions: Suggestions;

const one = (title: string, where = "somewhere"): Suggestion => ({ title, where, choose: () => choose(title, where) });
const list = (): HTMLElement => document.querySelector("[role=listbox]") as HTMLElement;
const options = (): HTMLElement[] => [...list().querySelectorAll<HTMLElement>("[role=option]")];
const chosen = (): string[] => options().filter((each) => each.getAttribute("aria-selected") === "true").map((each) => each.textContent ?? "");
const said = (): string | null | undefined => document.querySelector("[role=status]")?.textContent;

/** What is chosen is what the field names to screen readers. */
function agrees(): void {
  const named = field.getAttribute("aria-activedescendant");
  expect(named === null ? [] : [document.getElementById(named)?.textContent]).toEqual(chosen());
}

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  field.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  choose.mockReset();
  document.body.innerHTML = '<input id="find" type="search">';
  field = document.querySelector("input") as HTMLInputElement;
  suggestions = new Suggestions(field, () => suggestions.close());
});

describe("a list of suggestions", () => {
  it("is closed at first, and belongs to its field", () => {
    expect(list().hidden).toBe(true);
    expect(field.getAttribute("aria-expanded")).toBe("false");
    expect(field.getAttribute("aria-controls")).toBe(list().id);
  });

  it("shows words as words, and says how many they are", () => {
    suggestions.show([one("<b>Bold</b>"), one("Roots")]);
    expect(list().hidden).toBe(false);
    expect(list().querySelector("b")).toBeNull();
    expect(options().map((each) => each.firstElementChild?.textContent)).toEqual(["<b>Bold</b>", "Roots"]);
    expect(said()).toBe("2 results");
    suggestions.show([one("Roots")]);
    expect(said()).toBe("1 result");
  });

  it("stays away where nothing is found and nothing is to be said", () => {
    suggestions.show([]);
    expect(list().hidden).toBe(true);
    expect(field.getAttribute("aria-expanded")).toBe("false");
  });

  it("says that nothing is found, as something that cannot be chosen", () => {
    suggestions.show([], "Nothing found.");
    expect(list().textContent).toBe("Nothing found.");
    press("ArrowDown");
    expect(chosen()).toEqual([]);
    agrees();
    suggestions.chooseFirst();
    expect(press("Enter").defaultPrevented).toBe(false);
    expect(choose).not.toHaveBeenCalled();
  });

  it("does not take the focus from its field when it is clicked", () => {
    suggestions.show([one("Roots")]);
    const event = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    options()[0]?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    options()[0]?.click();
    expect(choose).toHaveBeenCalledTimes(1);
  });
});

describe("the arrows", () => {
  it("go round through the list and the field, both ways", () => {
    const titles = ["Roots", "Bark", "Light"];
    suggestions.show(titles.map((title) => one(title, "")));
    for (const expected of [["Roots"], ["Bark"], ["Light"], [], ["Roots"]]) {
      expect(press("ArrowDown").defaultPrevented).toBe(true);
      expect(chosen()).toEqual(expected);
      agrees();
    }
    for (const expected of [[], ["Light"], ["Bark"], ["Roots"], []]) {
      press("ArrowUp");
      expect(chosen()).toEqual(expected);
      agrees();
    }
  });

  it("are left to the field while the list is closed", () => {
    for (const key of ["ArrowDown", "ArrowUp", "Enter", "Escape"]) expect(press(key).defaultPrevented).toBe(false);
    suggestions.show([one("Roots")]);
    suggestions.close();
    for (const key of ["ArrowDown", "ArrowUp", "Enter", "Escape"]) expect(press(key).defaultPrevented).toBe(false);
  });

  it("are left alone while letters are put together", () => {
    suggestions.show([one("Roots")]);
    expect(press("ArrowDown", { isComposing: true }).defaultPrevented).toBe(false);
    expect(chosen()).toEqual([]);
  });
});

describe("Enter and Escape", () => {
  it("takes the one that is chosen, and none by itself", () => {
    suggestions.show([one("Roots"), one("Bark")]);
    expect(press("Enter").defaultPrevented).toBe(false);
    press("ArrowDown");
    press("ArrowDown");
    expect(press("Enter").defaultPrevented).toBe(true);
    expect(choose).toHaveBeenCalledExactlyOnceWith("Bark", "somewhere");
  });

  it("takes the first one when it is asked to", () => {
    suggestions.show([one("Roots"), one("Bark")]);
    suggestions.chooseFirst();
    expect(choose).toHaveBeenCalledExactlyOnceWith("Roots", "somewhere");
  });

  it("closes the list and nothing behind it", () => {
    const behind = vi.fn();
    document.body.addEventListener("keydown", behind, { once: true });
    suggestions.show([one("Roots")]);
    expect(press("Escape").defaultPrevented).toBe(true);
    expect(list().hidden).toBe(true);
    expect(behind).not.toHaveBeenCalled();
    press("Escape");
    expect(behind).toHaveBeenCalledTimes(1);
  });
});

describe("a list that is refreshed", () => {
  it("keeps what was chosen, wherever it stands now", () => {
    suggestions.show([one("Roots"), one("Bark")]);
    press("ArrowDown");
    suggestions.show([one("Light"), one("Bark"), one("Roots")]);
    expect(chosen()).toEqual(["Rootssomewhere"]);
    agrees();
    press("Enter");
    expect(choose).toHaveBeenCalledExactlyOnceWith("Roots", "somewhere");
  });

  it("tells namesakes apart by where they are", () => {
    suggestions.show([one("Roots", "Trees"), one("Roots", "Algebra")]);
    press("ArrowUp");
    suggestions.show([one("Roots", "Trees"), one("Roots", "Algebra"), one("Roots", "Words")]);
    expect(chosen()).toEqual(["RootsAlgebra"]);
    agrees();
  });

  it("chooses nothing in the place of what is gone, nor where nothing was chosen", () => {
    suggestions.show([one("Roots"), one("Bark")]);
    suggestions.show([one("Roots"), one("Light")]);
    expect(chosen()).toEqual([]);
    press("ArrowDown");
    suggestions.show([one("Light"), one("Bark")]);
    expect(chosen()).toEqual([]);
    agrees();
  });

  it("has forgotten what was chosen once it was closed", () => {
    suggestions.show([one("Roots"), one("Bark")]);
    press("ArrowDown");
    suggestions.close();
    expect(field.hasAttribute("aria-activedescendant")).toBe(false);
    expect(options()).toEqual([]);
    suggestions.show([one("Roots"), one("Bark")]);
    expect(chosen()).toEqual([]);
    expect(press("Enter").defaultPrevented).toBe(false);
  });
});
