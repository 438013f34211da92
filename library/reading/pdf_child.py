"""Takes the text out of a PDF, in a process of its own: `python -m library.reading.pdf_child` reads it from its input.

Writes what it found to its output as JSON: `{"pages": [[[text, x, y, size, bold], …], …]}`, places in points from the
page's lower left corner, or `{"refused": reason}`, one of the reasons that `library.reading.pdf` has words for.
"""

import io
import json
import logging
import math
import sys
from collections.abc import Callable, Sequence
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration, get_configuration

MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
_SECONDS = 60
_MEMORY = 2_000_000_000
# What pypdf allows is meant for pictures; the text of a page takes far less.
_MOST_UNPACKED = 50_000_000
_LIMITS = get_configuration().with_overwrites(
    zlib_maximum_output_length=_MOST_UNPACKED,
    lzw_maximum_output_length=_MOST_UNPACKED,
    run_length_maximum_output_length=_MOST_UNPACKED,
    stream_parsing_work_maximum_count=1_000_000,
    jbig2dec_binary=None,
)
_BOLD = ("bold", "black", "heavy")

Fragment = tuple[str, float, float, float, bool]


class PdfRefused(Exception):
    """The file is not taken: encrypted, broken, pictures, pages or long."""


def main() -> None:
    """Answers for one file and ends."""
    _bound_this_process()
    try:
        answer: dict[str, object] = {"pages": read_pages(sys.stdin.buffer.read())}
    except PdfRefused as refused:
        answer = {"refused": str(refused)}
    # ASCII alone, so that neither a locale nor a lone surrogate can spoil it.
    json.dump(answer, sys.stdout)


def read_pages(content: bytes) -> list[list[Fragment]]:
    """The fragments of each page in the order in which the page draws them. Raises: PdfRefused."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(_LIMITS):
            return _read_pages(content)
    except PdfRefused:
        raise
    except Exception as error:  # pypdf raises of every kind when a file is broken.
        raise PdfRefused("broken") from error


def _read_pages(content: bytes) -> list[list[Fragment]]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise PdfRefused("encrypted")
    if len(reader.pages) > MOST_PAGES:
        raise PdfRefused("pages")
    pages = []
    left = MOST_CHARACTERS
    for page in reader.pages:
        fragments = _fragments_of(page, left)
        left -= sum(len(fragment[0]) for fragment in fragments)
        pages.append(fragments)
    if left == MOST_CHARACTERS:
        raise PdfRefused("pictures")
    return pages


def _fragments_of(page: PageObject, most: int) -> list[Fragment]:
    fragments: list[Fragment] = []
    total = 0

    def visit(text: str, outer: Sequence[float], matrix: Sequence[float], font: Any, size: float) -> None:
        nonlocal total
        total += len(text)
        if total > most:
            raise PdfRefused("long")
        if text.strip():
            fragments.append(_placed(text, outer, matrix, font, size))

    visitor: Callable[[Any, Any, Any, Any, Any], None] = visit
    page.extract_text(visitor_text=visitor)
    return fragments


def _placed(text: str, outer: Sequence[float], matrix: Sequence[float], font: Any, size: float) -> Fragment:
    x = matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]
    y = matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5]
    height = abs(size) * math.hypot(matrix[2], matrix[3]) * math.hypot(outer[2], outer[3])
    name = str(font.get("/BaseFont", "")).lower() if font else ""
    return text, _finite(x), _finite(y), _finite(height), any(word in name for word in _BOLD)


def _finite(number: float) -> float:
    number = float(number)
    return round(number, 2) if math.isfinite(number) else 0.0


def _bound_this_process() -> None:
    try:
        import resource  # noqa: PLC0415 (Windows has none)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
