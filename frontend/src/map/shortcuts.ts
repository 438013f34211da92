/** Keys that work anywhere on the map, but not while one types, nor when the focus is elsewhere on the page. */

export function listenForKeys(element: HTMLElement, acts: Readonly<Record<string, () => void>>): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    // Within the map, or around it: a click on the picture gives the focus to what holds the map.
    if (!(target instanceof HTMLElement) || !(element.contains(target) || target.contains(element))) return;
    // A dialog and a field have keys of their own.
    if (target.closest("dialog, input:not([type=checkbox], [type=radio]), textarea, select")) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
