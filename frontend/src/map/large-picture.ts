/** What a picture must offer that shows a map too large to be drawn at once, in place of the tree. */

import type { Way } from "./emphasis";
import type { Explorer } from "./explorer";
import type { Notice } from "./notice";
import type { MapState } from "./state";

export interface LargeScene {
  readonly state: MapState;
  /** The path or the connection that the panel lists, once it does. */
  readonly way: Way | null;
}

/** The page that such a picture is part of. */
export interface LargeHost {
  readonly explorer: Explorer;
  readonly notice: Notice;
  /** The address of a concept chosen on the map. */
  readonly hrefOf: (slug: string) => string;
  /** The wheel was left to the page around. */
  readonly passed: () => void;
  /** Shows the first picture anew, as a tree where there is no other. */
  readonly begin: () => void;
}

export interface LargePicture {
  show(scene: LargeScene): void;
  /** Goes to where the state says one looked, else to what it is about. */
  look(glide: boolean): void;
  fit(): void;
  zoomBy(factor: number): void;
  setEdges(top: number, bottom: number): void;
  /** Gives the focus to what is chosen, as soon as it is named. */
  focusChosen(): void;
}
