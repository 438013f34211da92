/** What is drawn of a picture that is taken along: strokes and boxes with their looks, read from the page's own styles. */

import { type Box, short } from "./boxes";
import { type Boxes, ROOT } from "./layout";
import type { Line } from "./line-layer";
import { createPath } from "./svg";

export interface Drawn {
  readonly title: string;
  readonly boxes: Boxes;
  readonly lines: readonly Line[];
  /** The element of a concept; of the map itself for the root. */
  readonly elementOf: (slug: string) => HTMLElement | undefined;
  /** Where a line can be put to ask for its style. */
  readonly group: SVGGElement;
}

export interface Stroke {
  readonly d: string;
  readonly color: string;
  readonly width: number;
  readonly dashes: readonly number[];
  readonly opacity: number;
  /** The head of an arrow, to be filled; "" for lines that have none. */
  readonly head: string;
}

export interface Look {
  readonly box: Box;
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly radius: number;
  readonly ink: string;
  readonly size: number;
  readonly weight: string;
  readonly lines: readonly string[];
  /** Where the text begins; in the middle without it. */
  readonly start: number | null;
  /** What stands at the end: the count of what is hidden. */
  readonly note: string;
  /** What stands at the lower edge: how many more there are than a part of a large map shows. */
  readonly below: string;
}

const PADDING = 15;
const BADGE = 24;
const HEAD = 8;
const RING = 4;
/** The height of a line, and what is above and below all of them. */
const LINE = 19.5;
const LEAST_PADDING = 11;

export function strokesOf({ boxes, lines, group }: Drawn): Stroke[] {
  const probe = group.appendChild(createPath());
  const strokes = lines.flatMap((line) => {
    const d = line.run(boxes);
    if (!d) return [];
    probe.setAttribute("class", line.className);
    const style = getComputedStyle(probe);
    const dashes = style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat);
    const look = { color: colorOf(style.stroke), width: Number.parseFloat(style.strokeWidth), dashes };
    return [{ d, ...look, opacity: Number(style.strokeOpacity), head: style.markerEnd === "none" ? "" : headOf(d) }];
  });
  probe.remove();
  return strokes;
}

/** Every concept, and over it the number of its step and the tick of what is known. */
export function looksOf({ boxes, elementOf }: Drawn): Look[] {
  const looks: Look[] = [];
  for (const [slug, box] of boxes) {
    const element = elementOf(slug);
    if (!element) continue;
    looks.push(lookOf(element, box, slug === ROOT));
    const number = element.querySelector<HTMLElement>(".concept-pill__number");
    if (number) looks.push(badge(number, number.textContent ?? "", box.x, box.y));
    if (element.matches(".concept-pill--known")) looks.push(badge(element, "✓", box.x, box.y + box.height));
  }
  return looks;
}

function lookOf(element: HTMLElement, box: Box, isRoot: boolean): Look {
  const style = getComputedStyle(element);
  const hidden = element.matches(".concept-pill--open") ? null : element.querySelector(".toggle");
  return {
    box,
    fill: colorOf(style.backgroundColor),
    stroke: isRoot ? "none" : colorOf(style.borderTopColor),
    strokeWidth: isRoot ? 0 : element.matches(".concept-pill--chosen") ? RING : Number.parseFloat(style.borderTopWidth) || 1,
    radius: Number.parseFloat(style.borderTopLeftRadius) || 0,
    ink: colorOf(style.color),
    size: Number.parseFloat(style.fontSize),
    weight: style.fontWeight,
    lines: fitting(linesOf(element.querySelector<HTMLElement>(".concept-pill__title") ?? element), box.height),
    start: isRoot ? null : box.x + PADDING,
    note: hidden ? `${hidden.textContent} ›` : "",
    below: element.dataset.leftOut ? `+${element.dataset.leftOut}` : "",
  };
}

/** As many lines as the box shows; the browser has cut the rest. */
function fitting(lines: readonly string[], height: number): readonly string[] {
  const most = Math.max(1, Math.floor((height - LEAST_PADDING) / LINE));
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ""}…`];
}

/** A round mark around a corner. */
function badge(element: HTMLElement, text: string, x: number, y: number): Look {
  const style = getComputedStyle(element);
  return {
    box: { x: x - BADGE / 2, y: y - BADGE / 2, width: BADGE, height: BADGE },
    fill: colorOf(style.backgroundColor),
    stroke: colorOf(style.borderTopColor),
    strokeWidth: 1,
    radius: BADGE / 2,
    ink: colorOf(style.color),
    size: 13,
    weight: "650",
    lines: [text],
    start: null,
    note: "",
    below: "",
  };
}

/** The lines into which the browser has broken a text. */
function linesOf(element: HTMLElement): string[] {
  const node = element.firstChild;
  if (!(node instanceof Text)) return [element.textContent ?? ""];
  const range = document.createRange();
  const lines: string[] = [];
  let [place, top] = [0, Number.NaN];
  for (const word of node.data.split(/(\s+)/)) {
    if (word.trim()) {
      range.setStart(node, place);
      range.setEnd(node, place + word.length);
      const at = range.getBoundingClientRect();
      if (Math.abs(at.top - top) < at.height / 2) lines[lines.length - 1] += ` ${word}`;
      else lines.push(word);
      top = at.top;
    }
    place += word.length;
  }
  return lines;
}

/** A triangle at the end of a curve, in the direction in which it arrives. */
function headOf(d: string): string {
  const numbers = [...d.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number).slice(-4);
  const [fromX = 0, fromY = 0, x = 0, y = 0] = numbers;
  const angle = Math.atan2(y - fromY, x - fromX);
  const corner = (turn: number): string =>
    `${short(x - HEAD * Math.cos(angle + turn))} ${short(y - HEAD * Math.sin(angle + turn))}`;
  return `M${x} ${y}L${corner(0.42)}L${corner(-0.42)}Z`;
}

let pen: CanvasRenderingContext2D | null = null;

/** A colour of any space as sRGB, which every program that reads SVG knows. */
export function colorOf(color: string): string {
  pen ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (!pen) return color;
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${((alpha ?? 0) / 255).toFixed(3)})`;
}
