/** The concepts of the picture as elements: made when first shown, measured, marked, and kept in reading order. */

import type { Box, Size } from "./boxes";
import { between } from "./boxes";
import { ROOT, type SizeOf } from "./layout";
import { createPill, createPlace, markPill, putPlace, shiftPlace } from "./pill";
import type { Shown } from "./shown";
import type { Marks } from "./tree-item";

/** What moves from one place to another. */
export interface Move {
  readonly slug: string;
  readonly depth: number;
  readonly from: Box;
  readonly to: Box;
}

interface Measured extends Size {
  /** Whether it is less wide than the browser would make it. */
  readonly tightened: boolean;
}

interface Placed {
  readonly pill: HTMLAnchorElement;
  readonly place: HTMLElement;
}

/** A pill of at least this height, in pixels, has more than one line. */
const TWO_LINES = 48;

export class PillLayer {
  readonly #pills = new Map<string, Placed>();
  readonly #sizes = new Map<string, Measured>();

  constructor(
    private readonly tree: HTMLElement,
    private readonly root: HTMLElement,
    private readonly hrefOf: (slug: string) => string,
  ) {}

  /** The size of a concept that is here; nothing for others. */
  readonly sizeOf: SizeOf = (slug) => this.#sizes.get(slug) ?? { width: 0, height: 0 };

  pillOf(slug: string): HTMLAnchorElement | undefined {
    return this.#pills.get(slug)?.pill;
  }

  /** Those that are here and not among these. */
  others(kept: ReadonlySet<string>): string[] {
    return [...this.#pills.keys()].filter((slug) => !kept.has(slug));
  }

  /** Makes the pills that are missing, brings all into reading order, and measures the new ones. `scale`: the camera's. */
  bring(shown: readonly Shown[], scale: number): void {
    let next: Element | null = this.tree.firstElementChild;
    for (const one of shown) {
      const { place } = this.#pills.get(one.concept.slug) ?? this.#create(one);
      if (place === next) next = next.nextElementSibling;
      else this.tree.insertBefore(place, next);
    }
    this.#measure(scale);
  }

  /** Forgets the sizes, since letters or windows have changed. */
  forgetSizes(): void {
    this.#sizes.clear();
    for (const { place } of this.#pills.values()) place.style.inlineSize = "";
  }

  mark(shown: readonly Shown[], marksOf: (slug: string) => Marks): void {
    for (const one of shown) {
      const pill = this.pillOf(one.concept.slug);
      if (pill) markPill(pill, one, marksOf(one.concept.slug));
    }
  }

  put(slug: string, box: Box): void {
    const place = this.#placeOf(slug);
    if (place) putPlace(place, box);
  }

  /** Shows what moves at this share of its way; where it stands then. */
  shift({ slug, depth, from, to }: Move, share: number): Box {
    const box = share === 1 ? to : between(from, to, share);
    const place = this.#placeOf(slug);
    if (place) shiftPlace(place, box, to, depth);
    return box;
  }

  remove(slugs: readonly string[]): void {
    for (const slug of slugs) {
      this.#pills.get(slug)?.place.remove();
      this.#pills.delete(slug);
    }
  }

  #placeOf(slug: string): HTMLElement | undefined {
    return slug === ROOT ? this.root : this.#pills.get(slug)?.place;
  }

  #create(one: Shown): Placed {
    const pill = createPill(one, this.hrefOf(one.concept.slug));
    const placed = { pill, place: createPlace(pill) };
    this.#pills.set(one.concept.slug, placed);
    return placed;
  }

  /** All at once: one pass of the browser's layout. */
  #measure(scale: number): void {
    if (!this.#sizes.has(ROOT)) this.#sizes.set(ROOT, sizeOf(this.root));
    const fresh = [...this.#pills].filter(([slug]) => !this.#sizes.has(slug));
    for (const [slug, { place }] of fresh) this.#sizes.set(slug, tightSizeOf(place, scale));
    // Written after all was read, so that the browser need not lay out the pills one by one.
    for (const [slug, { place }] of fresh) {
      const size = this.#sizes.get(slug);
      if (size?.tightened) place.style.inlineSize = `${size.width}px`;
    }
  }
}

function sizeOf(element: HTMLElement): Measured {
  return { width: element.offsetWidth, height: element.offsetHeight, tightened: false };
}

/** The size of a pill. Text that is broken into lines leaves it wider than they are: that is taken off. */
function tightSizeOf(place: HTMLElement, scale: number): Measured {
  const size = sizeOf(place);
  const title = place.querySelector<HTMLElement>(".concept-pill__title");
  if (!title?.firstChild || size.height < TWO_LINES) return size;
  const text = document.createRange();
  text.selectNodeContents(title);
  const spare = title.offsetWidth - Math.ceil(text.getBoundingClientRect().width / scale) - 1;
  return spare > 0 ? { width: size.width - spare, height: size.height, tightened: true } : size;
}
