/** Where the camera goes when something is chosen, opened or lit. */

import { around } from "./boxes";
import type { Picture } from "./picture";

const MARGIN = 48;

export class Lookout {
  constructor(private readonly picture: Picture) {}

  /** Brings these into sight; the first alone where all have no room. `whole`: smaller instead, as far as they can be read. */
  at(slugs: readonly string[], { whole, glide }: { whole: boolean; glide: boolean }): void {
    const { stage, legibleScale } = this.picture;
    const boxes = slugs.flatMap((slug) => this.picture.boxOf(slug) ?? []);
    const [all, first] = [around(boxes), boxes[0]];
    if (!all || !first) return;
    const { frame, aim } = stage;
    const room = frame.height - frame.top - frame.bottom - MARGIN;
    const fits = all.width * aim.scale < frame.width - MARGIN && all.height * aim.scale < room;
    if (!fits && whole) stage.fit(all, { least: legibleScale, glide });
    else stage.reveal(fits ? all : first, glide);
  }

  center(slug: string): void {
    const box = this.picture.boxOf(slug);
    if (box) this.picture.stage.center(box);
  }
}
