"""What changes a map. Each is one transaction that raises the revision by one; nested in `changing` they share one."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Max

from concepts.models import Concept, KnowledgeMap, Link, LinkKind, changing
from concepts.topics import find_or_make_topics


def add_concept(*, knowledge_map: KnowledgeMap, title: str, **fields: object) -> Concept:
    """A new concept at the end of the map's order, unless `position` says otherwise."""
    with changing(knowledge_map.pk):
        if "position" not in fields:
            last = Concept.objects.filter(map=knowledge_map).aggregate(last=Max("position"))["last"]
            fields["position"] = 0 if last is None else last + 1
        return Concept.objects.create(map=knowledge_map, title=title, **fields)


def add_link(*, source: Concept, target: Concept, kind: LinkKind, reason: str = "") -> Link:
    """A new link. Raises CircleRefused, ValidationError."""
    return Link.objects.create(map_id=source.map_id, source=source, target=target, kind=kind, reason=reason)


def publish_maps(*, map_ids: Collection[int], published: bool) -> int:
    """Show maps to everyone, or to staff alone. Returns how many were changed; those already so are left alone."""
    return (
        KnowledgeMap.objects.filter(pk__in=map_ids).exclude(published=published).update(published=published)
    )


def publish_concepts(*, concept_ids: Collection[int], published: bool) -> int:
    """Show concepts to everyone, or to staff alone. Returns how many were changed; those already so are left alone."""
    return Concept.objects.filter(pk__in=concept_ids).exclude(published=published).update(published=published)


def order_concepts(*, positions: Mapping[int, int]) -> None:
    """Give concepts their places in the map's own order, by id."""
    concepts = list(Concept.objects.filter(pk__in=positions))
    for concept in concepts:
        concept.position = positions[concept.pk]
    Concept.objects.bulk_update(concepts, ["position"], batch_size=500)


def set_topics(*, knowledge_map: KnowledgeMap, titles: Sequence[str]) -> None:
    """The topics of a map, by title; those that are not there yet are made."""
    with changing(knowledge_map.pk):
        knowledge_map.topics.set(find_or_make_topics(titles))
