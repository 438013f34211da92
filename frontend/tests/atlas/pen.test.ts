import { beforeEach, describe, expect, it, vi } from "vitest";
import { SvgPen } from "../../src/atlas/pen";

/** Read as strictly as any program reads SVG. */
function read(pen: SvgPen): Document {
  const picture = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${pen.markup}</svg>`, "image/svg+xml");
  expect(picture.querySelector("parsererror")).toBeNull();
  expect(pen.markup).not.toMatch(/NaN|undefined/);
  return picture;
}

const only = (pen: SvgPen): Element => {
  const [element, ...others] = read(pen).documentElement.children;
  expect(others).toEqual([]);
  return element as Element;
};

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
});

describe("a pen that writes SVG", () => {
  it("fills and strokes what was drawn since the last beginning", () => {
    const pen = new SvgPen();
    pen.beginPath();
    pen.moveTo(1, 2);
    pen.lineTo(3.14159, 4);
    pen.quadraticCurveTo(5, 6, 7, 8);
    [pen.strokeStyle, pen.lineWidth] = ["red", 2.5];
    pen.stroke();
    pen.beginPath();
    pen.stroke();
    const path = only(pen);
    expect(path.getAttribute("d")).toBe("M1 2L3.1 4Q5 6 7 8");
    expect([path.getAttribute("stroke"), path.getAttribute("stroke-width"), path.getAttribute("fill")]).toEqual(["red", "2.5", "none"]);
  });

  it("draws circles and rounded corners that end where they begin", () => {
    const pen = new SvgPen();
    pen.beginPath();
    pen.arc(10, 20, 4);
    pen.roundRect(0, 0, 30, 10, 99);
    pen.fillStyle = "blue";
    pen.fill();
    expect(only(pen).getAttribute("d")).toBe(
      "M14 20a4 4 0 1 0 -8 0a4 4 0 1 0 8 0ZM5 0h20a5 5 0 0 1 5 5v0a5 5 0 0 1 -5 5h-20a5 5 0 0 1 -5 -5v0a5 5 0 0 1 5 -5Z",
    );
  });

  it("knows dashes, ends of lines and what shines through", () => {
    const pen = new SvgPen();
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.lineTo(9, 9);
    pen.setLineDash([7, 5]);
    [pen.globalAlpha, pen.lineCap] = [0.25, "round"];
    pen.stroke();
    const looks = ["stroke-dasharray", "stroke-linecap", "stroke-opacity"].map((name) => only(pen).getAttribute(name));
    expect(looks).toEqual(["7 5", "round", "0.250"]);
  });

  it("writes every text word for word, and none of it as markup", () => {
    for (const words of ["<script>alert(1)</script>", 'Tom & "Jerry"', "]]>", "<!--", "知识 é 😀"]) {
      const pen = new SvgPen();
      pen.font = `600 18px "Source Serif", Georgia, serif`;
      pen.fillText(words, 10, 20);
      const text = only(pen);
      expect(text.textContent).toBe(words);
      expect(text.getAttribute("font-family")).toBe(`"Source Serif", Georgia, serif`);
      expect([text.getAttribute("font-size"), text.getAttribute("font-weight"), text.getAttribute("y")]).toEqual(["18", "600", "26.5"]);
    }
  });
});
