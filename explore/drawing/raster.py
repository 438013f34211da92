"""What our PNG pictures have in common: the fonts of the site, and the letters that they have."""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

_MARKS = "–—‘’“”…€™"
_FONTS = {
    "serif": "node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
    "sans": "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
}

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def drawable(text: str) -> str:
    """The text in the letters that our fonts have: without accents where need be, without other alphabets."""
    kept = (letter if ord(letter) < 0x100 or letter in _MARKS else _bare(letter) for letter in text)
    return " ".join("".join(kept).split())


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if " " <= part < "\x7f")


@lru_cache(maxsize=32)
def font(name: str, size: float, weight: int) -> Font:
    """Our own font in a size and weight; Pillow's when the front end is not built."""
    file = _font_file(_FONTS[name])
    if file is None:
        return ImageFont.load_default(size)
    loaded = ImageFont.truetype(file, size)
    loaded.set_variation_by_axes([weight])
    return loaded


def _font_file(source: str) -> Path | None:
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    if not manifest.is_file():
        return None
    built = json.loads(manifest.read_text()).get(source)
    file = manifest.parent.parent / built["file"] if built else None
    return file if file and file.is_file() else None
