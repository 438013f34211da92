"""A whole map as one picture to take along: every level open, no title cut, in the colours of light pages.

As SVG here, as PNG in `poster_png`.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape

from explore.drawing.lettering import text_width
from explore.drawing.palette import LIGHT, mixed
from explore.drawing.shapes import branches, pill_shape, root_shape
from explore.drawing.strokes import number
from explore.drawing.tree import LETTER_SIZE, TITLE_SIZE, Tree, tree_of
from explore.map_contexts import MapPage

MOST_DRAWN = 400
MARGIN = 24.0
WORDS_SIZE = 13.0
WORDS_LEADING = 20.0
# How much of a branch's colour lines, edges and the fill of the top concepts have.
LINE_SHARE, EDGE_SHARE, FILL_SHARE = 0.7, 0.55, 0.13
# By the look of a line, in pixels.
WIDTHS = {"inner": 1.75, "top": 2.75, "further": 1.25}


@dataclass(frozen=True, slots=True)
class Poster:
    """`tree` stands `MARGIN` in from the left and the top, `words` in lines below it."""

    title: str
    tree: Tree
    words: tuple[str, ...]
    width: float
    height: float


def poster_of(page: MapPage, address: str) -> Poster:
    """The poster of a map that is found at `address`: at most 400 concepts, and how many more there are."""
    tree = tree_of(page.card.title, page.outline, most=MOST_DRAWN, whole_titles=True)
    count = page.card.concept_count
    left_out = count - (len(tree.pills) - 1)
    words = [f"{count:,} concept{'' if count == 1 else 's'} · {address}"]
    if left_out:
        words.insert(0, f"{left_out:,} deeper concept{' is' if left_out == 1 else 's are'} not drawn.")
    widest = max(text_width(line, WORDS_SIZE) for line in words)
    return Poster(
        title=page.card.title,
        tree=tree,
        words=tuple(words),
        width=max(tree.width, widest) + 2 * MARGIN,
        height=tree.height + len(words) * WORDS_LEADING + 2 * MARGIN,
    )


def words_places(poster: Poster) -> Iterator[tuple[str, float]]:
    """The lines below the tree, each with its middle height."""
    for row, line in enumerate(poster.words):
        yield line, MARGIN + poster.tree.height + (row + 0.75) * WORDS_LEADING


def draw_poster(page: MapPage, address: str) -> str:
    """The poster as an SVG file."""
    poster = poster_of(page, address)
    size = f'width="{number(poster.width)}" height="{number(poster.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(poster.width)} {number(poster.height)}" {size}'
        f' role="img"><title>{escape(poster.title)}</title><style>{STYLE}</style><rect class="paper" {size}/>'
        f'<g transform="translate({number(MARGIN)} {number(MARGIN)})">{"".join(_tree_parts(poster.tree))}</g>'
        f"{''.join(_words_parts(poster))}</svg>\n"
    )


def _tree_parts(tree: Tree) -> Iterator[str]:
    yield from branches(tree)
    root, *others = tree.pills
    yield f'<g class="root">{root_shape(root)}</g>'
    for pill in others:
        top = " pill--top" if pill.depth == 0 else ""
        summary = f"<title>{escape(pill.summary)}</title>" if pill.summary else ""
        yield f'<g class="pill{top} branch-{pill.branch}">{summary}{pill_shape(pill)}</g>'


def _words_parts(poster: Poster) -> Iterator[str]:
    for line, middle in words_places(poster):
        yield f'<text class="words" x="{number(MARGIN)}" y="{number(middle)}" dy=".36em">{escape(line)}</text>'


def _style() -> str:
    sheet, paper = LIGHT.sheet, LIGHT.paper
    colors = "".join(
        f".branch-{branch}.join,.branch-{branch}.join--top{{stroke:{mixed(color, paper, LINE_SHARE)}}}"
        f".branch-{branch} rect{{fill:{sheet};stroke:{mixed(color, sheet, EDGE_SHARE)}}}"
        f".branch-{branch}.pill--top rect{{fill:{mixed(color, sheet, FILL_SHARE)};stroke:{color}}}"
        for branch, color in enumerate(LIGHT.branches)
    )
    return (
        f"text{{font:450 {LETTER_SIZE}px Inter,Helvetica Neue,Arial,sans-serif;fill:{LIGHT.ink}}}"
        f".paper{{fill:{paper}}}.root rect{{fill:{LIGHT.ink}}}"
        f".root text{{fill:{paper};font-size:{TITLE_SIZE}px;font-weight:650;text-anchor:middle}}"
        f".words{{fill:{LIGHT.quiet};font-size:{WORDS_SIZE}px}}.pill--top text{{font-weight:600}}"
        f".join,.join--top{{fill:none;stroke-width:{WIDTHS['inner']}}}.join--top{{stroke-width:{WIDTHS['top']}}}"
        f".join--further{{stroke-width:{WIDTHS['further']};opacity:.6}}{colors}"
    )


STYLE = _style()
# The one style that the picture may use when it is opened by itself under our content security policy.
STYLE_SOURCE = "'sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode() + "'"
