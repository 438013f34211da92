/** The controls over the picture: levels, kinds of links, radius, view, zoom. Their markup comes from the server. */

import { deepestLevel, type LinkKind } from "./concepts";
import type { Explorer } from "./explorer";
import { boundsOf } from "./layout";
import type { Picture } from "./picture";
import { levelOf, type MapState, openLevels, toggleKind, type View, VIEWS } from "./state";

const ZOOM_STEP = 1.4;

export class Controls {
  readonly #levels: HTMLSelectElement | null;

  constructor(
    private readonly element: HTMLElement,
    private readonly explorer: Explorer,
    private readonly picture: Picture,
  ) {
    this.#levels = element.querySelector("select[data-levels]");
    this.#fillLevels();
    element.addEventListener("change", (event) => this.#changed(event.target));
  }

  /** Shows a state on the controls. */
  show(state: MapState): void {
    for (const box of this.element.querySelectorAll<HTMLInputElement>("[data-kind]")) {
      box.checked = state.kinds.has(box.dataset.kind as LinkKind);
    }
    for (const radio of this.element.querySelectorAll<HTMLInputElement>("[data-radius]")) {
      radio.checked = Number(radio.value) === state.radius;
    }
    for (const view of VIEWS) {
      this.element.querySelector(`[data-action=${view}]`)?.setAttribute("aria-pressed", String(view === state.view));
    }
    if (this.#levels) this.#levels.value = String(levelOf(this.explorer.map, state.open) ?? "");
  }

  fit({ legible }: { legible: boolean } = { legible: false }): void {
    if (this.explorer.isAtlas) return this.explorer.atlas?.fit();
    const least = legible ? this.picture.legibleScale : undefined;
    this.picture.stage.fit(boundsOf(this.picture.boxes), { least, glide: true });
  }

  zoom(direction: 1 | -1): void {
    (this.explorer.isAtlas ? this.explorer.atlas : this.picture.stage)?.zoomBy(ZOOM_STEP ** direction);
  }

  #changed(control: EventTarget | null): void {
    const { explorer } = this;
    if (control === this.#levels && this.#levels?.value) {
      explorer.go(openLevels(explorer.map, explorer.state, Number(this.#levels.value)));
      this.fit();
    } else if (control instanceof HTMLInputElement && control.dataset.kind) {
      explorer.go(toggleKind(explorer.state, control.dataset.kind as LinkKind));
    } else if (control instanceof HTMLInputElement && control.dataset.radius !== undefined) {
      explorer.go({ ...explorer.state, radius: Number(control.value) });
    }
  }

  /** Does what a button says. */
  act(action: string): void {
    const { explorer } = this;
    const view = VIEWS.find((each) => each === action);
    if (view) return this.#setView(view);
    switch (action) {
      case "open-all":
        return void this.#openAll();
      case "close-all":
        explorer.closeAll();
        return this.fit({ legible: true });
      case "fit":
        return this.fit();
      case "zoom-in":
        return this.zoom(1);
      case "zoom-out":
        return this.zoom(-1);
      case "tools":
        return this.#toggleTools();
    }
  }

  async #openAll(): Promise<void> {
    const { explorer } = this;
    const opened = explorer.openAll();
    const { open } = explorer.state;
    await opened;
    // Who has closed some of it meanwhile is not told of what was open.
    if (explorer.state.open !== open) return;
    this.#sayWhatIsLeft();
    this.fit({ legible: this.picture.style === "indented" });
  }

  #sayWhatIsLeft(): void {
    const [shown, { total }] = [this.picture.shown.length, this.explorer.map];
    if (shown >= total) return;
    const [some, all] = [shown.toLocaleString("en"), total.toLocaleString("en")];
    this.explorer.sayShown(`${some} of ${all} concepts are shown. Open the others one by one, or search.`);
  }

  #setView(view: View): void {
    const { explorer } = this;
    if (view === explorer.state.view) return;
    if (explorer.atlas) explorer.atlas.turn(view);
    else explorer.go({ ...explorer.state, view });
  }

  #toggleTools(): void {
    const open = this.element.toggleAttribute("data-tools-open");
    this.element.querySelector("[data-action=tools]")?.setAttribute("aria-expanded", String(open));
  }

  #fillLevels(): void {
    const deepest = deepestLevel(this.explorer.map);
    for (let level = 1; level <= deepest; level++) {
      this.#levels?.add(new Option(level === 1 ? "1 level" : `${level} levels`, String(level)));
    }
    const field = this.#levels?.closest<HTMLElement>("[data-levels-field]");
    if (field) field.hidden = deepest < 2;
  }
}
