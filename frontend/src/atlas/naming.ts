/** When the names on the map are placed, and which: now and then while one moves, and whenever something else is there. */

import type { Box, Point } from "../map/boxes";
import type { Focus } from "./focus";
import type { LabelLayer } from "./label-layer";
import { labelsOf } from "./labels";
import { shiftsOf } from "./numbers";
import type { Scenery } from "./scenery";
import type { Area, Mark } from "./tile";
import type { Viewpoint } from "./viewpoint";

const LABEL_MS = 140;
const NOBODY: ReadonlySet<number> = new Set();
const UNMOVED: ReadonlyMap<number, Point> = new Map();

export class Naming {
  /** What lies over the map, in pixels of the window: no name is put beneath it. */
  taken: readonly Box[] = [];
  /** Whether names stay with those that have them: until somebody moves, the same address shows the same names. */
  isMoved = false;
  #placedAt = 0;
  #wantsFocus = false;

  constructor(
    private readonly layer: LabelLayer,
    private readonly viewpoint: Viewpoint,
    private readonly scenery: Scenery,
    private readonly focus: Focus,
  ) {}

  /** What is named on the map, the most important first. */
  get slugs(): string[] {
    return this.layer.slugs;
  }

  /** In a frame: the names move with the map, and are placed anew when that is due. */
  follow(now: number): void {
    if (now - this.#placedAt > LABEL_MS) this.place(now);
    else this.layer.move(this.viewpoint.view);
  }

  /** In the next frame, since there is something else to name. */
  soon(): void {
    this.#placedAt = 0;
  }

  /** After the page's letters have come. */
  remeasure(): void {
    this.layer.forgetWidths();
    this.place();
  }

  /** The name of what all is about gets the keyboard's focus once it is there. */
  awaitFocus(): void {
    this.#wantsFocus = true;
  }

  place(now = performance.now()): void {
    this.#placedAt = now;
    const { view, frame, isFlying } = this.viewpoint;
    const { lit } = this.focus;
    const { marks, areas } = this.#candidates();
    const chosen = new Set(lit?.ends.map((mark) => mark.id));
    const named = this.isMoved ? this.layer.named : NOBODY;
    const { widthOf } = this.layer;
    const lighting = { first: lit?.ids ?? NOBODY, chosen, shifts: lit ? shiftsOf(lit, view.scale) : UNMOVED };
    const labelling = { view, size: frame, areas, ...lighting, named, taken: this.taken, widthOf };
    this.layer.show(labelsOf(marks, labelling), view);
    this.layer.look({ chosen, bright: lit?.ids ?? null });
    const [end] = chosen;
    if (this.#wantsFocus && end !== undefined && !isFlying) this.#wantsFocus = !this.layer.focus(end);
  }

  #candidates(): { marks: Iterable<Mark>; areas: ReadonlyMap<number, Area> } {
    const { gathered } = this.scenery;
    const marks = new Map<number, Mark>([...gathered.marks].map(([id, { thing }]) => [id, thing]));
    for (const mark of this.focus.lit?.marks ?? []) if (!marks.has(mark.id)) marks.set(mark.id, mark);
    return { marks: marks.values(), areas: new Map([...gathered.areas].map(([id, { thing }]) => [id, thing])) };
  }
}
