"""The drawn map of a page: a tree whose concepts are links, and the links of a chosen concept over it.

It is for eyes and pointers. The outline beside it says the same to keyboards and screen readers, so the drawing stays
out of their way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.contexts import ConceptPage
from explore.drawing.joins import between
from explore.drawing.shapes import branches, pill_shape, root_shape
from explore.drawing.strokes import number, path
from explore.drawing.tree import Tree, tree_of
from explore.map_contexts import MapPage


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """`left_out`: how many concepts of the map the drawing does not show."""

    svg: SafeString
    left_out: int


def draw_map(page: MapPage, *, stay: str = "") -> MapDrawing:
    """The drawing of a map, at most 60 concepts of it.

    `stay`: an attribute for its links, where a page sends others elsewhere.
    """
    tree = tree_of(page.card.title, page.outline)
    near = _near(page.chosen) if page.chosen else {}
    parts = [*branches(tree), *_crossings(tree, page.chosen), *_pills(tree, page.chosen, near, stay)]
    chosen = " map-drawing--chosen" if page.chosen else ""
    size = f"0 0 {number(tree.width)} {number(tree.height)}"
    svg = (
        f'<svg class="map-drawing{chosen}" viewBox="{size}" width="{number(tree.width)}"'
        f' height="{number(tree.height)}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
    # Every text in it has gone through `escape`.
    return MapDrawing(SafeString(svg), page.card.concept_count - (len(tree.pills) - 1))  # nosec B703


def _near(chosen: ConceptPage) -> dict[str, str]:
    """The concepts one link away from the chosen one."""
    groups = (chosen.parents, chosen.children, chosen.prerequisites, chosen.leads_to, chosen.related)
    return {link.slug: link.kind for group in groups for link in group}


def _crossings(tree: Tree, chosen: ConceptPage | None) -> Iterator[str]:
    """Prerequisite and related links of the chosen concept, over the tree."""
    places = {pill.slug: pill for pill in tree.pills}
    if chosen is None or chosen.slug not in places:
        return
    here = places[chosen.slug]
    for group in (chosen.prerequisites, chosen.leads_to, chosen.related):
        for link in group:
            if link.slug in places:
                yield path(between(tree, here, places[link.slug]), f"crossing crossing--{link.kind}")


def _pills(tree: Tree, chosen: ConceptPage | None, near: dict[str, str], stay: str) -> Iterator[str]:
    root, *others = tree.pills
    yield f'<g class="map-drawing__root">{root_shape(root)}</g>'
    for pill in others:
        classes = f"pill branch-{pill.branch}"
        if pill.depth == 0:
            classes += " pill--top"
        if chosen and pill.slug == chosen.slug:
            classes += " pill--chosen"
        elif pill.slug in near:
            classes += " pill--near"
        yield (
            f'<a class="{classes}" href="?concept={escape(pill.slug)}" tabindex="-1"{stay}>'
            f"<title>{escape(pill.summary or pill.title)}</title>"
            f"{pill_shape(pill)}</a>"
        )
