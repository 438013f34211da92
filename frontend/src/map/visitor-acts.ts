/** What a visitor clicks, ticks and sends on the map, as actions of the explorer. */

import type { ConceptField } from "../elements/concept-field";
import { tickedIn } from "../ticks";
import type { Explorer } from "./explorer";

/** `addresses`: those of the map's pages; links to them change the state in place. `act`: takes the actions of buttons. */
export function listenForActs(
  element: HTMLElement,
  explorer: Explorer,
  addresses: readonly string[],
  act: (action: string) => void,
): void {
  const isMap = ({ origin, pathname, hash }: { origin: string; pathname: string; hash: string }): boolean =>
    origin === location.origin && !hash && addresses.includes(pathname);

  element.addEventListener("click", (event) => {
    const { target } = event;
    // With a key held a link opens elsewhere, as everywhere.
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = target.closest("a");
    const toggled = target.closest<HTMLElement>("[data-toggle]")?.dataset.toggle;
    const known = target.closest<HTMLElement>("button[data-known]")?.dataset.known;
    const action = target.closest<HTMLElement>("[data-action]")?.dataset.action;
    if (toggled !== undefined) explorer.toggle(toggled);
    else if (link?.dataset.slug !== undefined) explorer.choose(link.dataset.slug);
    else if (link && isMap(link)) explorer.follow(link.search);
    else if (known !== undefined) explorer.toggleKnown(known);
    else if (target.closest("[data-root]")) explorer.home();
    else if (action !== undefined) act(action);
    // What a link would have done besides has been done in place.
    if (link && (toggled !== undefined || link.dataset.slug !== undefined || isMap(link))) event.preventDefault();
  });

  element.addEventListener("change", ({ target }) => {
    const form = target instanceof HTMLInputElement && target.name === "know" ? target.form : null;
    if (form) explorer.setKnown(tickedIn(form));
  });

  element.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method === "dialog") return;
    // Of a large map the form leads to a page that looks titles up: where both ends are known it need not.
    const ends = [...form.querySelectorAll<ConceptField>("concept-field")];
    if (!isMap(new URL(form.action)) && !(ends.length && ends.every((end) => end.isChosen))) return;
    event.preventDefault();
    const asked = new FormData(form);
    if (asked.get("path")) explorer.setKnown(tickedIn(form));
    else explorer.follow(`?${new URLSearchParams([...asked].map(([name, text]) => [name, String(text)]))}`);
  });
}
