"""“More like this”: documents near one in the graph of what they share, with the reason in words."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.core.cache import cache

from graph.ranking import personalised_pagerank
from library.likeness.index import OpenIndex, present_index
from library.models import Citation, Document
from library.selectors import documents_by_id

MOST_SIMILAR = 6
_MOST_REASONS = 3
# A walk that ends early stays near where it began, and needs few rounds to tell the nearest.
_DAMPING, _TOLERANCE = 0.5, 1e-4
# So many more are looked at, since some may have been taken from the library since the index was built.
_SPARE = 6
_KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Similar:
    """A document like another, and what both have: concepts, topics, words. What says most comes first."""

    document: Document
    concepts: tuple[str, ...]
    topics: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def shared(self) -> tuple[str, ...]:
        """The reason in names, at most three: concepts and topics, else words."""
        return ((*self.concepts, *self.topics) or self.words)[:_MOST_REASONS]


def similar_documents(document: Document, *, limit: int = MOST_SIMILAR) -> tuple[Similar, ...]:
    """Published documents like this one, the most alike first. None until the index knows it. Queries: up to 4.

    What is near only by way of others, so that no reason can be told, is left out.
    Cost: about 20 ms in a library of 10,000 documents, the next time nothing.
    """
    index = present_index()
    number = index.number_of(document.pk) if index else None
    if index is None or number is None:
        return ()
    near = _nearest(index, number, limit + _SPARE)
    there = documents_by_id(near)
    found = [there[pk] for pk in near if pk in there]
    concepts = _shared_concepts(document.pk, [other.pk for other in found])
    topics = {topic.title for topic in document.topics.all()}
    words = set(index.telling_words(number))
    similar = (
        Similar(
            other,
            tuple(concepts[other.pk]),
            tuple(topic.title for topic in other.topics.all() if topic.title in topics),
            tuple(_without_plurals([word for word in _words_of(index, other.pk) if word in words])),
        )
        for other in found
    )
    return tuple(each for each in similar if each.shared)[:limit]


def _nearest(index: OpenIndex, number: int, most: int) -> list[int]:
    key = f"likeness:{index.stamp}:{number}:{most}"
    kept: list[int] | None = cache.get(key)
    if kept is None:
        rank = personalised_pagerank(index.graph, {number: 1}, damping=_DAMPING, tolerance=_TOLERANCE)
        rank = rank[: index.documents.size]
        rank[number] = 0
        # The older document first where two are as near, so that the order is always the same.
        best = np.argsort(-rank, kind="stable")[:most]
        kept = index.documents[best[rank[best] > 0]].tolist()
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def _shared_concepts(document_id: int, others: list[int]) -> dict[int, list[str]]:
    """The titles of the published concepts that others cite too, as often cited first. Queries: 1."""
    own = Citation.objects.placed().filter(document_id=document_id).order_by().values("concept")
    cited = Citation.objects.placed().filter(
        document_id__in=others, concept__in=own, concept__published=True, concept__map__published=True
    )
    pairs = cited.order_by("concept__map__position", "concept__position", "concept_id").values_list(
        "document_id", "concept__title"
    )
    titles: dict[int, list[str]] = defaultdict(list)
    for pk, title in pairs:
        if title not in titles[pk]:
            titles[pk].append(title)
    return titles


def _without_plurals(words: list[str]) -> list[str]:
    """The words, of “block” and “blocks” the first alone."""
    stems = [word.removesuffix("s") for word in words]
    return [word for place, word in enumerate(words) if stems.index(stems[place]) == place]


def _words_of(index: OpenIndex, document_id: int) -> list[str]:
    number = index.number_of(document_id)
    return index.telling_words(number) if number is not None else []
