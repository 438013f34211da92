import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readMap } from "../../src/map/concepts";
import { found, MapSearch } from "../../src/map/map-search";
import { randomMap, trees, treesData } from "./maps";

/** A map of concepts with these titles, all at the top; the summary after a stroke. */
const mapOf = (...texts: string[]) => {
  const concepts = texts.map((text, place): [string, string, string, number, number, number, number] => {
    const [title = "", summary = ""] = text.split("|");
    return [`s${place}`, title, summary, 1, -1, 0, 1];
  });
  return readMap({ ...treesData(), total: concepts.length, concepts, links: [] });
};
const titles = (map: ReturnType<typeof mapOf>, words: string): string[] => found(map, words).map((concept) => concept.title);

describe("what is found in a map", () => {
  const map = mapOf("Reinforcement Learning|Rewards teach agents.", "Café Culture", "Łódź", "Money", "Zoë’s Rule", "E-mail Protocols");

  it("forgives one wrong, missing, doubled or swapped letter", () => {
    for (const typed of ["reinforcement", "reinforcmeent", "reinforcment", "reinforcemant", "reinforceement", "learnimg", "laerning"]) {
      expect(titles(map, typed)).toEqual(["Reinforcement Learning"]);
    }
  });

  it("does not find what is something else", () => {
    for (const typed of ["xylophone", "reenforsmint", "zzz"]) expect(titles(map, typed)).toEqual([]);
  });

  it("does not care for capitals, accents and how they are put together", () => {
    for (const typed of ["cafe", "CAFÉ", "cafe\u0301", "Café"]) expect(titles(map, typed)).toEqual(["Café Culture"]);
    expect(titles(map, "lodz")).toEqual(["Łódź"]);
    expect(titles(map, "zoe")).toEqual(["Zoë’s Rule"]);
  });

  it("finds the start and the inside of words, and words in any order", () => {
    expect(titles(map, "learn")).toEqual(["Reinforcement Learning"]);
    expect(titles(map, "force")).toEqual(["Reinforcement Learning"]);
    expect(titles(map, "learning reinf")).toEqual(["Reinforcement Learning"]);
    expect(titles(map, "mail")).toEqual(["E-mail Protocols"]);
  });

  it("reads other alphabets", () => {
    const world = mapOf("Машинное обучение", "Ελληνικά", "知识图谱", "हिन्दी भाषा", "العربية", "한국어 문법");
    const searches = ["машиное", "ОБУЧЕНИЕ", "ελληνικα", "图谱", "भाषा", "العرب", "문법"];
    expect(searches.map((typed) => titles(world, typed))).toEqual([
      ["Машинное обучение"], ["Машинное обучение"], ["Ελληνικά"], ["知识图谱"], ["हिन्दी भाषा"], ["العربية"], ["한국어 문법"],
    ]);
  });

  it("comes by its summary after all that come by their titles", () => {
    const two = mapOf("First|About money.", "Money|Of gold.", "Third|Gold and money.", "Old Money|");
    const order = titles(two, "money");
    expect(order.slice(0, 2).sort()).toEqual(["Money", "Old Money"]);
    expect(order.slice(2).sort()).toEqual(["First", "Third"]);
    expect(titles(map, "rewrads")).toEqual(["Reinforcement Learning"]);
  });

  it("puts the title that is the word before those that hold it", () => {
    expect(titles(mapOf("Moneylenders of old", "Old Money", "Money"), "money")[0]).toBe("Money");
    expect(titles(mapOf("GPT 31", "GPT 3"), "gpt 3")).toEqual(["GPT 3", "GPT 31"]);
  });

  it("is each concept once, though title and summary say the same, and eight at most", () => {
    const slugs = found(mapOf("Money|Money", "Gold|Money", "Money|"), "money").map((concept) => concept.slug);
    expect(slugs.sort()).toEqual(["s0", "s1", "s2"]);
    expect(found(randomMap(4, 60), "concept")).toHaveLength(8);
  });

  it("finds every concept by its whole title", () => {
    for (let seed = 1; seed < 6; seed++) {
      const any = randomMap(seed);
      for (const concept of any.concepts.values()) expect(found(any, concept.title)[0]).toBe(concept);
    }
  });

  it("survives whatever is typed", () => {
    const garbage = ["", " ", "(", "[a-", "\\", "*", "+", "?", "^$", "'", "''", '"', "\0", "—", "\u0301", "😀", ".".repeat(3000), "a ".repeat(300)];
    for (const typed of garbage) expect(found(map, typed).length).toBeLessThanOrEqual(8);
    expect(found(mapOf(), "money")).toEqual([]);
  });
});

describe("search in the map", () => {
  const ask = vi.fn<(address: string, options: { signal: AbortSignal }) => Promise<Response>>();
  const chosen = vi.fn();
  const VEINS = { slug: "xylem", title: "Xylem", summary: "Also veins." };

  const build = (): { field: HTMLInputElement; search: MapSearch } => {
    document.body.innerHTML = '<input id="find" type="search">';
    const field = document.querySelector("input") as HTMLInputElement;
    return { field, search: new MapSearch(field, "/api/concepts/", trees, chosen) };
  };
  const type = (field: HTMLInputElement, text: string): void => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const press = (field: HTMLInputElement, key: string, more: KeyboardEventInit = {}): void => {
    field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  };
  const listed = (): (string | null | undefined)[] =>
    [...document.querySelectorAll("[role=option]")].map((one) => (one.firstElementChild ?? one).textContent);

  beforeEach(() => {
    vi.useFakeTimers();
    chosen.mockReset();
    ask.mockReset().mockImplementation(async () => new Response(JSON.stringify({ concepts: [VEINS, { ...VEINS, slug: "veins", title: "Veins" }] })));
    vi.stubGlobal("fetch", ask);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("shows at once what is here, and then what the server ranks better, each once", async () => {
    const { field } = build();
    type(field, "vein");
    expect(listed()).toEqual(["Veins"]);
    await vi.advanceTimersByTimeAsync(200);
    expect(ask.mock.calls[0]?.[0]).toBe("/api/concepts/?limit=8&q=vein");
    expect(listed()).toEqual(["Xylem", "Veins"]);
  });

  it("puts what is called just so before everything else", async () => {
    const { field } = build();
    type(field, "veins");
    await vi.advanceTimersByTimeAsync(200);
    expect(listed()).toEqual(["Veins", "Xylem"]);
  });

  it("asks once for what was typed in one go, and for nothing below two letters", async () => {
    const { field } = build();
    type(field, "v");
    await vi.advanceTimersByTimeAsync(400);
    expect(ask).not.toHaveBeenCalled();
    for (const text of ["ve", "vei", "vei&"]) type(field, text);
    await vi.advanceTimersByTimeAsync(400);
    expect(ask.mock.calls.map(([address]) => address)).toEqual(["/api/concepts/?limit=8&q=vei%26"]);
  });

  it("keeps what is here when the server does not answer, and says so only where nothing is here", async () => {
    ask.mockRejectedValue(new TypeError("offline"));
    const { field } = build();
    type(field, "veins");
    await vi.advanceTimersByTimeAsync(200);
    expect(listed()).toEqual(["Veins"]);
    type(field, "xyz");
    await vi.advanceTimersByTimeAsync(200);
    expect(listed()).toEqual(["Nothing found here, and the server does not answer."]);
  });

  it("forgets a question when the next one is typed", async () => {
    ask.mockImplementationOnce((_address, { signal }) => new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("no longer wanted", "AbortError")));
    }));
    const { field } = build();
    type(field, "xyz");
    await vi.advanceTimersByTimeAsync(200);
    type(field, "light");
    await vi.advanceTimersByTimeAsync(0);
    expect(ask.mock.calls[0]?.[1].signal.aborted).toBe(true);
    expect(listed()[0]).toBe("Light");
  });

  it("opens no list for an answer that comes after the focus has gone", async () => {
    const { field } = build();
    type(field, "vein");
    field.dispatchEvent(new FocusEvent("focusout"));
    await vi.advanceTimersByTimeAsync(400);
    expect(ask).not.toHaveBeenCalled();
    expect(listed()).toEqual([]);
  });

  it("stays away after Escape, whatever was still asked for", async () => {
    const { field } = build();
    type(field, "vein");
    press(field, "Escape");
    await vi.advanceTimersByTimeAsync(400);
    expect([ask.mock.calls.length, listed()]).toEqual([0, []]);
    type(field, "vein");
    await vi.advanceTimersByTimeAsync(200);
    press(field, "Escape");
    expect(ask.mock.calls[0]?.[1].signal.aborted).toBe(true);
  });

  it("takes the first by Enter, and is empty again", () => {
    const { field } = build();
    type(field, "vein");
    press(field, "Enter");
    expect(chosen).toHaveBeenCalledExactlyOnceWith("veins");
    expect([field.value, listed()]).toEqual(["", []]);
  });

  it("takes the one that the arrows have chosen, once", async () => {
    const { field } = build();
    type(field, "vein");
    await vi.advanceTimersByTimeAsync(200);
    press(field, "ArrowUp");
    press(field, "Enter");
    expect(chosen).toHaveBeenCalledExactlyOnceWith("veins");
  });

  it("leaves Enter to those who put letters together with it", () => {
    const { field } = build();
    type(field, "vein");
    press(field, "Enter", { isComposing: true });
    expect(chosen).not.toHaveBeenCalled();
  });

  it("takes the words with it when the field is asked for", () => {
    const { field, search } = build();
    field.value = "vein";
    search.focus();
    expect(document.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 4]);
  });
});
