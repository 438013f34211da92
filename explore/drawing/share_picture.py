"""The pictures that social sites show beside a link, 1200 by 630 pixels: a map's title and tree, a document's title."""

import io

from PIL import Image, ImageDraw

from explore.drawing.palette import LIGHT, mixed
from explore.drawing.raster import Font, drawable, font
from explore.drawing.strokes import curve
from explore.drawing.tree import Pill, tree_of
from explore.map_contexts import MapPage

WIDTH, HEIGHT = 1200, 630
# Drawn at twice the size and scaled down, because Pillow draws lines without smoothing them.
_FINE = 2
_TEXT_WIDTH, _WHOLE_WIDTH = 520, 1030
_LEFT = 64
_TREE = (640.0, 48.0, 1160.0, 582.0)
_MOST_DRAWN = 28
_TITLE_SIZES = (68, 58, 48, 40)
_MOST_LINES = 4


def draw_share_picture(page: MapPage) -> bytes:
    """The picture as PNG. Cost: about 0.2 s, so it is kept by the map's stamp."""
    image = _sheet()
    canvas = ImageDraw.Draw(image)
    _draw_tree(canvas, page)
    count = page.card.concept_count
    words = f"{count} concept{'' if count == 1 else 's'} · {page.minutes} minutes"
    _draw_words(canvas, page.card.title, words, _TEXT_WIDTH)
    return _png(image)


def draw_document_picture(title: str, words: str) -> bytes:
    """The picture of a document as PNG: its title, a line below it, and the edge of a page. Cost: about 0.2 s."""
    image = _sheet()
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, 14 * _FINE, HEIGHT * _FINE), fill=LIGHT.branches[2])
    _draw_words(canvas, title, words, _WHOLE_WIDTH)
    return _png(image)


def _sheet() -> Image.Image:
    return Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), LIGHT.paper)


def _png(image: Image.Image) -> bytes:
    smooth = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    smooth.quantize(256).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_words(canvas: ImageDraw.ImageDraw, title_text: str, words: str, width: int) -> None:
    brand, facts = font("sans", 28 * _FINE, 650), font("sans", 27 * _FINE, 450)
    canvas.text((_LEFT * _FINE, 60 * _FINE), "Kinapse", font=brand, fill=LIGHT.ink)
    title, size, lines = _title(drawable(title_text), width)
    top = HEIGHT / 2 - len(lines) * size * 1.12 / 2 - 10
    for row, line in enumerate(lines):
        canvas.text((_LEFT * _FINE, (top + row * size * 1.12) * _FINE), line, font=title, fill=LIGHT.ink)
    canvas.text((_LEFT * _FINE, (HEIGHT - 92) * _FINE), words, font=facts, fill=LIGHT.quiet)


def _title(text: str, width: int) -> tuple[Font, int, list[str]]:
    """The title in the largest size that needs no more than four lines and cuts no word."""
    for size in _TITLE_SIZES:
        letters = font("serif", size * _FINE, 650)
        lines = _broken(text, letters, width, _MOST_LINES)
        if not any(line.endswith("…") for line in lines):
            break
    return letters, size, lines


def _draw_tree(canvas: ImageDraw.ImageDraw, page: MapPage) -> None:
    """The shapes of the tree, fitted into the right half: the words on it would be too small to read."""
    tree = tree_of(page.card.title, page.outline, most=_MOST_DRAWN)
    left, top, right, bottom = _TREE
    scale = min((right - left) / tree.width, (bottom - top) / tree.height)
    across, down = (
        left + (right - left - tree.width * scale) / 2,
        top + (bottom - top - tree.height * scale) / 2,
    )

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return (across + point[0] * scale) * _FINE, (down + point[1] * scale) * _FINE

    places = {pill.slug: pill for pill in tree.pills}
    for above, below in tree.joins:
        start, end = places[above], places[below]
        color = mixed(LIGHT.branches[end.branch], LIGHT.paper, 0.7)
        canvas.line(curve(at(start.right), at(end.left)).points(), fill=color, width=3 * _FINE, joint="curve")
    for pill in tree.pills:
        _draw_pill(canvas, pill, at((pill.x, pill.y)), at((pill.x + pill.width, pill.y + pill.height)))


def _draw_pill(
    canvas: ImageDraw.ImageDraw, pill: Pill, start: tuple[float, float], end: tuple[float, float]
) -> None:
    color = LIGHT.branches[pill.branch]
    radius = (end[1] - start[1]) * 0.3
    if pill.depth < 0:
        canvas.rounded_rectangle((start, end), radius, fill=LIGHT.ink)
    else:
        share = 0.85 if pill.depth == 0 else 0.22
        canvas.rounded_rectangle((start, end), radius, mixed(color, LIGHT.sheet, share), color, 2 * _FINE)


def _broken(text: str, letters: Font, width: int, most: int) -> list[str]:
    """The text in lines that fit, the last of `most` cut with an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.getlength(longer) <= width * _FINE:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(_cut(word, letters, width))
        else:
            lines[-1] = _cut(f"{lines[-1]} {word}", letters, width)
            break
    return lines


def _cut(text: str, letters: Font, width: int) -> str:
    if letters.getlength(text) <= width * _FINE:
        return text
    while text and letters.getlength(text + "…") > width * _FINE:
        text = text[:-1]
    return text.rstrip() + "…"
