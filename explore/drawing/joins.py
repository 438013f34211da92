"""The lines of a drawn tree, for every picture that draws them."""

from collections.abc import Iterator
from dataclasses import dataclass

from explore.drawing.strokes import Curve, bow, curve
from explore.drawing.tree import Pill, Tree


@dataclass(frozen=True, slots=True)
class Join:
    """`look`: "further" from another parent than the one that a concept stands under, "top" from the map itself, or
    "inner"."""

    line: Curve
    look: str
    branch: int


def joins_of(tree: Tree) -> Iterator[Join]:
    """The lines of a tree, those first that are to lie below the others."""
    places = {pill.slug: pill for pill in tree.pills}
    for above, below in tree.further_joins:
        start, end = places[above], places[below]
        yield Join(between(tree, start, end), "further", start.branch)
    for above, below in tree.joins:
        start, end = places[above], places[below]
        yield Join(curve(start.right, end.left), "inner" if above else "top", end.branch)


def between(tree: Tree, one: Pill, other: Pill) -> Curve:
    """A line across the tree."""
    left, right = (one, other) if one.x <= other.x else (other, one)
    if left.depth == right.depth:
        return bow(left.right, right.right, beyond=tree.column_end(left.depth))
    return curve(left.right, right.left)
