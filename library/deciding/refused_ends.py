"""Links to a concept that was refused: they can never be made, so they are refused with it, and opened with it."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils import timezone

from concepts.folding import fold
from concepts.models import Concept
from library.models import Document, Proposal

_COLUMNS = ["state", "refusal", "decided_by", "decided_at"]
_ROWS_AT_ONCE = 500
_SHOWN = 120


def refuse_links_of(document: Document, concepts: Iterable[Proposal], by: User | None) -> None:
    """Refuse the open links to concepts that were just refused, but those that the map has. Queries: up to 3."""
    refused = _titles(concepts)
    if refused and document.map_id:
        there = Concept.objects.filter(map=document.map_id).values_list("title", flat=True)
        refused = {folded: title for folded, title in refused.items() if folded not in set(map(fold, there))}
    if not refused:
        return
    links = []
    for link in document.proposals.filter(kind=Proposal.Kind.LINK, state=Proposal.State.OPEN):
        if title := _refused_end(link, refused):
            link.state, link.refusal = Proposal.State.REFUSED, _reason(title)
            link.decided_by, link.decided_at = by, timezone.now()
            links.append(link)
    Proposal.objects.bulk_update(links, _COLUMNS, batch_size=_ROWS_AT_ONCE)


def reopen_links_of(document: Document, concepts: Iterable[Proposal]) -> None:
    """Open the links that were refused with concepts that are open again, unless their other end is refused still.

    Queries: up to 3.
    """
    reasons = {_reason(title) for title in _titles(concepts).values()}
    if not reasons:
        return
    refused = document.proposals.filter(state=Proposal.State.REFUSED)
    others = _titles(refused.filter(kind=Proposal.Kind.CONCEPT))
    links = list(refused.filter(kind=Proposal.Kind.LINK, refusal__in=reasons))
    for link in links:
        if title := _refused_end(link, others):
            link.refusal = _reason(title)
        else:
            link.state, link.refusal = Proposal.State.OPEN, ""
            link.decided_by = link.decided_at = None
    Proposal.objects.bulk_update(links, _COLUMNS, batch_size=_ROWS_AT_ONCE)


def _titles(proposals: Iterable[Proposal]) -> dict[str, str]:
    """The titles of the concepts among proposals, by their folded form."""
    concepts = (one for one in proposals if one.kind == Proposal.Kind.CONCEPT)
    return {fold(one.payload["title"]): one.payload["title"] for one in concepts}


def _refused_end(link: Proposal, refused: dict[str, str]) -> str:
    ends = (fold(link.payload["source"]), fold(link.payload["target"]))
    return next((refused[end] for end in ends if end in refused), "")


def _reason(title: str) -> str:
    return f"The concept “{title[:_SHOWN]}” was refused."
