import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../src/elements/more-items";

const pageOf = (items: string, next: string): string =>
  `<more-items><ul data-items>${items}</ul><p data-more><a href="/first/" data-first>From the beginning</a>${next}</p></more-items>`;
const NEXT = '<a rel="next" href="/more/?beyond=b">Show more</a><span>1 more</span>';

describe("a list in parts", () => {
  const titles = (): (string | null)[] => [...document.querySelectorAll("li")].map((item) => item.textContent);
  const more = (): HTMLAnchorElement => document.querySelector("a[rel=next]") as HTMLAnchorElement;

  beforeEach(() => {
    document.body.innerHTML = pageOf('<li><a href="/a/">A</a></li>', NEXT);
  });
  afterEach(() => vi.unstubAllGlobals());

  const answering = (html: string, ok = true): ReturnType<typeof vi.fn> => {
    const asked = vi.fn(async () => ({ ok, text: async () => html }));
    vi.stubGlobal("fetch", asked);
    return asked;
  };

  it("is continued in place, the first new one in focus", async () => {
    answering(pageOf('<li><a href="/b/">B</a></li>', NEXT.replace("=b", "=c")));
    more().click();
    await vi.waitFor(() => expect(titles()).toEqual(["A", "B"]));
    expect(document.activeElement?.textContent).toBe("B");
    expect(more().getAttribute("href")).toBe("/more/?beyond=c");
    expect(document.querySelector("[data-first]")).toBeNull();
  });

  it("ends with its last part", async () => {
    answering(pageOf('<li><a href="/b/">B</a></li>', ""));
    more().click();
    await vi.waitFor(() => expect(titles()).toEqual(["A", "B"]));
    expect(document.querySelector("[data-more]")).toBeNull();
  });

  it("leads to the next page when that cannot be fetched", async () => {
    answering("", false);
    const went = vi.fn();
    vi.stubGlobal("location", { assign: went });
    more().click();
    await vi.waitFor(() => expect(went).toHaveBeenCalledOnce());
    expect(titles()).toEqual(["A"]);
  });

  it("asks once, however often one clicks", async () => {
    const asked = answering(pageOf('<li><a href="/b/">B</a></li>', ""));
    const link = more();
    link.click();
    link.click();
    await vi.waitFor(() => expect(titles()).toEqual(["A", "B"]));
    expect(asked).toHaveBeenCalledOnce();
  });
});
