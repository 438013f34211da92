"""Proposals to take away what a document no longer says."""

from collections.abc import Iterator

from django.db.models import F

from library.models import Citation, Document, Fact, Proposal
from library.proposing.wanted import Wanted, key_of

_REASON = "Its words are no longer in the text."


def removal_proposals(document: Document) -> Iterator[Wanted]:
    """For each citation and fact whose words a new text has lost. Queries: 2."""
    citations = Citation.objects.filter(document=document, start=F("end")).select_related("concept__map")
    for citation in citations:
        payload = {
            "what": "citation",
            "id": citation.pk,
            "title": citation.concept.title,
            "map": citation.concept.map.title,
        }
        yield _removal(payload, citation.quote)
    for fact in Fact.objects.filter(document=document, start=F("end")).select_related("model"):
        payload = {
            "what": "fact",
            "id": fact.pk,
            "title": fact.model.name,
            "attribute": fact.attribute,
            "value": fact.value,
        }
        yield _removal(payload, fact.quote)


def _removal(payload: dict[str, object], quote: str) -> Wanted:
    key = key_of(Proposal.Kind.REMOVAL, (payload["what"], payload["id"]))
    return Wanted(Proposal.Kind.REMOVAL, payload, key, quote=quote, reason=_REASON)
