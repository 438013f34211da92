/** What a picture must offer that shows a map too large to be drawn at once, in place of the tree. */

export interface LargePicture {
  /** Shows what the explorer's state says. */
  show(): void;
  /** Goes to where the state says one looked, else to what it is about. */
  look(glide: boolean): void;
  fit(): void;
  zoomBy(factor: number): void;
}
