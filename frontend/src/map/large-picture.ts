/** What a picture must offer that shows a map too large to be drawn at once, in place of the tree. */

import type { Takeable } from "./take-along";
import type { View } from "./state";

export interface LargePicture extends Takeable {
  /** Shows what the explorer's state says. */
  show(): void;
  /** Goes to where the state says one looked, else to what it is about. */
  look(glide: boolean): void;
  fit(): void;
  zoomBy(factor: number): void;
  /** Gives way to another view of the same, or takes its place. */
  turn(view: View): void;
}
