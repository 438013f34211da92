"""What has changed or was built since an acceptance, so that it cannot be taken back."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from concepts.models import Concept, Link
from library.deciding.steps import Step, state_of
from library.found_again import words_of
from library.models import Acceptance, AIModel, Citation, Document, Fact

# Rows by what they are and id.
Found = Mapping[str, Mapping[int, Any]]
_WORDS = {
    "map": "The map",
    "concept": "The concept",
    "link": "The link",
    "citation": "The citation of",
    "model": "The model",
    "fact": "The fact",
    "document": "The document",
}
_SHOWN = 10


def obstacles(acceptance: Acceptance, found: Found) -> list[str]:
    """A sentence for each thing in the way, the first ten; none when all can be taken back. Queries: up to 6."""
    made: dict[str, set[int]] = {}
    for step in acceptance.undo:
        if step["did"] == "made":
            made.setdefault(step["what"], set()).add(step["id"])
    removed = [step for step in acceptance.undo if step["did"] == "removed"]
    every = [*_changed(acceptance, found), *_built_on(made, acceptance.document), *_without_home(removed)]
    more = len(every) - _SHOWN
    return [*every[:_SHOWN], *([f"… and {more:,} more."] if more > 0 else [])]


def _changed(acceptance: Acceptance, found: Found) -> Iterator[str]:
    last: dict[tuple[str, int], Step] = {}
    for step in acceptance.undo:
        if step["did"] != "removed" and step["what"] != "topic":
            last[step["what"], step["id"]] = step
    for (what, pk), step in last.items():
        row = found.get(what, {}).get(pk)
        if row is None:
            # What was made and is gone already needs no undoing; a change in it cannot be taken back.
            if step["did"] == "changed":
                yield f"{_WORDS[what]} that was changed is no longer there."
            continue
        if _differs(row, what, step):
            yield f"{_WORDS[what]} “{row}” was changed since."


def _without_home(removed: list[Step]) -> Iterator[str]:
    """Rows that cannot be put back, since what they were about is gone."""
    for what, name, about in (("citation", "concept_id", Concept), ("fact", "model_id", AIModel)):
        rows = [step["row"] for step in removed if step["what"] == what]
        there = set(
            about._default_manager.filter(pk__in=[row[name] for row in rows]).values_list("pk", flat=True)
        )
        for row in rows:
            if row[name] not in there:
                yield f"What “{row['quote'][:80]}” was about is no longer there."


def _differs(row: models.Model, what: str, step: Step) -> bool:
    if step["did"] == "made":
        return _compared(state_of(what, row)) != _compared(step["as"])
    after: Mapping[str, Any] = step["after"]
    return any(getattr(row, name) != value for name, value in after.items())


def _compared(state: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as they are compared: a quote follows its words when the text puts other signs between them."""
    return {name: words_of(value) if name == "quote" else value for name, value in state.items()}


def _built_on(made: Mapping[str, set[int]], document: Document) -> Iterator[str]:
    """What would go too, or hang in the air, although others made it."""
    concepts, maps = made.get("concept", set()), made.get("map", set())
    if maps:
        for concept in Concept.objects.filter(map__in=maps).exclude(pk__in=concepts):
            yield f"The concept “{concept}” has come into the map since."
        for other in Document.objects.filter(map__in=maps).exclude(pk=document.pk):
            yield f"The document “{other}” proposes concepts for the map."
    if concepts:
        links = Link.objects.filter(Q(source__in=concepts) | Q(target__in=concepts))
        for link in links.exclude(pk__in=made.get("link", set())).select_related("source", "target"):
            yield f"The link “{link}” was made since."
        cited = Citation.objects.filter(concept__in=concepts).exclude(pk__in=made.get("citation", set()))
        for citation in cited.select_related("concept", "document"):
            yield f"“{citation.concept}” cites “{citation.document}” since."
    if models_made := made.get("model"):
        facts = Fact.objects.filter(model__in=models_made).exclude(pk__in=made.get("fact", set()))
        for fact in facts.select_related("model", "document"):
            yield f"“{fact.document}” states a fact about {fact.model} since."
