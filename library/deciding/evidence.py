"""Accepted citations and facts, and those taken away whose words are gone."""

import re

from django.db.models import F
from django.utils import timezone

from concepts.models import Concept
from concepts.text import TITLE_LENGTH
from library.ai_model_names import find_or_make_models, key_of_name
from library.deciding.doing import Doing
from library.deciding.edits import Edited
from library.models import Citation, Fact, Proposal
from library.models.citation import QUOTE_LENGTH
from library.quotes import Sections

_LOST = "Its words are not in the document: write words that are, or refuse this one."


def cite_passages(doing: Doing) -> None:
    """Let concepts rest on the passages of the document: those it names, and those that it has just become."""
    document = doing.document
    sections = Sections(document.text, document.part_list)
    wanted = doing.of(Proposal.Kind.CONCEPT, Proposal.Kind.CITATION)
    named = Concept.objects.in_bulk(
        [one.proposal.payload["concept"] for one in doing.of(Proposal.Kind.CITATION)]
    )
    taken = set(Citation.objects.filter(document=document).values_list("concept", "start", "end"))
    rows = []
    for one in wanted:
        proposal = one.proposal
        is_concept = proposal.kind == Proposal.Kind.CONCEPT
        concept = (
            doing.became.get(proposal.pk)
            if is_concept
            else one.same_as or named.get(proposal.payload["concept"])
        )
        if concept is None:
            doing.refuse(
                one, f"The concept “{proposal.payload['title']}” is no longer there: refuse this one."
            )
            continue
        start, end = (proposal.start, proposal.end) if is_concept else _passage(doing, one)
        if end <= start and not is_concept:
            doing.refuse(one, _LOST)
        if end <= start or (concept.pk, start, end) in taken:
            continue
        taken.add((concept.pk, start, end))
        section = sections.at(start)[:TITLE_LENGTH]
        words = {"start": start, "end": end, "quote": document.text[start:end][:QUOTE_LENGTH]}
        rows.append(Citation(concept=concept, document=document, section=section, **words))
    for made in Citation.objects.bulk_create(rows, batch_size=500):
        doing.steps.made("citation", made)


def _passage(doing: Doing, one: Edited) -> tuple[int, int]:
    """Where the words stand that the curator left or wrote, nearest to those proposed; nowhere if they do not."""
    proposal = one.proposal
    words = one.values["quote"].split()
    if words == proposal.quote.split():
        return proposal.start, proposal.end
    places = [found.span() for found in re.finditer(r"\s+".join(map(re.escape, words)), doing.document.text)]
    return min(places, key=lambda place: abs(place[0] - proposal.start), default=(0, 0))


def make_facts(doing: Doing) -> None:
    """State facts, confirmed by who accepts them. Models that nobody has named yet are made."""
    wanted = doing.of(Proposal.Kind.FACT)
    models, made_models = find_or_make_models([one.values["model"] for one in wanted])
    for model in made_models:
        doing.steps.made("model", model)
    stated = Fact.objects.filter(document=doing.document)
    taken = set(stated.values_list("model", "attribute", "start", "end"))
    now = timezone.now() if doing.by else None
    rows = []
    for one in wanted:
        proposal = one.proposal
        model = models[key_of_name(one.values["model"])]
        place = (model.pk, one.values["attribute"], proposal.start, proposal.end)
        if proposal.end <= proposal.start:
            doing.refuse(one, _LOST)
            continue
        if place in taken:
            doing.refuse(one, f"This is stated of {model.name} already: refuse this one.")
            continue
        taken.add(place)
        rows.append(
            Fact(
                model=model,
                attribute=one.values["attribute"],
                value=one.values["value"],
                unit=one.values["unit"],
                number=one.values["number"],
                document=doing.document,
                start=proposal.start,
                end=proposal.end,
                quote=proposal.quote,
                confidence=proposal.score,
                confirmed_by=doing.by,
                confirmed_at=now,
            )
        )
    for made in Fact.objects.bulk_create(rows, batch_size=500):
        doing.steps.made("fact", made)


def remove_passages(doing: Doing) -> None:
    """Take away citations and facts whose words are gone still."""
    for model, what in ((Citation, "citation"), (Fact, "fact")):
        wanted = [one for one in doing.of(Proposal.Kind.REMOVAL) if one.proposal.payload["what"] == what]
        ids = [one.proposal.payload["id"] for one in wanted]
        rows = model.objects.filter(pk__in=ids, start=F("end")).in_bulk() if ids else {}
        for one in wanted:
            row = rows.get(one.proposal.payload["id"])
            if row is None:
                doing.refuse(one, f"This {what} is gone already, or has its words again: refuse this one.")
                continue
            doing.steps.removed(what, row)
        model.objects.filter(pk__in=rows).delete()
