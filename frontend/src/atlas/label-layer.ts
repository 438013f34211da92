/** The names on the map as HTML: links that a screen reader finds in the order of their importance. */

import type { Box } from "../map/boxes";
import type { View } from "../map/camera";
import { FONT_SIZES, type Label, shortTitle, type Tier } from "./labels";
import type { Mark } from "./tile";

const LEAVING_MS = 160;

interface Standing {
  readonly element: HTMLAnchorElement;
  label: Label;
}

/** A name as it is seen: where in the window, and how. */
export interface Name {
  readonly words: string;
  readonly box: Box;
  readonly font: string;
  readonly ink: string;
  /** What is behind it; null where the map shines through. */
  readonly ground: string | null;
  readonly opacity: number;
}

export interface Looks {
  /** The ids of what all is about. */
  readonly chosen: ReadonlySet<number>;
  /** The ids of what stays bright while the rest steps back; null when nothing steps back. */
  readonly bright: ReadonlySet<number> | null;
}

export class LabelLayer {
  readonly #standing = new Map<number, Standing>();
  readonly #pen = document.createElement("canvas").getContext("2d");
  readonly #widths = new Map<string, number>();
  #fonts: Readonly<Record<Tier, string>> | null = null;
  /** The view that the names were placed for one by one; as long as the scale stays they move together. */
  #placedFor: View | null = null;

  constructor(
    private readonly layer: HTMLElement,
    private readonly hrefOf: (slug: string) => string,
  ) {}

  get named(): ReadonlySet<number> {
    return new Set(this.#standing.keys());
  }

  /** What is named, the most important first. */
  get slugs(): string[] {
    return [...this.#standing.values()].map(({ label }) => label.mark).sort((one, other) => one.rank - other.rank).map((mark) => mark.slug);
  }

  /** The ids of regions whose names stand on their places. */
  get centered(): ReadonlySet<number> {
    return new Set([...this.#standing].filter(([, { label }]) => label.side === "on").map(([id]) => id));
  }

  readonly widthOf = (title: string, tier: Tier): number => {
    const key = `${tier} ${title}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      if (this.#pen) this.#pen.font = this.#fontOf(tier);
      width = this.#pen?.measureText(title).width ?? title.length * FONT_SIZES[tier] * 0.55;
      this.#widths.set(key, width);
    }
    return width;
  };

  /** After the page's letters have come. */
  forgetWidths(): void {
    this.#widths.clear();
    this.#fonts = null;
  }

  show(labels: readonly Label[], view: View): void {
    const kept = new Set(labels.map(({ mark }) => mark.id));
    for (const [id, standing] of this.#standing) if (!kept.has(id)) this.#remove(id, standing.element);
    let after: Element | null = null;
    for (const label of labels) {
      const standing: Standing = this.#standing.get(label.mark.id) ?? this.#add(label, after);
      this.#name(standing.element, label.mark);
      dress(standing.element, label);
      standing.label = label;
      after = standing.element;
    }
    this.#placedFor = null;
    this.move(view);
  }

  look({ chosen, bright }: Looks): void {
    for (const [id, { element }] of this.#standing) {
      element.classList.toggle("atlas-label--chosen", chosen.has(id));
      element.classList.toggle("atlas-label--bright", bright?.has(id) ?? false);
      element.classList.toggle("atlas-label--dim", bright !== null && !bright.has(id));
      if (chosen.has(id)) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
  }

  /** The names as they are seen from a corner of the window, read from the page's own styles. */
  namesFrom(left: number, top: number): Name[] {
    return [...this.#standing.values()].map(({ element }) => {
      const [style, at] = [getComputedStyle(element), element.getBoundingClientRect()];
      return {
        words: element.textContent ?? "",
        box: { x: at.x - left, y: at.y - top, width: at.width, height: at.height },
        font: `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`,
        ink: style.color,
        ground: element.matches(".atlas-label--chosen") ? style.backgroundColor : null,
        opacity: Number(style.opacity),
      };
    });
  }

  /** Gives the focus to a name; whether it is there. */
  focus(id: number): boolean {
    const element = this.#standing.get(id)?.element;
    element?.focus({ preventScroll: true });
    return element !== undefined;
  }

  move(view: View): void {
    const placed = this.#placedFor;
    if (placed?.scale === view.scale) {
      this.layer.style.transform = `translate(${view.x - placed.x}px, ${view.y - placed.y}px)`;
      return;
    }
    this.#placedFor = view;
    this.layer.style.transform = "";
    for (const { element, label } of this.#standing.values()) {
      const { mark, shift } = label;
      const [x, y] = [mark.x * view.scale + view.x + shift.x, mark.y * view.scale + view.y + shift.y];
      element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  }

  #add(label: Label, after: Element | null): Standing {
    const element = document.createElement("a");
    element.dir = "auto";
    this.layer.insertBefore(element, after ? after.nextSibling : this.layer.firstChild);
    const standing = { element, label };
    this.#standing.set(label.mark.id, standing);
    return standing;
  }

  /** What a concept is called may have changed since its name was put up. */
  #name(element: HTMLAnchorElement, { slug, title }: Mark): void {
    const short = shortTitle(title);
    if (element.dataset.slug === slug && element.textContent === short) return;
    element.href = this.hrefOf(slug);
    element.dataset.slug = slug;
    element.title = short === title ? "" : title;
    element.textContent = short;
  }

  #remove(id: number, element: HTMLAnchorElement): void {
    this.#standing.delete(id);
    element.classList.add("atlas-label--leaving");
    element.tabIndex = -1;
    element.setAttribute("aria-hidden", "true");
    window.setTimeout(() => element.remove(), LEAVING_MS);
  }

  #fontOf(tier: Tier): string {
    const { sans, serif } = { sans: "--sans", serif: "--serif" };
    const family = (token: string): string => getComputedStyle(this.layer).getPropertyValue(token);
    this.#fonts ??= {
      0: `450 ${FONT_SIZES[0]}px ${family(sans)}`,
      1: `600 ${FONT_SIZES[1]}px ${family(sans)}`,
      2: `600 ${FONT_SIZES[2]}px ${family(serif)}`,
      3: `600 ${FONT_SIZES[3]}px ${family(serif)}`,
    };
    return this.#fonts[tier];
  }
}

function dress(element: HTMLElement, { mark, tier, side }: Label): void {
  const looks = [...element.classList].filter((name) => /--(chosen|bright|dim)$/.test(name));
  element.className = [`atlas-label atlas-label--${tier} branch-${mark.colour}`, `atlas-label--${side}`, ...looks].join(" ");
}
