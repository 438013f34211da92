import { beforeEach, describe, expect, it } from "vitest";
import { type Box, short } from "../../src/map/boxes";
import { type KnowledgeMap, LINK_KINDS } from "../../src/map/concepts";
import { type Emphasis, emphasisOf, NO_EMPHASIS } from "../../src/map/emphasis";
import { type Boxes, layout, ROOT, type Style } from "../../src/map/layout";
import { branchLines, type Drawing, type Line, LineLayer, litLines, quietLines } from "../../src/map/line-layer";
import { inReadingOrder, shownTree } from "../../src/map/shown";
import { choose, INITIAL, openAll } from "../../src/map/state";
import { createGroup } from "../../src/map/svg";
import { randomMap, seeded, trees } from "./maps";

const SIZE = { width: 100, height: 40 };

interface Shown extends Drawing {
  readonly boxes: Boxes;
}

function drawingOf(map: KnowledgeMap, open: readonly string[], emphasis: Emphasis = NO_EMPHASIS, style: Style = "tree"): Shown {
  const tree = shownTree(map, new Set(open));
  return { map, style, shown: inReadingOrder(tree), emphasis, boxes: layout(style, tree, () => SIZE) };
}

/** A random map with some of it open, and what comes forward around one of its concepts. */
function randomDrawing(seed: number): Shown {
  const random = seeded(seed);
  const map = randomMap(seed);
  const open = [...map.concepts.keys()].filter(() => random() < 0.5);
  const chosen = `c${Math.floor(random() * 40)}`;
  return drawingOf(map, open, emphasisOf(map, { ...INITIAL, concept: chosen, radius: 2 }, null));
}

const lineOf = (lines: readonly Line[], key: string): Line => {
  const line = lines.find((each) => each.key === key);
  if (!line) throw new Error(`there is no line ${key} among ${lines.map((each) => each.key).join(", ")}`);
  return line;
};
const startsOf = (d: string): string[] => d.match(/M[^CV]+/g) ?? [];
const side = ({ x, y, width, height }: Box): string => `M${short(x + width)} ${short(y + height / 2)}`;

describe("the branches", () => {
  it("are one path for each colour and weight", () => {
    const lines = branchLines(drawingOf(trees(), ["roots", "leaves"]));
    expect(lines.map((line) => line.className).sort()).toEqual([
      "branch-line branch-line--top branch-0", "branch-line branch-line--top branch-1", "branch-line branch-0",
    ].sort());
  });

  it("hang indented on one trunk at the top, and have their colours below", () => {
    const lines = branchLines(drawingOf(trees(), ["roots"], NO_EMPHASIS, "indented"));
    expect(lines.map((line) => line.className)).toEqual(["branch-line branch-line--top branch-line--trunk", "branch-line branch-0"]);
  });

  it("lead to each shown concept once, from what is above it, in whatever map", () => {
    for (let seed = 1; seed < 30; seed++) {
      const drawing = randomDrawing(seed);
      const lines = branchLines(drawing);
      expect(lines.length).toBeLessThanOrEqual(16);
      const starts = lines.flatMap((line) => startsOf(line.run(drawing.boxes))).sort();
      const expected = drawing.shown.map(({ concept }) => side(drawing.boxes.get(concept.parent ?? ROOT)!));
      expect(starts).toEqual(expected.sort());
    }
  });

  it("leave out what has no place yet", () => {
    const drawing = drawingOf(trees(), ["roots"]);
    const boxes = new Map([...drawing.boxes].filter(([slug]) => slug !== "bark"));
    expect(startsOf(lineOf(branchLines(drawing), "branch-line branch-0").run(boxes))).toHaveLength(1);
  });
});

describe("the quiet links", () => {
  it("are few to a path, and of one kind", () => {
    for (let seed = 1; seed < 10; seed++) {
      const drawing = randomDrawing(seed);
      for (const line of quietLines(drawing, new Set(LINK_KINDS))) {
        expect(startsOf(line.run(drawing.boxes)).length).toBeLessThanOrEqual(8);
      }
    }
  });

  it("wait for a choice where they are too many to be seen through", () => {
    const many = drawingOf(randomMap(5, 200), [...openAll(randomMap(5, 200), INITIAL).open]);
    expect(many.map.links.length).toBeGreaterThan(80);
    expect(quietLines(many, new Set(LINK_KINDS))).toEqual([]);
  });

  it("are paths of the kinds that are wanted", () => {
    const drawing = drawingOf(trees(), ["roots", "leaves"]);
    const lines = quietLines(drawing, new Set(["prerequisite", "related"]));
    expect(lines.map((line) => line.className)).toEqual(["quiet-line quiet-line--prerequisite", "quiet-line quiet-line--related"]);
    for (const line of lines) expect(startsOf(line.run(drawing.boxes))).toHaveLength(1);
  });

  it("do not run to what is on its way out of sight", () => {
    const { boxes } = drawingOf(trees(), ["roots", "leaves"]);
    const lines = quietLines(drawingOf(trees(), ["roots"]), new Set(LINK_KINDS));
    expect(lines.some((line) => line.className.includes("related"))).toBe(false);
    expect(lineOf(lines, "quiet prerequisite 0").run(boxes)).not.toBe("");
  });

  it("run only between concepts that are both shown", () => {
    for (let seed = 1; seed < 30; seed++) {
      const drawing = randomDrawing(seed);
      const here = new Set(drawing.shown.map((one) => one.concept.slug));
      const expected = drawing.map.links.filter((link) => here.has(link.source) && here.has(link.target));
      const lines = quietLines(drawing, new Set(LINK_KINDS));
      expect(lines.flatMap((line) => startsOf(line.run(drawing.boxes)))).toHaveLength(expected.length);
    }
  });
});

describe("the lit links", () => {
  const around = (slug: string, open: readonly string[]): Shown =>
    drawingOf(trees(), open, emphasisOf(trees(), { ...choose(trees(), INITIAL, slug), open: new Set(open) }, null));

  it("say by their classes what they are", () => {
    const lines = litLines(around("bark", ["roots", "leaves"]));
    expect(lineOf(lines, "bark light prerequisite").className).toBe("lit-line lit-line--prerequisite branch-1");
    expect(lineOf(lines, "veins bark related").className).toBe("lit-line lit-line--related branch-0");
    expect(lines).toHaveLength(3);
  });

  it("follow a branch where they are one, and only there", () => {
    const link = { source: "roots", target: "bark", route: 0, order: 0 };
    const emphasis = { ...NO_EMPHASIS, links: [{ ...link, kind: "parent" as const }, { ...link, kind: "prerequisite" as const }] };
    const drawing = drawingOf(trees(), ["roots"], emphasis, "indented");
    const branches = lineOf(branchLines(drawing), "branch-line branch-0").run(drawing.boxes);
    const [parent, prerequisite] = litLines(drawing).map((line) => line.run(drawing.boxes));
    expect(branches).toContain(parent);
    expect(branches).not.toContain(prerequisite);
  });

  it("are drawn to what hides their end, and say so", () => {
    const drawing = around("bark", ["roots"]);
    const line = lineOf(litLines(drawing), "leaves bark related");
    expect(line.className).toContain("lit-line--lifted");
    expect(startsOf(line.run(drawing.boxes))).toEqual([side(drawing.boxes.get("leaves")!)]);
  });

  it("are none where both ends are hidden in the same place", () => {
    expect(litLines(around("veins", [])).map((line) => line.key)).toEqual([]);
    expect(litLines(around("bark", [])).map((line) => line.key)).toEqual(["roots light prerequisite"]);
  });

  it("are one where many hidden ones run between the same two, and a whole one goes before them", () => {
    const link = (source: string, target: string) => ({ source, target, kind: "related" as const, route: 0, order: 0 });
    const lines = (...links: ReturnType<typeof link>[]): Line[] =>
      litLines(drawingOf(trees(), ["roots"], { ...NO_EMPHASIS, links }));
    expect(lines(link("veins", "bark"), link("veins", "bark"))).toHaveLength(1);
    for (const links of [[link("veins", "bark"), link("leaves", "bark")], [link("leaves", "bark"), link("veins", "bark")]]) {
      const both = lines(...links);
      expect(both).toHaveLength(1);
      expect(both[0]?.className).not.toContain("lifted");
    }
  });

  it("tell the other ways of a connection from the first, and keep the order in which they light up", () => {
    const way = { kind: "connection" as const, routes: [["bark", "veins"], ["bark", "roots", "leaves", "veins"]] };
    const lines = litLines(drawingOf(trees(), ["roots", "leaves"], emphasisOf(trees(), INITIAL, way)));
    expect(lines.map((line) => [line.key, line.className.includes("other-way"), line.order])).toEqual([
      ["veins bark related", false, 1],
      ["roots bark parent", true, 1],
      ["roots leaves parent", true, 2],
      ["leaves veins parent", true, 3],
    ]);
  });

  it("run between two shown concepts, each line once, in whatever map", () => {
    for (let seed = 1; seed < 60; seed++) {
      const drawing = randomDrawing(seed);
      const here = new Set(drawing.shown.map((one) => one.concept.slug));
      const lines = litLines(drawing);
      expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length);
      for (const line of lines) {
        const [source = "", target = ""] = line.key.split(" ");
        expect(here.has(source) && here.has(target) && source !== target).toBe(true);
        expect(line.run(drawing.boxes)).toMatch(/^M/);
      }
    }
  });
});

describe("the layer of lines", () => {
  let group: SVGGElement;
  let layer: LineLayer;
  const line = (key: string, className = key, order = 0): Line => ({ key, className, order, run: (boxes) => `M${boxes.size} 0` });
  const classes = (): (string | null)[] => [...group.children].map((path) => path.getAttribute("class"));

  beforeEach(() => {
    group = createGroup("lines");
    layer = new LineLayer(group);
  });

  it("has the lines in their order, whatever was there before, and keeps those that stay", () => {
    const random = seeded(5);
    for (let change = 0; change < 100; change++) {
      const before = new Map([...group.children].map((path) => [path.getAttribute("class"), path]));
      const keys = [..."abcdefgh"].filter(() => random() < 0.6).sort(() => random() - 0.5);
      layer.set(keys.map((key) => line(key)));
      expect(classes()).toEqual(keys);
      for (const path of group.children) {
        const same = before.get(path.getAttribute("class"));
        if (same) expect(path).toBe(same);
      }
    }
  });

  it("touches nothing when nothing has changed", () => {
    const lines = ["a", "b", "c"].map((key) => line(key));
    layer.set(lines);
    const observer = new MutationObserver(() => undefined);
    observer.observe(group, { childList: true, subtree: true, attributeFilter: ["class"] });
    layer.set(lines.map((each) => ({ ...each })));
    expect(observer.takeRecords()).toEqual([]);
  });

  it("takes no line out that only sees others go, or come before it", () => {
    layer.set(["a", "b", "c", "d"].map((key) => line(key)));
    const observer = new MutationObserver(() => undefined);
    observer.observe(group, { childList: true });
    layer.set(["new", "b", "d"].map((key) => line(key)));
    const moved = observer.takeRecords().flatMap((record) => [...record.removedNodes, ...record.addedNodes]);
    expect(moved.map((path) => (path as Element).getAttribute("class")).sort()).toEqual(["a", "c", "new"]);
  });

  it("gives a line its new looks where it stands", () => {
    layer.set([line("a", "quiet", 1)]);
    const path = group.firstElementChild as SVGPathElement;
    layer.set([line("a", "lit", 4)]);
    expect(group.firstElementChild).toBe(path);
    expect([path.getAttribute("class"), path.style.getPropertyValue("--order")]).toEqual(["lit", "4"]);
  });

  it("forgets a line that is gone: it comes back as a new one", () => {
    layer.set([line("a")]);
    layer.draw(new Map());
    const path = group.firstElementChild;
    layer.set([]);
    layer.set([line("a")]);
    expect(group.firstElementChild).not.toBe(path);
    expect(group.firstElementChild?.hasAttribute("d")).toBe(false);
  });

  it("draws each line where the concepts stand", () => {
    layer.set([line("a"), line("b")]);
    layer.draw(new Map([["roots", { x: 0, y: 0, ...SIZE }]]));
    expect([...group.children].map((path) => path.getAttribute("d"))).toEqual(["M1 0", "M1 0"]);
  });
});
