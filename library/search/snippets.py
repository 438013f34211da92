"""The words around what was looked for, as a document has them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models.functions import Substr

from concepts.folding import fold
from concepts.search.found import LONGEST_QUERY, Question
from library.models import Document
from library.search.words import words_sought

_LENGTH = 220
# A word that comes later is found all the same, and then shown by the summary alone.
_MOST_LOOKED_THROUGH = 100_000
_MOST_PLACES = 200
_BREAKS = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a snippet. `marked`: whether they are what was looked for."""

    words: str
    marked: bool


Snippet = tuple[Stretch, ...]


def snippets_in(query: str, ids: Collection[int]) -> dict[int, Snippet]:
    """Where the words of a query stand in documents, for those that have them as they are written. Queries: 1."""
    pattern = _pattern(query)
    if pattern is None or not ids:
        return {}
    texts = Document.objects.filter(pk__in=ids).order_by()
    beginnings = texts.values_list("pk", Substr("text", 1, _MOST_LOOKED_THROUGH))
    found = {pk: snippet_of(text, pattern) for pk, text in beginnings}
    return {pk: snippet for pk, snippet in found.items() if snippet}


def snippet_of(text: str, pattern: re.Pattern[str]) -> Snippet:
    """The stretch of about 220 letters with most of the words; empty when it has none of them."""
    places = [match for _, match in zip(range(_MOST_PLACES), pattern.finditer(text), strict=False)]
    if not places:
        return ()
    begin = max(places, key=lambda place: (_kinds_from(place.start(), places), -place.start())).start()
    first, last = _widened(text, begin)
    stretches: list[Stretch] = []
    at = first
    for place in places:
        if first <= place.start() and place.end() <= last:
            stretches += [Stretch(_line(text[at : place.start()]), False), Stretch(place.group(), True)]
            at = place.end()
    stretches.append(Stretch(_line(text[at:last]), False))
    ends = (Stretch("…", False),) if last < len(text) else ()
    return (
        *((Stretch("…", False),) if first else ()),
        *(stretch for stretch in stretches if stretch.words),
        *ends,
    )


def _pattern(query: str) -> re.Pattern[str] | None:
    text = fold(query[:LONGEST_QUERY])
    if not text:
        return None
    sought = words_sought(Question(text, unfinished=False, staff=False, map_slug=None))
    words = [re.escape(word) + (r"\w*" if beginning else "") for word, beginning in sought]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _kinds_from(start: int, places: list[re.Match[str]]) -> int:
    """How many different words stand within the length of a snippet from here on."""
    near = (place.group().casefold() for place in places if 0 <= place.start() - start <= _LENGTH * 2 // 3)
    return len(set(near))


def _widened(text: str, begin: int) -> tuple[int, int]:
    """The ends of the snippet, moved outward from a third before the first word to where words end."""
    first = max(begin - _LENGTH // 3, 0)
    if first:
        first = text.find(" ", first, begin) + 1 or begin
    last = min(first + _LENGTH, len(text))
    if last < len(text):
        last = max(text.rfind(" ", begin, last), min(begin + _LENGTH // 2, last))
    return first, last


def _line(text: str) -> str:
    return _SPACES.sub(" ", _BREAKS.sub(" · ", text))
