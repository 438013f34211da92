"""The drawn map of a page: a tree whose concepts are links, and the links of a chosen concept over it.

It is for eyes and pointers. The outline beside it says the same to keyboards and screen readers, so the drawing stays
out of their way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.contexts import ConceptPage, MapPage
from explore.drawing.strokes import bow, box, curve, lettering, number, path
from explore.drawing.tree import Pill, Tree, tree_of


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
    parts = [*_branches(tree), *_crossings(tree, page.chosen), *_pills(tree, page.chosen, near, stay)]
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


def _branches(tree: Tree) -> Iterator[str]:
    places = {pill.slug: pill for pill in tree.pills}
    for above, below in tree.further_joins:
        start, end = places[above], places[below]
        yield path(_between(tree, start, end), f"join join--further branch-{start.branch}")
    for above, below in tree.joins:
        start, end = places[above], places[below]
        depth = "join" if above else "join--top"
        yield path(curve(start.right, end.left), f"{depth} branch-{end.branch}")


def _crossings(tree: Tree, chosen: ConceptPage | None) -> Iterator[str]:
    """Prerequisite and related links of the chosen concept, over the tree."""
    places = {pill.slug: pill for pill in tree.pills}
    if chosen is None or chosen.slug not in places:
        return
    here = places[chosen.slug]
    for group in (chosen.prerequisites, chosen.leads_to, chosen.related):
        for link in group:
            if link.slug in places:
                yield path(_between(tree, here, places[link.slug]), f"crossing crossing--{link.kind}")


def _between(tree: Tree, one: Pill, other: Pill) -> str:
    left, right = (one, other) if one.x <= other.x else (other, one)
    if left.depth == right.depth:
        return bow(left.right, right.right, beyond=tree.column_end(left.depth))
    return curve(left.right, right.left)


def _pills(tree: Tree, chosen: ConceptPage | None, near: dict[str, str], stay: str) -> Iterator[str]:
    root, *others = tree.pills
    yield (
        f'<g class="map-drawing__root">{box(root.x, root.y, root.width, root.height, 14)}'
        f"{lettering(root.lines, root.x + root.width / 2, root.y + root.height / 2, 23)}</g>"
    )
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
            f"{box(pill.x, pill.y, pill.width, pill.height, 10)}"
            f"{lettering(pill.lines, pill.x + 12, pill.y + pill.height / 2, 18)}</a>"
        )
