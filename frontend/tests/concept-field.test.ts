import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../src/elements/concept-field";

const CONCEPTS = [
  { slug: "bark", title: "Bark", summary: "Of a tree." },
  { slug: "barking", title: "bark", summary: "Of a dog." },
  { slug: "barkhouse", title: "Barkhouse", summary: "" },
];

function build(): HTMLInputElement {
  document.body.innerHTML = `<form><concept-field data-api="/api/v1/maps/trees/concepts/">
    <input id="choice-to" type="text" name="to"></concept-field></form>`;
  return document.querySelector("#choice-to") as HTMLInputElement;
}

async function type(field: HTMLInputElement, text: string): Promise<HTMLElement[]> {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(200);
  return [...document.querySelectorAll<HTMLElement>("[role=option]")];
}

/** What its form sends under the field's name. */
const sent = (field: HTMLInputElement): unknown[] => new FormData(field.form as HTMLFormElement).getAll("to");

describe("concept field", () => {
  const ask = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    ask.mockReset().mockImplementation(async () => new Response(JSON.stringify({ concepts: CONCEPTS })));
    vi.stubGlobal("fetch", ask);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("asks the map and shows titles with their summaries", async () => {
    const options = await type(build(), "bark & co");
    expect(ask.mock.calls[0]?.[0]).toBe("/api/v1/maps/trees/concepts/?limit=8&q=bark%20%26%20co");
    expect(options.map((one) => one.textContent)).toEqual(["BarkOf a tree.", "barkOf a dog.", "Barkhouse"]);
  });

  it("writes the title that was chosen and closes", async () => {
    const field = build();
    (await type(field, "bark"))[2]?.click();
    expect(field.value).toBe("Barkhouse");
    expect(field.getAttribute("aria-expanded")).toBe("false");
  });

  it("sends the address of what the page has filled in, until that is changed", async () => {
    document.body.innerHTML = '<form><concept-field data-chosen="barking"><input type="text" name="to" value="Bark"></concept-field></form>';
    const field = document.querySelector("input") as HTMLInputElement;
    expect(sent(field)).toEqual(["barking"]);
    await type(field, "Ba");
    expect(sent(field)).toEqual(["Ba"]);
  });

  it("sends the address of what was chosen, whatever its title says", async () => {
    const field = build();
    (await type(field, "bark"))[2]?.click();
    expect(sent(field)).toEqual(["barkhouse"]);
    (await type(field, "bark"))[0]?.click();
    expect(sent(field)).toEqual(["bark"]);
  });

  it("sends the text again once that is changed", async () => {
    const field = build();
    (await type(field, "bark"))[2]?.click();
    await type(field, "Barkhouses");
    expect(sent(field)).toEqual(["Barkhouses"]);
    await type(field, "Barkhouse");
    expect(sent(field)).toEqual(["Barkhouse"]);
  });

  it("tells concepts of one title apart, whatever their capitals", async () => {
    const field = build();
    (await type(field, "bark"))[1]?.click();
    expect(field.value).toBe("bark (barking)");
  });
});
