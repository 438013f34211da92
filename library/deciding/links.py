"""Accepted links between the concepts of one map, found by the titles that the text gives them."""

from django.core.exceptions import ValidationError

from concepts.folding import fold
from concepts.models import Concept, Link, LinkKind
from concepts.services import add_link
from library.deciding.doing import Doing
from library.deciding.edits import Edited
from library.models import Proposal

_Ends = tuple[int, int, int]


def add_links(doing: Doing) -> None:
    """Join concepts. Circles show at the end of the map's change."""
    wanted = doing.of(Proposal.Kind.LINK)
    if not wanted:
        return
    named = _concepts_named(doing)
    links = Link.objects.filter(map=doing.into)
    there: set[_Ends] = set(links.values_list("source_id", "target_id", "kind"))
    for one in wanted:
        _add(doing, one, named, there)


def _add(doing: Doing, one: Edited, named: dict[str, Concept], there: set[_Ends]) -> None:
    payload = one.proposal.payload
    ends = []
    for title in (one.values["source"], payload["target"]):
        concept = named.get(fold(title))
        if concept is None:
            doing.refuse(one, f"“{title}” is not in the map yet: accept it too, or leave this link out.")
            return
        if concept.map_id != doing.into.pk:
            doing.refuse(
                one, f"“{title}” is in another map, and links join concepts of one map: refuse this link."
            )
            return
        ends.append(concept)
    source, target = ends
    kind = LinkKind(payload["kind"])
    if (source.pk, target.pk, kind.value) in there:
        doing.refuse(one, f"“{source.title}” and “{target.title}” are linked so already: refuse this link.")
        return
    try:
        made = add_link(source=source, target=target, kind=kind, reason=one.values["reason"])
    except ValidationError as refused:
        doing.refuse(one, " ".join(refused.messages))
        return
    there.add((source.pk, target.pk, kind.value))
    doing.steps.made("link", made)


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
