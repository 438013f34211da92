"""The parts of a drawn tree as markup, for every SVG that shows one. Looks come from classes."""

from collections.abc import Iterator

from explore.drawing.joins import joins_of
from explore.drawing.strokes import box, lettering, path
from explore.drawing.tree import LINE_HEIGHT, PADDING, TITLE_LINE_HEIGHT, Pill, Tree

ROOT_RADIUS, PILL_RADIUS = 14.0, 10.0
_CLASSES = {"further": "join join--further", "inner": "join", "top": "join--top"}


def branches(tree: Tree) -> Iterator[str]:
    """The lines of a tree."""
    for join in joins_of(tree):
        yield path(join.line, f"{_CLASSES[join.look]} branch-{join.branch}")


def root_shape(root: Pill) -> str:
    """The map itself, its title in the middle."""
    words = lettering(root.lines, root.x + root.width / 2, root.y + root.height / 2, TITLE_LINE_HEIGHT)
    return box(root.x, root.y, root.width, root.height, ROOT_RADIUS) + words


def pill_shape(pill: Pill) -> str:
    """A concept."""
    words = lettering(pill.lines, pill.x + PADDING, pill.y + pill.height / 2, LINE_HEIGHT)
    return box(pill.x, pill.y, pill.width, pill.height, PILL_RADIUS) + words
