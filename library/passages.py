"""Citations, facts and proposals kept beside their words when a document gets a new text."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import F

from concepts.folding import fold
from library.found_again import NewText, Passage, words_of
from library.models import Citation, Document, Fact, Proposal
from library.models.citation import QUOTE_LENGTH
from library.quotes import Sections
from library.recognizing.found import FactFound

Row = TypeVar("Row", Citation, Fact)

# Beyond any offset: where rows wait while they change places, since no two may stand at one place even for a moment.
_ASIDE = 10**9
_ROWS_AT_ONCE = 500
_PLACE = ["start", "end", "quote"]
_Stated = dict[tuple[str, ...], tuple[int, int]]


def passage(text: str, start: int, end: int) -> tuple[int, int, str]:
    """A passage as rows keep it: `start`, `end` and its words, the first of them when there are too many."""
    if end - start > QUOTE_LENGTH:
        space = text.rfind(" ", start + 1, start + QUOTE_LENGTH)
        end = space if space > 0 else start + QUOTE_LENGTH
    return start, end, text[start:end]


def move_passages(document: Document, before: str, stated: Iterable[FactFound] = ()) -> None:
    """Let everything quoted from a document stand where its words are in the text that it has now.

    `before`: the text that it had; `stated`: the figures found in the new one, where those that were lost may stand
    again. Where only signs between the words are others, the quote follows. Citations and facts whose words are gone
    stay, with `start` and `end` 0: what becomes of them is proposed. Queries: up to 4, and
    2 for each 500 rows. Cost: O(text).
    """
    citations = list(
        Citation.objects.filter(document=document).select_related("concept").order_by("start", "pk")
    )
    facts = list(Fact.objects.filter(document=document).select_related("model").order_by("start", "pk"))
    proposals = list(document.proposals.order_by("pk"))
    quotes = [
        *(row.quote for row in citations),
        *(row.quote for row in facts),
        *(row.quote for row in proposals),
    ]
    text = NewText(document.text, before, quotes)
    sections = Sections(document.text, document.part_list)
    moved = _move(text, citations)
    for citation in citations:
        is_placed = citation.start < citation.end
        citation.section = sections.at(citation.start)[:200] if is_placed else ""
    _write(Citation, citations, moved, [*_PLACE, "section"])
    _write(Fact, facts, _move(text, facts, _places_stated(stated)), _PLACE)
    _move_proposals(text, proposals)


def _move_proposals(text: NewText, proposals: Iterable[Proposal]) -> None:
    """Proposals whose words are gone quote no place."""
    quoting = (proposal for proposal in proposals if proposal.quote)
    moved = [row for row in quoting if _replaced(row, text.find(_passage_of(row)), text.text)]
    Proposal.objects.bulk_update(moved, _PLACE, batch_size=_ROWS_AT_ONCE)


def _passage_of(row: Citation | Fact | Proposal) -> Passage:
    return Passage(row.quote, row.start if row.start < row.end else None)


def _places_stated(stated: Iterable[FactFound]) -> _Stated:
    return {
        (fold(found.model), found.attribute, *words_of(found.quote)): (found.start, found.end)
        for found in stated
        if found.start < found.end
    }


def _stated_at(fact: Fact, stated: _Stated) -> tuple[int, int] | None:
    """Where the new text states this very figure of this model."""
    words = words_of(fact.quote)
    names = (fact.model.name, *fact.model.alias_list)
    places = (stated.get((fold(name), fact.attribute, *words)) for name in names)
    return next(filter(None, places), None)


def _replaced(row: Citation | Fact | Proposal, found: tuple[int, int] | None, text: str) -> bool:
    """Let a row stand where it was found, nowhere when it was not; whether that is new."""
    start, end = found or (0, 0)
    quote = text[start:end] if found and end - start <= QUOTE_LENGTH else row.quote
    if (start, end, quote) == (row.start, row.end, row.quote):
        return False
    row.start, row.end, row.quote = start, end, quote
    return True


def _move(
    text: NewText, rows: Sequence[Citation] | Sequence[Fact], stated: _Stated | None = None
) -> list[int]:
    """Give rows their new places; of two that would stand at one, the second has lost its words. The ids that moved."""
    taken: set[tuple[object, int, int]] = set()
    moved = []
    for row in rows:
        about = row.concept_id if isinstance(row, Citation) else (row.model_id, row.attribute)
        found = text.find(_passage_of(row))
        if found is None and isinstance(row, Fact):
            found = _stated_at(row, stated or {})
        if found and (about, *found) in taken:
            found = None
        if found:
            taken.add((about, *found))
        if _replaced(row, found, text.text):
            moved.append(row.pk)
    return moved


def _write(model: type[Row], rows: Sequence[Row], moved: Sequence[int], fields: list[str]) -> None:
    for first in range(0, len(moved), _ROWS_AT_ONCE):
        some = model.objects.filter(pk__in=moved[first : first + _ROWS_AT_ONCE])
        some.update(start=F("start") + _ASIDE, end=F("end") + _ASIDE)
    model.objects.bulk_update(rows, fields, batch_size=_ROWS_AT_ONCE)
