/** The ticks of a learning path: which steps are known. The list around them is put in anew with each of them. */

/** What is ticked in a form, each once. */
export function tickedIn(form: HTMLFormElement): string[] {
  return [...new Set(new FormData(form).getAll("know").map(String).filter(Boolean))];
}

/** Replaces what is in an element; the tick that had the focus has it again, or the one that has come into its place. */
export function replaceKeepingFocus(within: Element, replace: () => void): boolean {
  const place = ticksOf(within).findIndex((tick) => tick === document.activeElement);
  const value = ticksOf(within)[place]?.value;
  replace();
  if (place < 0) return false;
  const ticks = ticksOf(within);
  const again = ticks.find((tick) => tick.value === value) ?? ticks[Math.min(place, ticks.length - 1)];
  again?.focus({ preventScroll: true });
  return again !== undefined;
}

function ticksOf(within: Element): HTMLInputElement[] {
  return [...within.querySelectorAll<HTMLInputElement>("input[type=checkbox][name=know]")];
}
