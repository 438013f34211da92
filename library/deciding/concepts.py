"""Accepted concepts: new ones at the end of their map, and other texts for those that are there."""

from django.core.exceptions import ValidationError
from django.db.models import Max

from concepts.folding import fold
from concepts.models import Concept
from library.deciding.doing import Doing
from library.deciding.edits import Edited
from library.models import Proposal
from library.slugs import free_slug

_OF_CHANGE = ("summary", "detail")
_ROWS_AT_ONCE = 500


def add_concepts(doing: Doing) -> None:
    """Make the new concepts, but those that were said to be the same as one that is there."""
    new = []
    for one in doing.of(Proposal.Kind.CONCEPT):
        if one.same_as:
            doing.became[one.proposal.pk] = one.same_as
        else:
            new.append(one)
    if not new:
        return
    there = Concept.objects.filter(map=doing.into)
    titles = {fold(title) for title in there.values_list("title", flat=True)}
    slugs = set(there.values_list("slug", flat=True))
    last = there.aggregate(last=Max("position"))["last"]
    made: dict[int, Concept] = {}
    for position, one in enumerate(new, start=0 if last is None else last + 1):
        title = one.values["title"]
        if fold(title) in titles:
            doing.refuse(one, _there_already(title))
            continue
        slug = free_slug(title, slugs)
        slugs.add(slug)
        titles.add(fold(title))
        if row := _prepared(doing, one, slug, position):
            made[one.proposal.pk] = row
    for row in Concept.objects.bulk_create(made.values(), batch_size=_ROWS_AT_ONCE):
        doing.steps.made("concept", row)
    doing.became |= made


def change_concepts(doing: Doing) -> None:
    """Give concepts the texts that were accepted, unless somebody has written others since they were compared."""
    wanted = doing.of(Proposal.Kind.CHANGE)
    concepts = Concept.objects.in_bulk([one.proposal.payload["concept"] for one in wanted]) if wanted else {}
    for one in wanted:
        payload = one.proposal.payload
        concept = concepts.get(payload["concept"])
        if concept is None:
            doing.refuse(one, f"The concept “{payload['title']}” is no longer there: refuse this change.")
            continue
        before = {name: getattr(concept, name) for name in _OF_CHANGE}
        if before != payload["before"]:
            doing.refuse(one, _changed_since(concept))
            continue
        for name in _OF_CHANGE:
            setattr(concept, name, one.values[name])
        concept.save(update_fields=[*_OF_CHANGE, "updated"])
        doing.steps.changed("concept", concept, before)
        doing.became[one.proposal.pk] = concept


def _prepared(doing: Doing, one: Edited, slug: str, position: int) -> Concept | None:
    """A new concept, not yet stored; None, with a fault noted, when it cannot be."""
    texts = {name: one.values[name] for name in ("title", *_OF_CHANGE)}
    row = Concept(map=doing.into, slug=slug, position=position, **texts)
    try:
        row.prepare()
    except ValidationError as refused:
        doing.refuse(one, " ".join(refused.messages))
        return None
    return row


def _there_already(title: str) -> str:
    return (
        f"The map has a concept “{title}” already: choose it under “same as”, or give this one another title."
    )


def _changed_since(concept: Concept) -> str:
    return f"“{concept.title}” was changed since this was proposed: hand the text in again to compare anew."
