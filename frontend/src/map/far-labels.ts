/** The names of the most important concepts, in the size of the page, while the picture is too small to be read. */

import type { Box } from "./boxes";
import { overlap } from "./boxes";
import { type Candidate, placed } from "./label-placement";
import type { Boxes } from "./layout";
import type { Shown } from "./shown";
import { part } from "./tree-item";

const LONGEST = 30;
const LETTER = 7.4;
const PADDING = 14;
const HEIGHT = 24;
const MOST_LABELS = 80;

export class FarLabels {
  constructor(private readonly layer: HTMLElement) {}

  clear(): void {
    this.layer.replaceChildren();
  }

  /** Names what has room at this scale in the part that is in sight. */
  show(shown: readonly Shown[], boxes: Boxes, scale: number, sight: Box, bright: ReadonlySet<string> | null): void {
    const candidates = byImportance(shown, bright).flatMap((one) => candidateOf(one, boxes, scale, sight));
    const branches = new Map(shown.map(({ concept }) => [concept.slug, concept]));
    const labels = placed(candidates, MOST_LABELS).map((label) => {
      const concept = branches.get(label.slug);
      const element = part(`far-label branch-${concept?.branch ?? 0}`, nameOf(concept?.title ?? ""));
      element.dir = "auto";
      element.style.insetInlineStart = `${label.x}px`;
      element.style.insetBlockStart = `${label.y}px`;
      return element;
    });
    this.layer.replaceChildren(...labels);
  }
}

/** What is lit first, then the upper levels, and of a level the larger branches. */
function byImportance(shown: readonly Shown[], bright: ReadonlySet<string> | null): Shown[] {
  const rank = ({ concept }: Shown): number => (bright?.has(concept.slug) ? -1 : concept.depth);
  return [...shown].sort((one, other) => rank(one) - rank(other) || other.below.length - one.below.length);
}

function candidateOf({ concept }: Shown, boxes: Boxes, scale: number, sight: Box): Candidate[] {
  const box = boxes.get(concept.slug);
  if (!box || !overlap(box, sight)) return [];
  const width = (nameOf(concept.title).length * LETTER + PADDING) / scale;
  const height = HEIGHT / scale;
  return [{ slug: concept.slug, x: box.x, y: box.y + (box.height - height) / 2, width, height }];
}

function nameOf(title: string): string {
  return title.length > LONGEST ? `${title.slice(0, LONGEST - 1).trimEnd()}…` : title;
}
