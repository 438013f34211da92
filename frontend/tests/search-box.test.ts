import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../src/elements/search-box";

const FOUND = [
  { title: "RLHF Alignment", where: "Claude Code Architecture", url: "/maps/claude/concepts/rlhf/" },
  { title: "<b>Bold</b>", where: "Map", url: "/maps/bold/" },
];

function build(): HTMLInputElement {
  document.body.innerHTML = `<search-box data-suggest="/search/suggestions/"><form>
    <input id="field" type="search" name="q"></form></search-box><button id="elsewhere"></button>`;
  const field = document.querySelector<HTMLInputElement>("#field");
  if (!field) throw new Error("no field");
  return field;
}

async function type(field: HTMLInputElement, text: string): Promise<void> {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(200);
}

function press(field: HTMLInputElement, key: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  return event;
}

const list = (): HTMLElement => document.querySelector<HTMLElement>("[role=listbox]") as HTMLElement;
const chosen = (): string | null | undefined => document.querySelector('[aria-selected="true"]')?.textContent;

describe("search box", () => {
  const ask = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    ask.mockReset().mockImplementation(async () => new Response(JSON.stringify({ found: FOUND })));
    vi.stubGlobal("fetch", ask);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("asks once for what was typed in one go, with the words escaped", async () => {
    const field = build();
    field.value = "a";
    field.dispatchEvent(new Event("input"));
    await type(field, "a&b c");
    expect(ask).toHaveBeenCalledTimes(1);
    expect(ask.mock.calls[0]?.[0]).toBe("/search/suggestions/?q=a%26b%20c");
  });

  it("asks for nothing below two letters", async () => {
    await type(build(), " a ");
    expect(ask).not.toHaveBeenCalled();
  });

  it("shows what is found as text and says how much it is", async () => {
    const field = build();
    await type(field, "rlhf");
    expect(list().hidden).toBe(false);
    expect(field.getAttribute("aria-expanded")).toBe("true");
    expect(list().querySelector("b")).toBeNull();
    expect(list().children[1]?.textContent).toContain("<b>Bold</b>");
    expect(document.querySelector("[role=status]")?.textContent).toBe("2 results");
  });

  it("walks the options with the arrows and back into the field", async () => {
    const field = build();
    await type(field, "rlhf");
    press(field, "ArrowDown");
    expect(chosen()).toContain("RLHF");
    expect(field.getAttribute("aria-activedescendant")).toBe("field-found-0");
    press(field, "ArrowUp");
    expect(chosen()).toBeUndefined();
    expect(field.hasAttribute("aria-activedescendant")).toBe(false);
    press(field, "ArrowUp");
    expect(chosen()).toContain("Bold");
  });

  it("leaves Enter to the form until an option is chosen", async () => {
    const field = build();
    await type(field, "rlhf");
    expect(press(field, "Enter").defaultPrevented).toBe(false);
  });

  it("closes on Escape and when the focus goes elsewhere", async () => {
    const field = build();
    await type(field, "rlhf");
    press(field, "Escape");
    expect(list().hidden).toBe(true);
    await type(field, "rlhf again");
    expect(list().hidden).toBe(false);
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true, relatedTarget: document.querySelector("#elsewhere") }));
    expect(list().hidden).toBe(true);
  });

  it("stays closed when there is no answer", async () => {
    ask.mockRejectedValue(new TypeError("offline"));
    await type(build(), "rlhf");
    expect(list().hidden).toBe(true);
  });

  it("shows the answer to the last question, whichever comes first", async () => {
    const field = build();
    ask.mockImplementationOnce(
      (_address: string, { signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")))),
    );
    await type(field, "slow");
    await type(field, "quick");
    expect(list().hidden).toBe(false);
    expect(list().children).toHaveLength(2);
  });
});
