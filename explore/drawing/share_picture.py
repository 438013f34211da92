"""The picture of a map that social sites show beside a link: its title and its tree, 1200 by 630 pixels."""

import io
import json
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from explore.contexts import MapPage
from explore.drawing.palette import LIGHT, mixed
from explore.drawing.tree import Pill, tree_of

WIDTH, HEIGHT = 1200, 630
# Drawn at twice the size and scaled down, because Pillow draws lines without smoothing them.
_FINE = 2
_TEXT_WIDTH = 520
_LEFT = 64
_TREE = (640.0, 48.0, 1160.0, 582.0)
_MOST_DRAWN = 28
_CURVE_STEPS = 24
_TITLE_SIZES = (68, 58, 48, 40)
_MOST_LINES = 4
_MARKS = "–—‘’“”…€™"
_FONTS = {
    "serif": "node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    "sans": "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
}

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_share_picture(page: MapPage) -> bytes:
    """The picture as PNG. Cost: about 0.2 s, so it is kept by the map's stamp."""
    image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), LIGHT.paper)
    canvas = ImageDraw.Draw(image)
    _draw_tree(canvas, page)
    _draw_words(canvas, page)
    smooth = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    smooth.quantize(256).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_words(canvas: ImageDraw.ImageDraw, page: MapPage) -> None:
    brand, facts = _font("sans", 28, 650), _font("sans", 27, 450)
    canvas.text((_LEFT * _FINE, 60 * _FINE), "Kinapse", font=brand, fill=LIGHT.ink)
    title, size, lines = _title(_drawable(page.card.title))
    top = HEIGHT / 2 - len(lines) * size * 1.12 / 2 - 10
    for row, line in enumerate(lines):
        canvas.text((_LEFT * _FINE, (top + row * size * 1.12) * _FINE), line, font=title, fill=LIGHT.ink)
    count = page.card.concept_count
    words = f"{count} concept{'' if count == 1 else 's'} · {page.minutes} minutes"
    canvas.text((_LEFT * _FINE, (HEIGHT - 92) * _FINE), words, font=facts, fill=LIGHT.quiet)


def _title(text: str) -> tuple[Font, int, list[str]]:
    """The title in the largest size that needs no more than four lines and cuts no word."""
    for size in _TITLE_SIZES:
        font = _font("serif", size, 650)
        lines = _broken(text, font, _MOST_LINES)
        if not any(line.endswith("…") for line in lines):
            break
    return font, size, lines


def _drawable(text: str) -> str:
    """The text in the letters that our fonts have: without accents where need be, without other alphabets."""
    kept = (letter if ord(letter) < 0x100 or letter in _MARKS else _bare(letter) for letter in text)
    return " ".join("".join(kept).split())


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if " " <= part < "\x7f")


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
        canvas.line(_curve(at(start.right), at(end.left)), fill=color, width=3 * _FINE, joint="curve")
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


def _curve(start: tuple[float, float], end: tuple[float, float]) -> Sequence[tuple[float, float]]:
    """Points along the same curve that the drawn map has."""
    middle = (start[0] + end[0]) / 2
    points = []
    for step in range(_CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        near, far = (1 - t) ** 3 + 3 * (1 - t) ** 2 * t, t**3 + 3 * (1 - t) * t**2
        x = (1 - t) ** 3 * start[0] + 3 * ((1 - t) ** 2 * t + (1 - t) * t**2) * middle + t**3 * end[0]
        points.append((x, near * start[1] + far * end[1]))
    return points


def _broken(text: str, font: Font, most: int) -> list[str]:
    """The text in lines that fit, the last of `most` cut with an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _TEXT_WIDTH * _FINE:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(_cut(word, font))
        else:
            lines[-1] = _cut(f"{lines[-1]} {word}", font)
            break
    return lines


def _cut(text: str, font: Font) -> str:
    if font.getlength(text) <= _TEXT_WIDTH * _FINE:
        return text
    while text and font.getlength(text + "…") > _TEXT_WIDTH * _FINE:
        text = text[:-1]
    return text.rstrip() + "…"


@lru_cache(maxsize=16)
def _font(name: str, size: int, weight: int) -> Font:
    """Our own font in a size and weight; Pillow's when the front end is not built."""
    file = _font_file(_FONTS[name])
    if file is None:
        return ImageFont.load_default(size * _FINE)
    font = ImageFont.truetype(file, size * _FINE)
    font.set_variation_by_axes([weight])
    return font


def _font_file(source: str) -> Path | None:
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    if not manifest.is_file():
        return None
    built = json.loads(manifest.read_text()).get(source)
    file = manifest.parent.parent / built["file"] if built else None
    return file if file and file.is_file() else None
