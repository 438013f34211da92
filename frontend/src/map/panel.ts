/**
 * What stands beside the picture: the server's own panel for each state, fetched as a fragment.
 *
 * A request that fails leaves on the page what is there, says so, and offers to try again.
 */

import { replaceKeepingFocus } from "../ticks";
import type { Way } from "./emphasis";
import { actButton } from "./notice";
import type { MapState } from "./state";

const BUSY_AFTER_MS = 150;
/** No query of a state. */
const DIFFERENT = "different";
const MOST_KEPT = 40;

export class Panel {
  readonly #kept = new Map<string, string>();
  #asked: AbortController | null = null;
  #query: string;
  /** What could not be shown, until something is asked for again. */
  #failed: string | null = null;

  /** `query`: that of the state which the page has come with. */
  constructor(
    private readonly place: HTMLElement,
    private readonly address: string,
    query: string,
    private readonly changed: () => void,
  ) {
    // Where server and script read an address differently the panel of the script's state is fetched.
    this.#query = subjectOf(this.element) === subjectIn(query) ? query : DIFFERENT;
    if (this.element && this.#query === query) this.#kept.set(query, this.element.outerHTML);
    window.addEventListener("online", () => {
      if (this.#failed !== null) void this.show(this.#failed);
    });
  }

  /** The panel that is shown. */
  get element(): HTMLElement | null {
    return this.place.querySelector("[data-panel]");
  }

  /** Shows the panel of a state; does nothing if it is there. */
  async show(query: string): Promise<void> {
    if (query === this.#query) return;
    this.#query = query;
    this.#failed = null;
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const busy = window.setTimeout(() => this.place.setAttribute("aria-busy", "true"), BUSY_AFTER_MS);
    try {
      const html = this.#kept.get(query) ?? (await this.#fetch(query, signal));
      if (signal.aborted) return;
      this.#put(html);
      this.#keep(query, html);
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
    return answer.text();
  }

  /** Only what could be shown: anything else is to be asked for again. */
  #keep(query: string, html: string): void {
    this.#kept.set(query, html);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  #put(html: string): void {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-panel]");
    if (!fresh) throw new Error("no panel was answered");
    const same = subjectOf(fresh) === subjectOf(this.element);
    const focused = this.place.contains(document.activeElement);
    const ticked = replaceKeepingFocus(this.place, () => this.place.replaceChildren(fresh));
    if (!same) for (let box: HTMLElement | null = this.place; box && box !== document.body; box = box.parentElement) box.scrollTop = 0;
    if (focused && !ticked) focusTitle(fresh);
    this.changed();
  }

  #fail(query: string): void {
    // Asked for again, it must not be taken for what is shown.
    this.#query = DIFFERENT;
    this.#failed = query;
    const notice = document.createElement("p");
    notice.className = "notice notice--fault";
    notice.dataset.fault = "";
    notice.setAttribute("role", "alert");
    const again = actButton("Try again", () => void this.show(query));
    notice.append("This could not be loaded. Is there a connection? ", again);
    const before = this.place.querySelector("[data-fault]");
    const focused = before?.contains(document.activeElement);
    before?.remove();
    this.place.prepend(notice);
    notice.scrollIntoView?.({ block: "nearest" });
    if (focused) again.focus({ preventScroll: true });
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

/** What a panel is about, known steps left aside. */
function subjectOf(panel: HTMLElement | null): string {
  const { concept, path, from, to } = panel?.dataset ?? {};
  return [concept, path, from, to].map((slug) => slug ?? "").join(" ");
}

function subjectIn(query: string): string {
  const asked = new URLSearchParams(query);
  return ["concept", "path", "from", "to"].map((name) => asked.get(name) ?? "").join(" ");
}

/** Whoever has followed a link with the keyboard goes on from what it has brought. */
function focusTitle(panel: HTMLElement): void {
  const title = panel.querySelector<HTMLElement>("h2");
  title?.setAttribute("tabindex", "-1");
  title?.focus({ preventScroll: true });
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
