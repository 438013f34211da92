"""Accepted links between the concepts of one map, found by the titles that the text gives them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from concepts.folding import fold
from concepts.models import Concept, Link, LinkKind
from library.deciding.doing import Doing
from library.deciding.edits import Edited
from library.models import Proposal

_Ends = tuple[int, int, int]
_ROWS_AT_ONCE = 500


def add_links(doing: Doing) -> None:
    """Join concepts. Circles show at the end of the map's change."""
    wanted = doing.of(Proposal.Kind.LINK)
    if not wanted:
        return
    named = _concepts_named(doing)
    links = Link.objects.filter(map=doing.into)
    there: set[_Ends] = set(links.values_list("source_id", "target_id", "kind"))
    rows = [row for one in wanted if (row := _prepared(doing, one, named, there))]
    for row in Link.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE):
        doing.steps.made("link", row)


def _prepared(doing: Doing, one: Edited, named: dict[str, Concept], there: set[_Ends]) -> Link | None:
    """A new link, not yet stored; None, with a fault noted, when it cannot be."""
    ends = [named.get(fold(title)) for title in _titles(one)]
    kind = LinkKind(one.proposal.payload["kind"])
    fault = _fault(doing, one, ends)
    source, target = ends
    if fault or source is None or target is None:
        doing.refuse(one, fault)
        return None
    if (source.pk, target.pk, kind.value) in there:
        doing.refuse(one, f"“{source.title}” and “{target.title}” are linked so already: refuse this link.")
        return None
    row = Link(map=doing.into, source=source, target=target, kind=kind, reason=one.values["reason"])
    try:
        row.prepare()
    except ValidationError as refused:
        doing.refuse(one, " ".join(refused.messages))
        return None
    there.add((source.pk, target.pk, kind.value))
    return row


def _titles(one: Edited) -> tuple[str, str]:
    return one.values["source"], one.values["target"]


def _fault(doing: Doing, one: Edited, ends: Sequence[Concept | None]) -> str:
    """What is wrong with the ends, empty when both are concepts of the map."""
    for title, concept in zip(_titles(one), ends, strict=True):
        if concept is None:
            return f"“{title}” is not in the map yet: accept it too, or leave this link out."
        if concept.map_id != doing.into.pk:
            return f"“{title}” is in another map, and links join concepts of one map: refuse this link."
    return ""


def _concepts_named(doing: Doing) -> dict[str, Concept]:
    """The concepts of the map by folded title, and before them what titles of the document have become."""
    named: dict[str, Concept] = {}
    for concept in Concept.objects.filter(map=doing.into).defer("detail"):
        named.setdefault(fold(concept.title), concept)
    accepted = doing.document.proposals.filter(kind=Proposal.Kind.CONCEPT, became__isnull=False)
    for proposal in accepted.select_related("became"):
        if proposal.became:
            named[fold(proposal.payload["title"])] = proposal.became
    for one in doing.of(Proposal.Kind.CONCEPT):
        became = doing.became[one.proposal.pk]
        named[fold(one.proposal.payload["title"])] = named[fold(became.title)] = became
    return named
