/** On a narrow screen the panel is a sheet at the lower edge: a line, half, or nearly all of the screen. */

export type SheetHeight = "low" | "half" | "full";

const HEIGHTS: readonly SheetHeight[] = ["low", "half", "full"];
const SWIPE_PIXELS = 24;

export class Sheet {
  /** `resized`: what the sheet covers of the picture has changed. */
  constructor(
    private readonly explorer: HTMLElement,
    private readonly sheet: HTMLElement,
    private readonly handle: HTMLButtonElement,
    resized: () => void,
  ) {
    new ResizeObserver(resized).observe(sheet);
    handle.addEventListener("click", () => this.set(this.height === "full" ? "low" : this.#next(1)));
    this.#listenForSwipes();
  }

  get height(): SheetHeight {
    return (this.explorer.dataset.sheet as SheetHeight | undefined) ?? "low";
  }

  set(height: SheetHeight): void {
    this.explorer.dataset.sheet = height;
    this.handle.setAttribute("aria-expanded", String(height !== "low"));
    const words = height === "low" ? "Show more" : height === "half" ? "Show all" : "Show less";
    this.handle.setAttribute("aria-label", words);
  }

  /** How much of the window's lower edge it covers, in pixels; nothing where it stands beside the picture. */
  covers(): number {
    return getComputedStyle(this.sheet).position === "absolute" ? this.sheet.offsetHeight : 0;
  }

  #next(step: 1 | -1): SheetHeight {
    return HEIGHTS[HEIGHTS.indexOf(this.height) + step] ?? this.height;
  }

  #listenForSwipes(): void {
    // Null while nothing is pressed here: what was pressed elsewhere can be let go over the handle.
    let began: number | null = null;
    this.handle.addEventListener("pointerdown", (event) => {
      began = event.clientY;
      this.handle.setPointerCapture(event.pointerId);
    });
    this.handle.addEventListener("pointercancel", () => (began = null));
    this.handle.addEventListener("pointerup", (event) => {
      const way = event.clientY - (began ?? event.clientY);
      began = null;
      if (Math.abs(way) < SWIPE_PIXELS) return;
      this.set(this.#next(way < 0 ? 1 : -1));
      // A swipe by mouse ends with a click, which would set it once more; one by touch does not.
      const swallow = (click: Event): void => click.stopImmediatePropagation();
      this.handle.addEventListener("click", swallow, { capture: true });
      window.setTimeout(() => this.handle.removeEventListener("click", swallow, { capture: true }));
    });
  }
}
