"""Where on the screen things are: found by what can be seen and hit there, as a person would."""

from playwright.sync_api import Page

from benchmarks.map.contract import PICTURE, toggle_of
from script.steps.words import Refused

_FREE = """([picture]) => {
  const box = document.querySelector(picture).getBoundingClientRect();
  const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
  const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const found = [];
  for (let across = left + 8; across < right; across += 12) {
    for (let down = top + 8; down < bottom; down += 12) {
      const hit = document.elementFromPoint(across, down);
      const taken = hit?.closest("a, button, input, select, summary, label, [role=treeitem], [data-toggle]");
      if (hit?.closest(picture) && !taken) found.push([across, down, Math.hypot(across - x, down - y)]);
    }
  }
  return found.sort((a, b) => a[2] - b[2])[0]?.slice(0, 2);
}"""
_TITLES = """([picture, titles]) => {
  const wanted = new Set(titles);
  const found = [];
  for (const element of document.querySelector(picture).querySelectorAll("*")) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const title = texts.map((node) => node.data).join("").trim();
    if (!wanted.has(title) || !element.checkVisibility()) continue;
    const { left, top, width, height } = element.getBoundingClientRect();
    if (!width || !height) continue;
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    found.push([title, x, y, hit !== null && (element.contains(hit) || hit.contains(element))]);
  }
  return found;
}"""
_HIT = """([picture, selectors]) => selectors.flatMap((selector) => {
  const element = document.querySelector(picture).querySelector(selector);
  if (!element) return [];
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  return width && element.contains(document.elementFromPoint(x, y)) ? [selector] : [];
})"""

Point = tuple[float, float]


def free_place(page: Page) -> Point:
    """A place of the picture, as near to its middle as can be, where there is nothing to press. Raises Refused."""
    found = page.evaluate(_FREE, [PICTURE])
    if found is None:
        raise Refused(f"{page.url} has no free place to pull its picture by.")
    return found[0], found[1]


def titles_shown(page: Page, titles: list[str]) -> dict[str, Point]:
    """The titles that stand in the picture, also off the screen or too far away to be read, and their middles."""
    return {title: (x, y) for title, x, y, _ in page.evaluate(_TITLES, [PICTURE, titles])}


def title_to_choose(page: Page, titles: list[str]) -> Point:
    """The middle of a title that can be pressed on the screen. Raises Refused when there is none."""
    for _, x, y, hit in page.evaluate(_TITLES, [PICTURE, titles]):
        if hit:
            return x, y
    raise Refused(f"{page.url} shows no concept that could be chosen.")


def toggles_to_press(page: Page, slugs: list[str]) -> list[str]:
    """Selectors of the toggles that can be pressed on the screen. Raises Refused when there is none."""
    found: list[str] = page.evaluate(_HIT, [PICTURE, [toggle_of(slug) for slug in slugs]])
    if not found:
        raise Refused(f"{page.url} shows no {toggle_of('slug')} that could be pressed.")
    return found
