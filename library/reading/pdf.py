"""Reads PDF files.

pypdf works in a process of its own, so that no file can take more than its share of time and memory.
"""

import json
import subprocess
import sys
from pathlib import Path

from library.reading.pdf_layout import layout_blocks
from library.reading.pdf_lines import lines_of
from library.reading.text import DocumentRefused, ReadText

_ROOT = Path(__file__).resolve().parents[2]
# The process ends itself after a minute of work; this is for one that waits, or a machine that is very busy.
_SECONDS = 180
_REFUSALS = {
    "encrypted": "This PDF is protected by a password. Save a copy without one and hand that in.",
    "pictures": "This PDF holds pictures of its pages and no text. "
    "Run text recognition (OCR) over it, or hand in the text.",
    "pages": "This PDF has more than 2,000 pages. Hand it in in several files.",
    "long": "This PDF holds more text than is read at once. Hand it in in several files.",
    "slow": "This PDF takes too long to read. Print it to a new PDF and hand that in, or hand in its text.",
}
_BROKEN = (
    "This PDF is broken and cannot be read. Open it in a viewer, print it to a new PDF and hand that in."
)


def read_pdf(content: bytes) -> ReadText:
    """The text of a PDF in the order in which it is drawn, with the headings that its letters show.

    Lines that run at the head and foot of pages are left out. Raises: DocumentRefused.
    """
    pages = _pages_of(content)
    read = layout_blocks(lines_of(pages)).read_text("pdf")
    if not read.text:
        raise DocumentRefused(_REFUSALS["pictures"])
    return read


def _pages_of(content: bytes) -> list[list[list[object]]]:
    command = [sys.executable, "-m", "library.reading.pdf_child"]
    # An environment without anything: what reads a stranger's file has no use for the keys of the site.
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            cwd=_ROOT,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise DocumentRefused(_REFUSALS["slow"]) from None
    if done.returncode:
        # Killed by its bound on time; what exceeds its memory ends with an error of its own.
        raise DocumentRefused(_REFUSALS["slow"] if done.returncode < 0 else _BROKEN)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise DocumentRefused(_REFUSALS.get(answer["refused"], _BROKEN))
    pages: list[list[list[object]]] = answer["pages"]
    return pages
