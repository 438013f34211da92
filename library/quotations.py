"""The sentence in which something is stated, cut out of the text around it."""

import re
from dataclasses import dataclass

# A sentence ends with its sign and a blank before a capital letter or a digit; a line end is always an end.
_BEGINNING = re.compile(r"(?:[.!?][”’\")]?\s+(?=[\"“‘(]?[^\W\d_a-z])|\n\s*)")
_MOST_BEFORE, _MOST_AFTER = 220, 220
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Quotation:
    """`quote` in its sentence: what stands `before` and `after` it."""

    before: str
    quote: str
    after: str


def quotation(around: str, start: int, end: int, *, whole_start: bool) -> Quotation:
    """The sentence in `around` that holds what stands from `start` to `end`.

    `whole_start`: whether the text begins where `around` does. Cost: O(length).
    """
    begin, finish = 0, len(around)
    cut_before, cut_after = not whole_start, True
    for found in _BEGINNING.finditer(around):
        if found.end() <= start:
            begin, cut_before = found.end(), False
        elif found.start() >= end:
            # The sign itself belongs to the sentence.
            finish, cut_after = found.start() + (around[found.start()] != "\n"), False
            break
    before, after = around[begin:start], around[end:finish]
    return Quotation(
        _shortened_before(before, cut=cut_before), around[start:end], _shortened_after(after, cut=cut_after)
    )


def _shortened_before(text: str, *, cut: bool) -> str:
    if cut or len(text) > _MOST_BEFORE:
        # From a whole word on.
        text = _ELLIPSIS + " " + text[-_MOST_BEFORE:].partition(" ")[2].lstrip()
    return _one_line(text.lstrip() if not cut else text)


def _shortened_after(text: str, *, cut: bool) -> str:
    if len(text) > _MOST_AFTER or (cut and not text.rstrip().endswith((".", "!", "?"))):
        text = text[:_MOST_AFTER].rpartition(" ")[0].rstrip() + " " + _ELLIPSIS
    return _one_line(text)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
