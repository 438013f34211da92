import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Panel, panelQuery, wayOf } from "../../src/map/panel";
import { choose, connect, INITIAL, showPath } from "../../src/map/state";
import { trees } from "./maps";

const about = '<section data-panel="about"><h2>Trees</h2></section>';
const concept = (slug: string): string =>
  `<section data-panel="concept" data-concept="${slug}"><h2>${slug}</h2><a href="?concept=light">Light</a></section>`;
const path = (target: string, steps: readonly string[]): string =>
  `<section data-panel="path" data-path="${target}"><h2>Path</h2>${steps
    .map((slug) => `<p data-step="${slug}"><input type="checkbox" name="know" value="${slug}"></p>`)
    .join("")}</section>`;

const ask = vi.fn<(address: string, options: { signal: AbortSignal }) => Promise<Response>>();
const changed = vi.fn();
const asked = (): string[] => ask.mock.calls.map(([address]) => address);

/** A panel in a page that has come with this markup for this query. */
function build(markup: string, query: string): Panel {
  document.body.innerHTML = `<main><div id="box"><div id="place">${markup}</div></div></main><button id="elsewhere"></button>`;
  return new Panel(place(), "/maps/trees/panel/", query, changed);
}

const place = (): HTMLElement => document.querySelector("#place") as HTMLElement;
const title = (): string | null | undefined => place().querySelector("h2")?.textContent;
const fault = (): HTMLElement | null => place().querySelector("[data-fault]");
const again = (): HTMLButtonElement => fault()?.querySelector("button") as HTMLButtonElement;

const answer = (markup: string, status = 200): Promise<Response> => Promise.resolve(new Response(markup, { status }));

/** An answer that comes when it is called for, and fails as fetch does when it is no longer wanted. */
function later(): (markup: string) => void {
  let arrive: (response: Response) => void = () => undefined;
  ask.mockImplementationOnce(
    (_address, { signal }) =>
      new Promise((resolve, reject) => {
        arrive = resolve;
        signal.addEventListener("abort", () => reject(new DOMException("no longer wanted", "AbortError")));
      }),
  );
  return (markup) => arrive(new Response(markup));
}

beforeEach(() => {
  ask.mockReset();
  changed.mockReset();
  vi.stubGlobal("fetch", ask);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the panel", () => {
  it("is not asked for while it is the one that the page has come with", async () => {
    const panel = build(concept("bark"), "?concept=bark");
    await panel.show("?concept=bark");
    expect(ask).not.toHaveBeenCalled();
    expect(changed).not.toHaveBeenCalled();
  });

  it("is asked for again by itself once there is a connection", async () => {
    const panel = build(about, "");
    ask.mockRejectedValueOnce(new TypeError("offline"));
    await panel.show("?concept=bark");
    ask.mockReturnValue(answer(concept("bark")));
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(title()).toBe("bark"));
    expect(fault()).toBeNull();
  });

  it("that failed is not asked for again when another one is on its way", async () => {
    const panel = build(about, "");
    ask.mockRejectedValueOnce(new TypeError("offline"));
    await panel.show("?concept=bark");
    const arrive = later();
    const shown = panel.show("?concept=light");
    window.dispatchEvent(new Event("online"));
    arrive(concept("light"));
    await shown;
    expect([title(), asked().at(-1)]).toEqual(["light", "/maps/trees/panel/?concept=light"]);
  });

  it("is fetched for another state, put in the place of the last, and told of", async () => {
    const panel = build(about, "");
    ask.mockReturnValue(answer(`<p>around it</p>${concept("bark")}`));
    await panel.show("?concept=bark");
    expect(asked()).toEqual(["/maps/trees/panel/?concept=bark"]);
    expect(place().children).toHaveLength(1);
    expect(panel.element?.dataset.concept).toBe("bark");
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it("is fetched where the page has come with that of something else", async () => {
    const panel = build(about, "?concept=bark");
    ask.mockReturnValue(answer(concept("bark")));
    await panel.show("?concept=bark");
    expect(asked()).toEqual(["/maps/trees/panel/?concept=bark"]);
    expect(title()).toBe("bark");
  });

  it("counts known steps as no other subject than the page's own", async () => {
    const panel = build(path("veins", ["veins"]), "?path=veins&know=bark");
    await panel.show("?path=veins&know=bark");
    expect(ask).not.toHaveBeenCalled();
    ask.mockReturnValue(answer(path("veins", ["bark", "veins"])));
    await panel.show("?path=veins");
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("is kept, so that the way back asks for nothing", async () => {
    const panel = build(about, "");
    ask.mockReturnValueOnce(answer(concept("bark")));
    await panel.show("?concept=bark");
    await panel.show("");
    expect(title()).toBe("Trees");
    await panel.show("?concept=bark");
    expect(title()).toBe("bark");
    expect(ask).toHaveBeenCalledTimes(1);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it("is kept no longer when very many have come since", async () => {
    const panel = build(about, "");
    ask.mockImplementation((address) => answer(concept(address)));
    for (let number = 0; number < 60; number++) await panel.show(`?concept=c${number}`);
    await panel.show("?concept=c55");
    expect(ask).toHaveBeenCalledTimes(60);
    await panel.show("?concept=c0");
    expect(ask).toHaveBeenCalledTimes(61);
  });

  it("says that it is busy only when the answer takes its time", async () => {
    vi.useFakeTimers();
    const panel = build(about, "");
    const arrive = later();
    const shown = panel.show("?concept=bark");
    await vi.advanceTimersByTimeAsync(100);
    expect(place().hasAttribute("aria-busy")).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(place().getAttribute("aria-busy")).toBe("true");
    arrive(concept("bark"));
    await shown;
    await vi.advanceTimersByTimeAsync(1000);
    expect(place().hasAttribute("aria-busy")).toBe(false);
  });
});

describe("a request that is overtaken", () => {
  it("changes nothing, and the last one is shown", async () => {
    const panel = build(about, "");
    later();
    const slow = panel.show("?concept=bark");
    const arrive = later();
    const last = panel.show("?concept=light");
    await slow;
    expect(fault()).toBeNull();
    arrive(concept("light"));
    await last;
    expect(ask.mock.calls[0]?.[1].signal.aborted).toBe(true);
    expect(title()).toBe("light");
    expect(fault()).toBeNull();
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it("changes nothing even if its answer was on the way already", async () => {
    const panel = build(about, "");
    let arrive: (response: Response) => void = () => undefined;
    ask.mockImplementationOnce(() => new Promise((resolve) => (arrive = resolve)));
    const slow = panel.show("?concept=bark");
    await panel.show("");
    arrive(new Response(concept("bark")));
    await slow;
    expect(title()).toBe("Trees");
  });

  it("is not busy any more once what overtook it is there", async () => {
    vi.useFakeTimers();
    const panel = build(about, "");
    later();
    const slow = panel.show("?concept=bark");
    await vi.advanceTimersByTimeAsync(200);
    await panel.show("");
    await slow;
    await vi.advanceTimersByTimeAsync(1000);
    expect(place().hasAttribute("aria-busy")).toBe(false);
  });
});

describe("a request that fails", () => {
  const failures: [string, () => Promise<Response>][] = [
    ["without a connection", () => Promise.reject(new TypeError("offline"))],
    ["with an error of the server", () => answer(concept("bark"), 503)],
    ["with a page that has no panel", () => answer("<h1>Log in to this network</h1>")],
  ];

  it.each(failures)("%s leaves what is there, and says so", async (_how, fail) => {
    const panel = build(about, "");
    ask.mockImplementationOnce(fail);
    await panel.show("?concept=bark");
    expect(title()).toBe("Trees");
    expect(fault()?.getAttribute("role")).toBe("alert");
    expect(changed).not.toHaveBeenCalled();
    expect(place().hasAttribute("aria-busy")).toBe(false);
  });

  it.each(failures)("%s offers again, and asks again", async (_how, fail) => {
    const panel = build(about, "");
    ask.mockImplementationOnce(fail).mockReturnValueOnce(answer(concept("bark")));
    await panel.show("?concept=bark");
    again().click();
    await vi.waitFor(() => expect(title()).toBe("bark"));
    expect(fault()).toBeNull();
    expect(asked()).toEqual(["/maps/trees/panel/?concept=bark", "/maps/trees/panel/?concept=bark"]);
  });

  it("says so once, however often it fails, and the button keeps the focus", async () => {
    const panel = build(about, "");
    ask.mockRejectedValue(new TypeError("offline"));
    await panel.show("?concept=bark");
    const first = again();
    first.focus();
    first.click();
    await vi.waitFor(() => expect(again()).not.toBe(first));
    expect(document.activeElement).toBe(again());
    expect(place().querySelectorAll("[data-fault]")).toHaveLength(1);
  });

  it("takes what it has said away with the next panel, that of before too", async () => {
    const panel = build(about, "");
    ask.mockRejectedValueOnce(new TypeError("offline"));
    await panel.show("?concept=bark");
    await panel.show("");
    expect(fault()).toBeNull();
    expect(title()).toBe("Trees");
  });

  it("is asked for again by choosing the same once more", async () => {
    const panel = build(about, "");
    ask.mockRejectedValueOnce(new TypeError("offline")).mockReturnValueOnce(answer(concept("bark")));
    await panel.show("?concept=bark");
    await panel.show("?concept=bark");
    expect(title()).toBe("bark");
  });
});

describe("the focus", () => {
  it("goes to the title when it was in the panel", async () => {
    const panel = build(concept("bark"), "?concept=bark");
    place().querySelector("a")?.focus();
    ask.mockReturnValue(answer(concept("light")));
    await panel.show("?concept=light");
    expect(document.activeElement?.textContent).toBe("light");
    expect(document.activeElement?.getAttribute("tabindex")).toBe("-1");
  });

  it("stays where it was outside of the panel", async () => {
    const panel = build(concept("bark"), "?concept=bark");
    document.querySelector<HTMLElement>("#elsewhere")?.focus();
    ask.mockReturnValue(answer(concept("light")));
    await panel.show("?concept=light");
    expect(document.activeElement?.id).toBe("elsewhere");
  });

  it("stays on the tick that has changed the path", async () => {
    const panel = build(path("veins", ["bark", "veins"]), "?path=veins");
    place().querySelector<HTMLElement>("[value=bark]")?.focus();
    ask.mockReturnValue(answer(path("veins", ["roots", "bark", "veins"])));
    await panel.show("?path=veins&know=light");
    expect((document.activeElement as HTMLInputElement).value).toBe("bark");
    expect(place().querySelector("[data-step=roots]")).not.toBeNull();
  });
});

describe("what is scrolled", () => {
  const scrolled = (): number[] => [place(), document.querySelector("#box") as Element].map((box) => box.scrollTop);
  const scroll = (): void => {
    for (const id of ["#place", "#box"]) (document.querySelector(id) as Element).scrollTop = 70;
  };

  it("begins at the top for another subject, whatever scrolls it", async () => {
    const panel = build(concept("bark"), "?concept=bark");
    scroll();
    ask.mockReturnValue(answer(concept("light")));
    await panel.show("?concept=light");
    expect(scrolled()).toEqual([0, 0]);
  });

  it("stays where it is for the same one", async () => {
    const panel = build(path("veins", ["bark", "veins"]), "?path=veins");
    scroll();
    ask.mockReturnValue(answer(path("veins", ["veins"])));
    await panel.show("?path=veins&know=bark");
    expect(scrolled()).toEqual([70, 70]);
  });
});

describe("the query of a panel", () => {
  const map = trees();

  it("names what a state is about, and nothing of how the picture shows it", () => {
    expect(panelQuery(INITIAL)).toBe("");
    expect(panelQuery({ ...choose(map, INITIAL, "bark"), radius: 3, view: "outline", kinds: new Set() })).toBe("?concept=bark");
    expect(panelQuery(connect(map, INITIAL, "bark", null))).toBe("?from=bark");
    expect(panelQuery(connect(map, INITIAL, "bark", "veins"))).toBe("?from=bark&to=veins");
    expect(panelQuery(showPath(map, INITIAL, "veins", []))).toBe("?path=veins");
  });

  it("says what is known before a path, and escapes what needs it", () => {
    const known = new URLSearchParams(panelQuery(showPath(map, INITIAL, "veins", ["bark", "light"])));
    expect([known.get("path"), known.get("know")]).toEqual(["veins", "bark,light"]);
    const odd = panelQuery({ ...INITIAL, concept: "a&b=c#d é" });
    expect(new URLSearchParams(odd).get("concept")).toBe("a&b=c#d é");
    expect([...new URLSearchParams(odd)]).toHaveLength(1);
  });

  it("prefers a path to a connection, and a connection to a concept", () => {
    const all = { ...INITIAL, path: "veins", from: "bark", to: "light", concept: "roots" };
    expect(panelQuery(all)).toBe("?path=veins");
    expect(panelQuery({ ...all, path: null })).toBe("?from=bark&to=light");
  });
});

describe("the way that a panel lists", () => {
  const read = (markup: string): HTMLElement | null => {
    document.body.innerHTML = markup;
    return document.querySelector("[data-panel]");
  };

  it("is the steps of a path in order", () => {
    expect(wayOf(read(path("veins", ["roots", "bark", "veins"])))).toEqual({ kind: "path", routes: [["roots", "bark", "veins"]] });
  });

  it("is each route of a connection", () => {
    const routes = [["bark", "veins"], ["bark", "roots", "leaves", "veins"]];
    const lists = routes.map((route) => `<ol data-route>${route.map((slug) => `<li data-step="${slug}"></li>`).join("")}</ol>`);
    expect(wayOf(read(`<section data-panel="connection">${lists.join("")}</section>`))).toEqual({ kind: "connection", routes });
  });

  it("is none where nothing is listed", () => {
    expect(wayOf(null)).toBeNull();
    expect(wayOf(read(concept("bark")))).toBeNull();
    expect(wayOf(read('<section data-panel="concept"><p data-step="bark"></p></section>'))).toBeNull();
    expect(wayOf(read('<section data-panel="connection"><p>There is no route.</p></section>'))).toBeNull();
  });
});
