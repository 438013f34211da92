"""Clean text, at a cost that grows with its length alone."""

import re
import unicodedata
from functools import cache

from concepts.text import clean_block

# As many as Unicode's Stream-Safe Text Format allows; no language comes near.
_MOST_MARKS = 30
# Every combining mark of Unicode lies below.
_END_OF_MARKS = 0x20000
# Invisible wherever it is not at the end of a line; kept, it would part words that are one.
_SOFT = {0xAD: None, 0xFEFF: None}


def clean_text(text: str) -> str:
    """The text as `concepts.text.clean_block` cleans it, without soft hyphens. Cleaning it again changes nothing.

    Cost: O(n), also for endless runs of combining marks, which Unicode normalisation alone would sort in O(n²).
    """
    if text.isascii():
        return clean_block(text)
    return clean_block(_long_runs().sub(r"\1", text.translate(_SOFT)))


@cache
def _long_runs() -> re.Pattern[str]:
    """More marks in a row than any word has. Controls are counted with them, as cleaning joins what they part."""
    marks = "".join(chr(code) for code in range(0x300, _END_OF_MARKS) if unicodedata.combining(chr(code)))
    run = rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069{marks}]"
    return re.compile(f"({run}{{{_MOST_MARKS}}}){run}+")
