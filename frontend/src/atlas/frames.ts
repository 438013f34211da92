/** The atlas drawn frame by frame, as long as something moves or fades in. */

import { prefersStillness } from "../map/motion";
import type { Sheet } from "./atlas-file";
import type { Focus } from "./focus";
import type { LabelLayer } from "./label-layer";
import type { Minimap } from "./minimap";
import type { Naming } from "./naming";
import { type Painted, Painter } from "./painter";
import type { Scenery } from "./scenery";
import { listenForTheme, readTheme, type Theme } from "./theme";
import type { Viewpoint } from "./viewpoint";

export interface Drawn {
  readonly viewpoint: Viewpoint;
  readonly scenery: Scenery;
  readonly focus: Focus;
  readonly labels: LabelLayer;
  readonly naming: Naming;
  readonly minimap: Minimap;
}

export class Frames {
  readonly #painter: Painter;
  #theme: Theme;
  #frame = 0;
  /** Whether there has been something to see. */
  hasBegun = false;

  /** `began`: called when the first picture is there; `stilled`: when nothing fades in or moves any more. */
  constructor(
    private readonly window: HTMLElement,
    canvas: HTMLCanvasElement,
    private readonly drawn: Drawn,
    private readonly began: () => void,
    private readonly stilled: () => void,
  ) {
    this.#painter = new Painter(canvas);
    this.#theme = readTheme(window);
    listenForTheme(() => {
      this.#theme = readTheme(window);
      this.next();
    });
  }

  resize(): void {
    this.#painter.resize(this.drawn.viewpoint.frame);
  }

  /** Draws in the next frame, whatever asks for it how often. */
  next(): void {
    if (this.drawn.viewpoint.isPlaced) this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  /** What is seen now, in the page's colours of now. */
  sheet(title: string): Sheet {
    const { left, top } = this.window.getBoundingClientRect();
    const painted = { ...this.#painted(true), theme: readTheme(this.window) };
    return { title, painted, names: this.drawn.labels.namesFrom(left, top) };
  }

  #draw(now: number): void {
    this.#frame = 0;
    const { viewpoint, scenery, naming, minimap } = this.drawn;
    if (!viewpoint.isFlying) scenery.want(viewpoint.view);
    const { marks } = scenery.gather();
    naming.follow(now);
    const fading = this.#painter.paint(this.#painted(prefersStillness()));
    if (scenery.root) minimap.show(scenery.root, viewpoint.view, viewpoint.frame, this.#theme);
    if (marks.size && !this.hasBegun) {
      this.hasBegun = true;
      this.began();
    }
    if (fading) this.next();
    else if (!viewpoint.isMoving) this.stilled();
  }

  #painted(still: boolean): Painted {
    const { viewpoint, scenery, focus, labels } = this.drawn;
    const [view, size] = [viewpoint.view, viewpoint.frame];
    const seen = { gathered: scenery.gathered, lit: focus.lit, named: labels.centered };
    return { ...seen, view, size, theme: this.#theme, now: performance.now(), still };
  }
}
