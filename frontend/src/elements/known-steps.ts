/**
 * Ticks on a learning path take effect at once: the form is fetched and the path on the page is replaced, so that the
 * place in the page and the focus stay. Without scripts the form has a button.
 */

import { changeKnown } from "../known";
import { replaceKeepingFocus, tickedIn } from "../ticks";

export class KnownSteps extends HTMLElement {
  #asked: AbortController | null = null;

  connectedCallback(): void {
    this.addEventListener("change", (event) => {
      const tick = event.target;
      if (!(tick instanceof HTMLInputElement) || !tick.form) return;
      this.#keep(tick);
      void this.#send(tick.form);
    });
  }

  /** The map remembers what is ticked here, and the next path begins with it. */
  #keep({ value, checked }: HTMLInputElement): void {
    if (this.dataset.map) changeKnown(this.dataset.map, checked ? { add: [value] } : { remove: [value] });
  }

  async #send(form: HTMLFormElement): Promise<void> {
    const address = addressOf(form);
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.toggleAttribute("busy", true);
    try {
      const answer = await fetch(address, { signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("known-steps");
      if (!answer.ok || !fresh) throw new Error("no path in the answer");
      this.#replace(fresh, address);
    } catch {
      if (!signal.aborted) location.assign(address);
    } finally {
      if (!signal.aborted) this.toggleAttribute("busy", false);
    }
  }

  #replace(fresh: Element, address: string): void {
    replaceKeepingFocus(this, () => this.replaceChildren(...fresh.childNodes));
    history.replaceState(null, "", address);
    this.#say();
  }

  /** The total is read out from a place that outlives the replaced path. */
  #say(): void {
    const status = document.getElementById("path-status");
    const total = this.querySelector("[data-total]");
    if (status && total) status.textContent = total.textContent?.replace(/\s+/g, " ").trim() ?? "";
  }
}

/** The address of the page that the form asks for, in its short form: `?know=one,two`. */
export function addressOf(form: HTMLFormElement): string {
  const known = tickedIn(form);
  const address = new URL(form.action, location.href);
  address.search = known.length ? `?know=${known.map(encodeURIComponent).join(",")}` : "";
  return address.pathname + address.search;
}

customElements.define("known-steps", KnownSteps);
