"""Citations, facts and proposals kept beside their words when a document gets a new text."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import F

from library.models import Citation, Document, Fact, Proposal
from library.models.citation import QUOTE_LENGTH
from library.quotes import Sections, nearest

Passage = TypeVar("Passage", Citation, Fact)

# Beyond any offset: where rows wait while they change places, since no two may stand at one place even for a moment.
_ASIDE = 10**9
_ROWS_AT_ONCE = 500


def passage(text: str, start: int, end: int) -> tuple[int, int, str]:
    """A passage as rows keep it: `start`, `end` and its words, the first of them when there are too many."""
    if end - start > QUOTE_LENGTH:
        space = text.rfind(" ", start + 1, start + QUOTE_LENGTH)
        end = space if space > 0 else start + QUOTE_LENGTH
    return start, end, text[start:end]


def move_passages(document: Document) -> None:
    """Let everything quoted from a document stand where its words are in the text that it has now.

    Citations and facts whose words are gone stay, with `start` and `end` the same: what becomes of them is proposed.
    """
    sections = Sections(document.text, document.part_list)
    citations = list(
        Citation.objects.filter(document=document).select_related("concept").order_by("start", "pk")
    )
    facts = list(Fact.objects.filter(document=document).order_by("start", "pk"))
    moved = _move(document.text, citations)
    for citation in citations:
        citation.section = sections.at(citation.start)[:200]
    _write(Citation, citations, moved, ["start", "end", "section"])
    _write(Fact, facts, _move(document.text, facts), ["start", "end"])


def move_proposals(text: str, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Proposals that are found elsewhere in a text now, not yet saved; those whose words are gone quote no place."""
    moved = []
    for proposal in proposals:
        start = nearest(text, proposal.quote, proposal.start)
        end = 0 if start is None else start + len(proposal.quote)
        if (start or 0, end) != (proposal.start, proposal.end):
            proposal.start, proposal.end = start or 0, end
            moved.append(proposal)
    return moved


def _move(text: str, rows: Sequence[Citation] | Sequence[Fact]) -> list[int]:
    """Give rows their new places; of two that would stand at one, the second has lost its words. The ids that moved."""
    taken: set[tuple[object, int, int]] = set()
    moved = []
    for row in rows:
        about = row.concept_id if isinstance(row, Citation) else (row.model_id, row.attribute)
        found = nearest(text, row.quote, row.start)
        place = (row.pk, row.pk) if found is None else (found, found + len(row.quote))
        if found is not None and (about, *place) in taken:
            place = (row.pk, row.pk)
        taken.add((about, *place))
        if place != (row.start, row.end):
            row.start, row.end = place
            moved.append(row.pk)
    return moved


def _write(model: type[Passage], rows: Sequence[Passage], moved: Sequence[int], fields: list[str]) -> None:
    for first in range(0, len(moved), _ROWS_AT_ONCE):
        some = model.objects.filter(pk__in=moved[first : first + _ROWS_AT_ONCE])
        some.update(start=F("start") + _ASIDE, end=F("end") + _ASIDE)
    model.objects.bulk_update(rows, fields, batch_size=_ROWS_AT_ONCE)
