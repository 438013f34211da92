"""Brings stored maps to what drafts say, changing only what differs."""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from django.db import transaction
from django.db.models import Max

from concepts.formats.batches import Progress, no_progress
from concepts.formats.concept_changes import ConceptChanges, compare_concepts, write_concepts
from concepts.formats.drafts import MapDraft
from concepts.formats.link_changes import compare_links, write_links
from concepts.models import KnowledgeMap, changing
from concepts.services import set_topics

_HEAD = ("title", "summary", "detail", "featured", "published", "position")


class Outcome(Enum):
    """What became of a map."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def store_maps(
    drafts: Iterable[MapDraft], *, progress: Progress = no_progress
) -> list[tuple[KnowledgeMap, Outcome]]:
    """Create or replace these maps, all in one transaction. The drafts must be settled."""
    with transaction.atomic():
        # In one order, so that two imports of the same maps cannot block each other.
        return [store_map(draft, progress=progress) for draft in sorted(drafts, key=lambda draft: draft.slug)]


def store_map(draft: MapDraft, *, progress: Progress = no_progress) -> tuple[KnowledgeMap, Outcome]:
    """Create or replace one map in one transaction. The draft must be settled.

    Concepts keep their ids as long as they keep their slugs; a map that is so already keeps its revision.
    """
    with transaction.atomic():
        # Locked before it is compared: nobody can change it between that and the writing.
        stored = KnowledgeMap.objects.select_for_update().filter(slug=draft.slug).first()
        draft = _completed(draft, stored)
        knowledge_map = stored or KnowledgeMap.objects.create(slug=draft.slug, **_head(draft))
        concepts = compare_concepts(draft, knowledge_map.pk)
        if stored and _is_same(draft, stored, concepts):
            return stored, Outcome.UNCHANGED
        with changing(knowledge_map.pk):
            _write_head(draft, knowledge_map)
            write_concepts(concepts, knowledge_map.pk, progress)
            write_links(compare_links(draft, knowledge_map.pk, concepts.ids), knowledge_map.pk, progress)
        knowledge_map.refresh_from_db()
        return knowledge_map, Outcome.CHANGED if stored else Outcome.CREATED


def _head(draft: MapDraft | KnowledgeMap) -> dict[str, str | int | bool]:
    return {name: getattr(draft, name) for name in _HEAD}


def _completed(draft: MapDraft, stored: KnowledgeMap | None) -> MapDraft:
    """The draft with what its file leaves open: as it is stored, or for a new map, behind all others."""
    if stored and not draft.has_head:
        topics = tuple(topic.title for topic in stored.topics.all())
        return replace(draft, topics=topics, **_head(stored))  # type: ignore[arg-type]
    if draft.position is not None:
        return draft
    return replace(draft, position=stored.position if stored else next_map_position())


def _is_same(draft: MapDraft, stored: KnowledgeMap, concepts: ConceptChanges) -> bool:
    topics = {topic.title.casefold() for topic in stored.topics.all()}
    return (
        not concepts
        and _head(draft) == _head(stored)
        and topics == {title.casefold() for title in draft.topics}
        and not compare_links(draft, stored.pk, concepts.ids)
    )


def _write_head(draft: MapDraft, knowledge_map: KnowledgeMap) -> None:
    if _head(draft) != _head(knowledge_map):
        for name, value in _head(draft).items():
            setattr(knowledge_map, name, value)
        knowledge_map.save()
    set_topics(knowledge_map=knowledge_map, titles=draft.topics)


def next_map_position() -> int:
    """The position behind all maps. Queries: 1."""
    last = KnowledgeMap.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
