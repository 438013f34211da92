"""Where the concepts of a map stand when it is drawn as a tree from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

from explore.contexts import OutlineEntry
from explore.drawing.lettering import breakable, text_width, wrapped

LETTER_SIZE = 14.5
TITLE_SIZE = 18.0
MOST_DRAWN = 60

PADDING = 12.0
LINE_HEIGHT = 18.0
TITLE_LINE_HEIGHT = 23.0
_TEXT_ROOM, _TITLE_ROOM = 172.0, 164.0
# On a page there is room for so many lines of a title; the whole of it is in the outline beside it.
_LINES, _TITLE_LINES = 2, 3
_COLUMN_GAP = 48.0
_ROW_GAP = 10.0
_FAMILY_GAP = 12.0
_MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Pill:
    """A concept's place. `more`: how many of its children the drawing leaves out; slug "" is the map itself."""

    slug: str
    title: str
    summary: str
    lines: tuple[str, ...]
    depth: int
    branch: int
    x: float
    y: float
    width: float
    height: float
    more: int = 0

    @property
    def left(self) -> tuple[float, float]:
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> tuple[float, float]:
        return self.x + self.width, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Tree:
    """`pills` parents before children, the map first; `joins` are pairs of slugs, parent and child.

    `further_joins` lead to concepts from their other parents, across the tree.
    """

    pills: tuple[Pill, ...]
    joins: tuple[tuple[str, str], ...]
    further_joins: tuple[tuple[str, str], ...]
    width: float
    height: float

    def column_end(self, depth: int) -> float:
        """How far to the right the pills of a column reach."""
        return max(pill.x + pill.width for pill in self.pills if pill.depth == depth)


@dataclass(slots=True)
class _Stem:
    """An entry on its way to a pill."""

    slug: str
    title: str
    summary: str
    depth: int
    branch: int
    lines: tuple[str, ...]
    width: float
    height: float
    more: int
    shoots: list["_Stem"]
    middle: float = 0.0


def tree_of(
    title: str, outline: Sequence[OutlineEntry], *, most: int = MOST_DRAWN, whole_titles: bool = False
) -> Tree:
    """The tree of an outline: top levels first, a family whole or not at all, at most `most` concepts.

    A concept under several parents stands under the first; a further join leads to it from each other one. With
    `whole_titles` no title is cut, however many lines it takes.
    """
    shown = _shown(outline, most)
    root = _root(title, shown, len(outline), whole=whole_titles)
    _place(root, _MARGIN)
    stems = _flat(root)
    columns = _columns(stems)
    pills = tuple(_pill(stem, columns[stem.depth]) for stem in stems)
    joins = _joins(root)
    return Tree(
        pills=pills,
        joins=tuple(joins),
        further_joins=tuple(_further_joins(outline, {stem.slug for stem in stems}, joins)),
        width=max(pill.x + pill.width for pill in pills) + _MARGIN,
        height=max(pill.y + pill.height for pill in pills) + _MARGIN,
    )


def _shown(outline: Sequence[OutlineEntry], most: int) -> dict[str, list[OutlineEntry]]:
    """The children drawn under each slug; "" holds the top ones."""
    tops = list(outline[:most])
    families = {"": tops}
    room = most - len(tops)
    level = tops
    while level:
        below: list[OutlineEntry] = []
        for entry in level:
            children = [child for child in entry.children if not child.repeated]
            if len(children) <= room:
                families[entry.slug] = children
                below.extend(children)
                room -= len(children)
        level = below
    return families


def _root(title: str, families: dict[str, list[OutlineEntry]], tops: int, *, whole: bool) -> _Stem:
    lines = _lines(title, TITLE_SIZE, _TITLE_ROOM, most=_TITLE_LINES, whole=whole)
    shoots = [_stem(entry, families, whole=whole) for entry in families[""]]
    width = max(text_width(line, TITLE_SIZE) for line in lines) + 3 * PADDING
    height = len(lines) * TITLE_LINE_HEIGHT + 2 * PADDING
    return _Stem("", title, "", -1, 0, lines, width, height, tops - len(shoots), shoots)


def _stem(entry: OutlineEntry, families: dict[str, list[OutlineEntry]], *, whole: bool) -> _Stem:
    shoots = [_stem(child, families, whole=whole) for child in families.get(entry.slug, ())]
    drawn = entry.slug in families
    more = entry.hidden + (0 if drawn else sum(not child.repeated for child in entry.children))
    words = f"{entry.title} +{more}" if more else entry.title
    lines = _lines(words, LETTER_SIZE, _TEXT_ROOM, most=_LINES, whole=whole)
    width = max(text_width(line, LETTER_SIZE) for line in lines) + 2 * PADDING
    padding = 16 if entry.depth == 0 else 12
    height = len(lines) * LINE_HEIGHT + padding
    return _Stem(
        entry.slug, entry.title, entry.summary, entry.depth, entry.branch, lines, width, height, more, shoots
    )


def _lines(text: str, size: float, room: float, *, most: int, whole: bool) -> tuple[str, ...]:
    if whole:
        text, most = breakable(text, size, room), len(text)
    return wrapped(text, size, room, lines=most) or ("",)


def _place(stem: _Stem, top: float) -> float:
    """Give the stem and all below it their middles; returns where the next one may begin."""
    start = top
    for shoot in stem.shoots:
        top = _place(shoot, top) + _ROW_GAP
        if shoot.shoots:
            top += _FAMILY_GAP
    if not stem.shoots:
        stem.middle = top + stem.height / 2
        return top + stem.height
    top -= _ROW_GAP + (_FAMILY_GAP if stem.shoots[-1].shoots else 0)
    stem.middle = (stem.shoots[0].middle + stem.shoots[-1].middle) / 2
    # A tall parent of one short child reaches beyond it: push the family down rather than into its neighbour.
    overhang = start - (stem.middle - stem.height / 2)
    if overhang > 0:
        _lower(stem, overhang)
        top += overhang
    return max(top, stem.middle + stem.height / 2)


def _lower(stem: _Stem, by: float) -> None:
    for each in _flat(stem):
        each.middle += by


def _flat(stem: _Stem) -> list[_Stem]:
    return [stem, *(each for shoot in stem.shoots for each in _flat(shoot))]


def _columns(stems: Sequence[_Stem]) -> dict[int, float]:
    columns: dict[int, float] = {}
    x = _MARGIN
    for depth in sorted({stem.depth for stem in stems}):
        columns[depth] = x
        x += max(stem.width for stem in stems if stem.depth == depth) + _COLUMN_GAP
    return columns


def _pill(stem: _Stem, x: float) -> Pill:
    return Pill(
        slug=stem.slug,
        title=stem.title,
        summary=stem.summary,
        lines=stem.lines,
        depth=stem.depth,
        branch=stem.branch,
        x=round(x, 1),
        y=round(stem.middle - stem.height / 2, 1),
        width=round(stem.width, 1),
        height=round(stem.height, 1),
        more=stem.more,
    )


def _joins(stem: _Stem) -> list[tuple[str, str]]:
    own = [(stem.slug, shoot.slug) for shoot in stem.shoots]
    return own + [join for shoot in stem.shoots for join in _joins(shoot)]


def _further_joins(
    entries: Sequence[OutlineEntry], drawn: set[str], joins: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in entries:
        pairs = [(entry.slug, child.slug) for child in entry.children if child.repeated]
        found.extend(pair for pair in pairs if drawn.issuperset(pair) and pair not in joins)
        found.extend(_further_joins(entry.children, drawn, joins))
    return found
