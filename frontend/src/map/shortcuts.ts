/** Keys that work anywhere on the map, but not while one types, nor when the focus is elsewhere on the page. */

export function listenForKeys(element: HTMLElement, acts: Readonly<Record<string, () => void>>): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (!(target instanceof HTMLElement) || (target !== document.body && !element.contains(target))) return;
    // A dialog and a field have keys of their own.
    if (target.closest("dialog, input:not([type=checkbox], [type=radio]), textarea, select") && event.key !== "Escape") return;
    if (target.closest("dialog")) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
