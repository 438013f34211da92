import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Box } from "../../src/map/boxes";
import { ROOT } from "../../src/map/layout";
import type { Line } from "../../src/map/line-layer";
import { pictureAsPng, pictureAsSvg } from "../../src/map/picture-file";
import type { Drawn } from "../../src/map/picture-shapes";
import { createGroup } from "../../src/map/svg";

const MEAN = ["<script>alert(1)</script>", 'Tom & "Jerry"', "]]>", "&amp;", "<!--", "a < b > c", "知识 é 😀", "'quoted'"];
const STYLE = `
  span { font-size: 16px; }
  .lit { stroke: rgb(200, 0, 0); stroke-width: 2px; stroke-dasharray: 6 3; marker-end: url(#head); }
  .pill { color: rgb(0, 0, 80); background-color: rgb(250, 250, 240); font-size: 16px; font-weight: 500;
    border: 1px solid rgb(0, 128, 0); border-top-left-radius: 9px; }`;

/** The pen of a canvas, which paints one colour and is told apart by it. */
const pen = {
  fillStyle: "",
  ...Object.fromEntries(["scale", "translate", "fillRect", "clearRect", "beginPath", "roundRect", "fill", "stroke"].map((call) => [call, vi.fn()])),
  setLineDash: vi.fn(),
  fillText: vi.fn(),
  getImageData: (): { data: number[] } => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = pen.fillStyle.match(/[\d.]+/g)?.map(Number) ?? [];
    return { data: [red, green, blue, Math.round(alpha * 255)] };
  },
};
let canvas: HTMLCanvasElement | null;

/** What a picture shows: the map itself and concepts with these titles, one below the other. */
function drawnOf(titles: readonly string[], more: Partial<Drawn> & { known?: boolean; number?: string } = {}): Drawn {
  const boxes = new Map<string, Box>([[ROOT, { x: -10, y: 0.04, width: 120, height: 40 }]]);
  const elements = new Map<string, HTMLElement>();
  for (const [place, title] of titles.entries()) {
    boxes.set(`s${place}`, { x: 200, y: place * 80, width: 140, height: 60 });
    const pill = document.createElement("a");
    pill.className = `pill${more.known ? " concept-pill--known" : ""}`;
    const text = document.createElement("span");
    text.className = "concept-pill__title";
    text.textContent = title;
    pill.append(text);
    if (more.number) pill.insertAdjacentHTML("beforeend", `<span class="concept-pill__number">${more.number}</span>`);
    elements.set(`s${place}`, pill);
  }
  const root = document.createElement("span");
  root.append("Root");
  document.body.append(root, ...elements.values());
  const group = document.body.appendChild(createGroup("lines"));
  const elementOf = (slug: string): HTMLElement | undefined => (slug === ROOT ? root : elements.get(slug));
  return { title: "Trees", boxes, lines: [], elementOf, group, ...more };
}

const line = (className: string, d: string): Line => ({ key: className, className, order: 0, run: () => d });

/** Read as strictly as any program reads SVG. */
function read(svg: string): Document {
  const picture = new DOMParser().parseFromString(svg, "image/svg+xml");
  expect(picture.querySelector("parsererror")).toBeNull();
  expect(svg).not.toMatch(/NaN|undefined/);
  return picture;
}

const textsOf = (picture: Document): (string | null)[] => [...picture.querySelectorAll("text")].map((text) => text.textContent);
const numbers = (element: Element | null, ...names: string[]): number[] => names.map((name) => Number(element?.getAttribute(name)));

beforeEach(() => {
  document.head.innerHTML = `<style>${STYLE}</style>`;
  document.body.innerHTML = "";
  // jsdom lays nothing out: every third word begins a line of its own.
  Range.prototype.getBoundingClientRect = function (this: Range): DOMRect {
    const words = (this.startContainer as Text).data.slice(0, this.startOffset).split(/\s+/).length - 1;
    return new DOMRect(0, Math.floor(words / 3) * 20, 10, 20);
  };
  pen.setLineDash.mockReset();
  pen.fillText.mockReset();
  canvas = null;
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(function (this: HTMLCanvasElement) {
    canvas = this;
    return pen as never;
  });
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((made) => made(new Blob(["png"])));
  vi.stubGlobal("Path2D", class {});
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("a picture as SVG", () => {
  it("says every title word for word, and none of them as markup", () => {
    const picture = read(pictureAsSvg(drawnOf(MEAN.map((title) => title.replaceAll(" ", "_")))));
    expect(textsOf(picture)).toEqual(["Root", ...MEAN.map((title) => title.replaceAll(" ", "_"))]);
    expect(picture.querySelector("script, a")).toBeNull();
  });

  it("has the map's title, word for word too", () => {
    for (const title of MEAN) expect(read(pictureAsSvg(drawnOf([], { title }))).querySelector("title")?.textContent).toBe(title);
  });

  it("says of each concept how much of it is hidden, also of one that is open in part", () => {
    const drawn = drawnOf(["Closed", "In part", "Open", "Leaf"]);
    for (const [slug, count] of Object.entries({ s0: "12", s1: "+44", s2: "3" })) {
      drawn.elementOf(slug)?.insertAdjacentHTML("beforeend", `<span class="toggle">${count}</span>`);
    }
    drawn.elementOf("s2")?.classList.add("concept-pill--open");
    expect(textsOf(read(pictureAsSvg(drawn)))).toEqual(["Root", "Closed", "12 ›", "In part", "+44 ›", "Open", "Leaf"]);
  });

  it("says at the map's own title how many top concepts are left out, within its box", () => {
    const drawn = drawnOf(["One"]);
    const root = drawn.elementOf(ROOT);
    if (root) root.dataset.leftOut = "21,838";
    const picture = read(pictureAsSvg(drawn));
    expect(textsOf(picture)).toEqual(["Root", "+21,838", "One"]);
    const [title, count] = picture.querySelectorAll("text");
    const box = drawn.boxes.get(ROOT);
    expect(numbers(count ?? null, "x")).toEqual(numbers(title ?? null, "x"));
    expect(numbers(count ?? null, "y")[0]).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
  });

  it("has room for all that it shows, and a paper behind it", () => {
    const picture = read(pictureAsSvg(drawnOf(["One", "Two", "Three"])));
    const [x = 0, y = 0, width = 0, height = 0] = (picture.documentElement.getAttribute("viewBox") ?? "").split(" ").map(Number);
    expect(numbers(picture.documentElement, "width", "height")).toEqual([width, height]);
    const [paper, ...boxes] = picture.querySelectorAll("rect");
    expect(numbers(paper ?? null, "x", "y", "width", "height")).toEqual([x, y, width, height]);
    expect(boxes).toHaveLength(4);
    for (const box of boxes) {
      const [left = 0, top = 0, wide = 0, high = 0] = numbers(box, "x", "y", "width", "height");
      expect(left >= x && top >= y && left + wide <= x + width && top + high <= y + height).toBe(true);
    }
  });

  it("breaks titles where the page does, around the middle of their box", () => {
    const picture = read(pictureAsSvg(drawnOf(["One two three four  five"])));
    expect(textsOf(picture)).toEqual(["Root", "One two three", "four five"]);
    const [, first, second] = [...picture.querySelectorAll("text")].map((text) => Number(text.getAttribute("y")));
    expect((second ?? 0) - (first ?? 0)).toBeCloseTo(16 * 1.3);
    expect(((first ?? 0) + (second ?? 0)) / 2).toBeCloseTo(30 + 16 * 0.36, 0);
  });

  it("looks as the page does", () => {
    const picture = read(pictureAsSvg(drawnOf(["One"])));
    const box = picture.querySelectorAll("rect")[2] ?? null;
    expect(["fill", "stroke", "rx"].map((name) => box?.getAttribute(name))).toEqual(["rgb(250,250,240)", "rgb(0,128,0)", "9"]);
    const text = picture.querySelectorAll("text")[1];
    expect(["fill", "font-size", "font-weight"].map((name) => text?.getAttribute(name))).toEqual(["rgb(0,0,80)", "16", "500"]);
  });

  it("draws the lines under the concepts, dashed and with a head where the page has them so", () => {
    const picture = read(pictureAsSvg(drawnOf(["One"], { lines: [line("plain", "M0 0C5 0 5 9 10 9"), line("lit", "M0 0C50 0 50 0 100 0")] })));
    const paths = [...picture.querySelectorAll("path")];
    expect(paths.map((path) => path.getAttribute("stroke-dasharray"))).toEqual([null, "6 3", null]);
    expect(paths[1]?.getAttribute("stroke")).toBe("rgb(200,0,0)");
    expect(paths[2]?.getAttribute("fill")).toBe("rgb(200,0,0)");
    expect(paths[2]?.getAttribute("d")).toMatch(/^M100 0L92\.\d -3\.\d?L92\.\d 3\.\d?Z$/);
    const order = [...picture.documentElement.children].map((element) => element.tagName);
    expect(order.lastIndexOf("path")).toBeLessThan(order.indexOf("text"));
  });

  it("leaves out lines that run nowhere, and nothing behind on the page", () => {
    const drawn = drawnOf(["One"], { lines: [line("lit", "")] });
    expect(read(pictureAsSvg(drawn)).querySelector("path")).toBeNull();
    expect(drawn.group.childElementCount).toBe(0);
  });

  it("leaves out concepts that have no element", () => {
    const drawn = drawnOf(["One", "Two"]);
    const elementOf = (slug: string): HTMLElement | undefined => (slug === "s0" ? undefined : drawn.elementOf(slug));
    expect(textsOf(read(pictureAsSvg({ ...drawn, elementOf })))).toEqual(["Root", "Two"]);
  });

  it("numbers the steps of a path and ticks what is known", () => {
    expect(textsOf(read(pictureAsSvg(drawnOf(["One"], { known: true, number: "3" }))))).toEqual(["Root", "One", "3", "✓"]);
  });

  it("gives colours that can be seen through as such", () => {
    document.head.innerHTML += "<style>.pill { background-color: rgba(10, 20, 30, 0.5); }</style>";
    expect(pictureAsSvg(drawnOf(["One"]))).toContain('fill="rgba(10,20,30,0.502)"');
  });
});

describe("a picture as PNG", () => {
  it("says what the SVG says, twice as large as life", async () => {
    const drawn = drawnOf(["One two three four", "<b>"], { lines: [line("lit", "M0 0C50 0 50 0 100 0"), line("plain", "M0 0H9")] });
    const [width = 0, height = 0] = numbers(read(pictureAsSvg(drawn)).documentElement, "width", "height");
    expect((await pictureAsPng(drawn)).size).toBe(3);
    expect(pen.fillText.mock.calls.map(([words]) => words)).toEqual(["Root", "One two three", "four", "<b>"]);
    expect([canvas?.width, canvas?.height]).toEqual([width * 2, height * 2]);
    expect(pen.setLineDash.mock.calls).toEqual([[[6, 3]], [[]], [[]], [[]]]);
  });

  it("is as large as a browser can hold when the map is larger", async () => {
    const drawn = drawnOf(["One"]);
    const boxes = new Map([...drawn.boxes, ["s0", { x: 90_000, y: 0, width: 100, height: 40 }]]);
    await pictureAsPng({ ...drawn, boxes });
    expect(canvas?.width).toBeLessThanOrEqual(8001);
    expect(canvas?.width).toBeGreaterThan(7900);
    expect(canvas?.height).toBeGreaterThan(0);
  });

  it("is refused where the browser cannot make it", async () => {
    vi.mocked(HTMLCanvasElement.prototype.toBlob).mockImplementation((made) => made(null));
    await expect(pictureAsPng(drawnOf(["One"]))).rejects.toThrow("too large");
    vi.mocked(HTMLCanvasElement.prototype.getContext).mockReturnValue(null);
    await expect(pictureAsPng(drawnOf(["One"]))).rejects.toThrow("no canvas");
  });
});
