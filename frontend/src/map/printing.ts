/** A page of paper shows the picture whole, wherever the camera is, and in the colours of paper. */

import type { Takeable } from "./take-along";

export function listenForPrinting(place: HTMLElement, picture: Takeable): void {
  window.addEventListener("beforeprint", () => {
    const root = document.documentElement;
    root.toggleAttribute("data-on-paper", true);
    const drawing = new DOMParser().parseFromString(picture.asSvg(), "image/svg+xml").documentElement;
    root.toggleAttribute("data-on-paper", false);
    place.replaceChildren(document.importNode(drawing, true));
  });
}
