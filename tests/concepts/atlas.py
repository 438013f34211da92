"""Small maps for tests, each made in a line."""

from collections.abc import Iterable
from itertools import pairwise

from django.utils.text import slugify

from concepts.models import Concept, KnowledgeMap, Link, LinkKind


def make_map(title: str = "Physics", **fields: object) -> KnowledgeMap:
    """A published map without concepts."""
    return KnowledgeMap.objects.create(**{"title": title, "summary": "A map.", "published": True, **fields})


def make_concepts(knowledge_map: KnowledgeMap, *titles: str) -> list[Concept]:
    """Concepts of these titles, in this order, after those that are there."""
    first = knowledge_map.concepts.count()
    return [
        Concept.objects.create(
            map=knowledge_map, title=title, slug=slugify(title) or f"idea-{number}", position=first + number
        )
        for number, title in enumerate(titles)
    ]


def make_chain(knowledge_map: KnowledgeMap, length: int) -> list[Concept]:
    """Concepts named Step 1, Step 2 and so on, each a prerequisite of the next."""
    steps = make_concepts(knowledge_map, *(f"Step {number}" for number in range(1, length + 1)))
    Link.objects.bulk_create(
        Link(map=knowledge_map, source=one, target=other, kind=LinkKind.PREREQUISITE)
        for one, other in pairwise(steps)
    )
    return steps


def titles_of(hits: Iterable[object]) -> list[str]:
    """The titles of what was found, in order."""
    return [getattr(hit, "title") for hit in hits]  # noqa: B009
