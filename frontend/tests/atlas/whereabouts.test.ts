// @vitest-environment jsdom
import { expect, it } from "vitest";
import type { Scenery } from "../../src/atlas/scenery";
import type { Viewpoint } from "../../src/atlas/viewpoint";
import { sayWhere } from "../../src/atlas/whereabouts";

const viewpoint = { view: { scale: 1, x: 0, y: 0 }, frame: { width: 400, height: 300, top: 0, bottom: 0 } } as Viewpoint;
const around = (titles: readonly string[]): Scenery =>
  ({
    isComplete: false,
    gathered: { marks: new Map(), areas: new Map(titles.map((title, id) => [id, { thing: { title, x: 0, y: 0, width: 900, height: 900 } }])) },
  }) as unknown as Scenery;

it("the regions around are told one by one, each in its own direction, and once", () => {
  const place = document.createElement("p");
  expect(sayWhere(place, viewpoint, around(["Sources", "العربية (٣)", "الفقه (٤)"]))).toBe(true);
  expect(place.innerHTML).toBe("<bdi>Sources</bdi> › <bdi>العربية (٣)</bdi> › <bdi>الفقه (٤)</bdi>");
  expect(sayWhere(place, viewpoint, around(["Sources", "العربية (٣)", "الفقه (٤)"]))).toBe(false);
  expect(sayWhere(place, viewpoint, around([]))).toBe(true);
  expect(place.innerHTML).toBe("");
});

it("where there is nothing that is said", () => {
  const place = document.createElement("p");
  sayWhere(place, viewpoint, { ...around([]), isComplete: true } as Scenery);
  expect(place.textContent).toContain("Nothing is here");
});
