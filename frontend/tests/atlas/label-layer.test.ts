// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { LabelLayer } from "../../src/atlas/label-layer";
import type { Label } from "../../src/atlas/labels";

const VIEW = { x: 0, y: 0, scale: 1 };
const LONG = "A name that is far too long to be written on any map whatever";

function label(id: number, title: string, slug = title.toLowerCase()): Label {
  return { mark: { id, slug, title, x: 1, y: 2, rank: id, below: 0, colour: 3 }, tier: 0, side: "below", shift: { x: 0, y: 0 } };
}

let layer: HTMLElement;
let labels: LabelLayer;

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  layer = document.createElement("div");
  labels = new LabelLayer(layer, (slug) => `/maps/m/?concept=${slug}`);
});

const links = (): (string | null | undefined)[][] =>
  [...layer.querySelectorAll("a:not([aria-hidden])")].map((link) => [link.getAttribute("href"), link.textContent, (link as HTMLElement).title]);

it("names are links in the order of their importance, a long one with all of it as its title", () => {
  labels.show([label(1, "Oak"), label(2, LONG, "long")], VIEW);
  expect(links()).toEqual([
    ["/maps/m/?concept=oak", "Oak", ""],
    ["/maps/m/?concept=long", expect.stringMatching(/^A name that .*…$/), LONG],
  ]);
});

it("a concept that is called otherwise by now has its new name and address, on the link that it had", () => {
  labels.show([label(1, LONG, "long")], VIEW);
  const before = layer.querySelector("a");
  labels.show([label(1, "Oak")], VIEW);
  expect(layer.querySelector("a")).toBe(before);
  expect(links()).toEqual([["/maps/m/?concept=oak", "Oak", ""]]);
});

it("what is named no longer leaves, out of reach of keyboard and screen reader", () => {
  labels.show([label(1, "Oak"), label(2, "Beech")], VIEW);
  labels.show([label(2, "Beech")], VIEW);
  expect(links().map(([, name]) => name)).toEqual(["Beech"]);
  expect([...labels.named]).toEqual([2]);
});
