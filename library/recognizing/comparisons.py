"""What a sentence says of a model for comparison alone, and what it denies: neither is a fact of its subject."""

import re
from collections.abc import Iterator, Sequence

from library.recognizing.model_names import Named

_COMPARED = re.compile(
    r"\b(?:than|like|match(?:es|ed|ing)?|beats?|outperform\w*|surpass\w*|rivals?|versus|vs\.?"
    r"|against|size of|scale of|compared (?:to|with)"
    r"|similar to|successor (?:to|of)|based on|unlike|as)\s(?:\w+[\s-]){0,4}$",
    re.IGNORECASE,
)
_BEFORE = 60
# What goes on about the model just named: "Llama 2 70B, which used …", "GPT-3, a model with …".
_GOES_ON = re.compile(
    r",?\s(?:which|that|whose|who)\b|,\s(?:an?|the)\s|,?\s(?:used|had|has|took|needed|with)\b"
)
_CLAUSE_ENDS = re.compile(r",\s(?!\d)|[;:]|[.!?](?=\s|$)")
_LONGEST_CLAUSE = 300
_DENIED = re.compile(
    r"\b(?:neither|nor|not(?!\sonly)|never)\b[^,;.]{0,60}$|n['’]t\b[^,;.]{0,60}$", re.IGNORECASE
)


def is_compared(text: str, one: Named) -> bool:
    """Whether a model is named as what another is compared with. Cost: O(1)."""
    return _COMPARED.search(text[max(0, one.start - _BEFORE) : one.start]) is not None


def told_of_compared(text: str, compared: Sequence[Named]) -> Iterator[tuple[int, int]]:
    """Where a text tells more of models that it compares with. Cost: O(models)."""
    for one in compared:
        if goes_on := _GOES_ON.match(text, one.end):
            limit = min(len(text), one.end + _LONGEST_CLAUSE)
            end = _CLAUSE_ENDS.search(text, goes_on.end(), limit)
            yield one.end, end.start() if end else limit


def is_denied(text: str, place: int) -> bool:
    """Whether words right before a place deny what stands there. Cost: O(1)."""
    return _DENIED.search(text[max(0, place - _BEFORE) : place]) is not None
