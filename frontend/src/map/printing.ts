/** A page of paper shows the picture whole, wherever the camera is, and in the colours of paper. */

import { pictureAsSvg } from "./picture-file";
import type { Drawn } from "./picture-shapes";

export function listenForPrinting(place: HTMLElement, drawn: () => Drawn): void {
  window.addEventListener("beforeprint", () => {
    const root = document.documentElement;
    root.toggleAttribute("data-on-paper", true);
    const picture = new DOMParser().parseFromString(pictureAsSvg(drawn()), "image/svg+xml").documentElement;
    root.toggleAttribute("data-on-paper", false);
    place.replaceChildren(document.importNode(picture, true));
  });
}
