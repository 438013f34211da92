/**
 * What stands beside the picture: the server's own panel for each state, fetched as a fragment.
 *
 * A request that fails leaves on the page what is there, says so, and offers to try again.
 */

import type { Way } from "./emphasis";
import { tryAgainButton } from "./notice";
import type { MapState } from "./state";

const BUSY_AFTER_MS = 150;
const MOST_KEPT = 40;

export class Panel {
  readonly #kept = new Map<string, string>();
  #asked: AbortController | null = null;
  #query: string;

  constructor(
    private readonly place: HTMLElement,
    private readonly address: string,
    query: string,
    private readonly changed: () => void,
  ) {
    this.#query = query;
  }

  /** The panel that is shown. */
  get element(): HTMLElement | null {
    return this.place.querySelector("[data-panel]");
  }

  /** Shows the panel of a state; does nothing if it is there. */
  async show(query: string): Promise<void> {
    if (query === this.#query) return;
    this.#query = query;
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const busy = window.setTimeout(() => this.place.setAttribute("aria-busy", "true"), BUSY_AFTER_MS);
    try {
      const html = this.#kept.get(query) ?? (await this.#fetch(query, signal));
      if (!signal.aborted) this.#put(html);
    } catch {
      if (!signal.aborted) this.#fail(query);
    } finally {
      window.clearTimeout(busy);
      if (!signal.aborted) this.place.removeAttribute("aria-busy");
    }
  }

  async #fetch(query: string, signal: AbortSignal): Promise<string> {
    const answer = await fetch(this.address + query, { signal });
    if (!answer.ok) throw new Error(`the panel was answered with ${answer.status}`);
    const html = await answer.text();
    this.#kept.set(query, html);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return html;
  }

  #put(html: string): void {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-panel]");
    if (!fresh) throw new Error("there is no panel in the answer");
    const ticked = focusedTick(this.place);
    this.place.replaceChildren(fresh);
    this.place.scrollTop = 0;
    if (ticked !== null) focusTick(this.place, ticked);
    this.changed();
  }

  #fail(query: string): void {
    // Asked for again, it must not be taken for what is shown.
    this.#query = "failed";
    const notice = document.createElement("p");
    notice.className = "notice notice--fault";
    notice.dataset.fault = "";
    notice.setAttribute("role", "alert");
    const again = tryAgainButton(() => void this.show(query));
    notice.append("This could not be loaded. Is there a connection? ", again);
    this.place.querySelector("[data-fault]")?.remove();
    this.place.prepend(notice);
  }
}

/** The part of an address that the panel depends on. */
export function panelQuery(state: MapState): string {
  const pairs: [string, string | null][] = state.path
    ? [["path", state.path], ["know", state.known.join(",")]]
    : state.from
      ? [["from", state.from], ["to", state.to]]
      : [["concept", state.concept]];
  const query = new URLSearchParams(pairs.filter((pair): pair is [string, string] => Boolean(pair[1])));
  return query.size ? `?${query}` : "";
}

/** The learning path or the routes that a panel lists; null when it lists none. */
export function wayOf(panel: HTMLElement | null): Way | null {
  const kind = panel?.dataset.panel;
  if (!panel || (kind !== "path" && kind !== "connection")) return null;
  const steps = (within: Element): string[] =>
    [...within.querySelectorAll<HTMLElement>("[data-step]")].map((step) => step.dataset.step ?? "");
  const routes = kind === "path" ? [panel] : [...panel.querySelectorAll("[data-route]")];
  return routes.length ? { kind, routes: routes.map(steps) } : null;
}

/** What is ticked in the form of a panel. */
export function tickedIn(form: HTMLFormElement): string[] {
  return [...new Set(new FormData(form).getAll("know").map(String).filter(Boolean))];
}

/** The tick that has the focus, and its place among all: the list around it changes, and it may move or go. */
export function focusedTick(within: Element): { value: string; place: number } | null {
  const ticks = [...within.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const place = ticks.findIndex((tick) => tick === document.activeElement);
  return place < 0 ? null : { value: ticks[place]?.value ?? "", place };
}

export function focusTick(within: Element, { value, place }: { value: string; place: number }): void {
  const ticks = [...within.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const again = ticks.find((tick) => tick.value === value) ?? ticks[Math.min(place, ticks.length - 1)];
  again?.focus({ preventScroll: true });
}
