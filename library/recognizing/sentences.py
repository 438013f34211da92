"""Where sentences end."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?][\"”’')\]]?\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ<])|\n{2,}")
_SHORTENED = re.compile(
    r"(?:\b(?:[A-Z]|e\.g|i\.e|et al|etc|vs|cf|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|Sec|Eq|approx|ca|Inc|Ltd|Corp|U\.S|U\.K))$"
)
_LONGEST_SHORTENED = 8


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, blanks after it included. Cost: O(length)."""
    end = len(text) if end is None else end
    for match in _END.finditer(text, start, end):
        before = text[max(start, match.start() - _LONGEST_SHORTENED) : match.start()]
        if match[0][0] == "." and _SHORTENED.search(before):
            continue
        yield start, match.end()
        start = match.end()
    if start < end:
        yield start, end
