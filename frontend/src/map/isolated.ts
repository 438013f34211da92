/** Words in a direction of their own: numbers, arrows and other words beside them keep theirs. */
export function isolated(words: string): HTMLElement {
  const element = document.createElement("bdi");
  element.textContent = words;
  return element;
}
