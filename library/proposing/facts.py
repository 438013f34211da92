"""Proposals of facts: what the text states about AI models."""

from collections.abc import Iterator

from concepts.folding import fold
from concepts.text import TITLE_LENGTH, clean_line
from library.models import Document, Fact, Proposal
from library.proposing.wanted import Text, Wanted, fitted
from library.recognizing.found import FactFound, Recognized

_CERTAIN = 1.0
_Stated = dict[tuple[str, str], list[tuple[int, int]]]


def fact_proposals(document: Document, recognized: Recognized, text: Text) -> Iterator[Wanted]:
    """Each figure that the library does not hold from this very passage. Queries: 1."""
    stated = _stated(document)
    for found in recognized.facts:
        if found.start < found.end and not _is_stated(stated, found):
            yield _wanted(found, text)


def _wanted(found: FactFound, text: Text) -> Wanted:
    payload = {
        "model": fitted(found.model, TITLE_LENGTH),
        "attribute": found.attribute,
        "value": fitted(found.value, TITLE_LENGTH),
        "unit": clean_line(found.unit),
        "number": found.number,
    }
    tagged = found.confidence >= _CERTAIN
    reason = "The text marks this figure." if tagged else "The words around it read like this figure."
    content = (found.model, found.attribute, found.value)
    at = (found.start, found.end)
    return text.wanted(Proposal.Kind.FACT, content, payload, at, score=found.confidence, reason=reason)


def _stated(document: Document) -> _Stated:
    stated: _Stated = {}
    for fact in Fact.objects.placed().filter(document=document).select_related("model"):
        for name in (fact.model.name, *fact.model.alias_list):
            stated.setdefault((fold(name), fact.attribute), []).append((fact.start, fact.end))
    return stated


def _is_stated(stated: _Stated, found: FactFound) -> bool:
    places = stated.get((fold(found.model), found.attribute), ())
    return any(start < found.end and found.start < end for start, end in places)
