"""Brings stored maps to what files say, changing only what differs."""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import Max

from concepts.formats.batches import Progress, no_progress
from concepts.formats.bulk import writing_much
from concepts.formats.concept_changes import ConceptChanges, compare_concepts, write_concepts
from concepts.formats.drafts import MapDraft, MapHead
from concepts.formats.faults import Fault, Faults, MapRefused
from concepts.formats.link_changes import LinkChanges, compare_links, write_links
from concepts.formats.staging import StagedMap, staged
from concepts.models import KnowledgeMap, changing
from concepts.services import set_topics

_HEAD = ("title", "summary", "detail", "featured", "published", "position")


class Outcome(Enum):
    """What became of a map."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def store_maps(
    maps: Iterable[StagedMap], *, progress: Progress = no_progress
) -> list[tuple[KnowledgeMap, Outcome]]:
    """Create or replace these maps, all in one transaction.

    Concepts keep their ids as long as they keep their slugs; a map that is so already keeps its revision. `progress` is
    told of every row, whether it is written or was so already.

    Raises: MapRefused, when a map would lose all its concepts.
    """
    with writing_much(), transaction.atomic():
        # In one order, so that two imports of the same maps cannot block each other.
        return [_store(staged_map, progress) for staged_map in sorted(maps, key=lambda each: each.head.slug)]


def store_map(draft: MapDraft) -> tuple[KnowledgeMap, Outcome]:
    """Create or replace one small map in one transaction. Raises: MapRefused when it is not as it must be."""
    with staged(draft.stream(), Faults(draft.slug)) as staged_map:
        return store_maps([staged_map])[0]


def _store(staged_map: StagedMap, progress: Progress) -> tuple[KnowledgeMap, Outcome]:
    stored = _locked(staged_map.head.slug)
    if stored and not len(staged_map.concepts):
        _refuse_to_empty(stored)
    head = _completed(staged_map.head, stored)
    knowledge_map = stored or _created(head)
    if knowledge_map is None:
        # Another import has created it meanwhile, and is done.
        return _store(staged_map, progress)
    concepts = compare_concepts(staged_map.concepts, knowledge_map.pk, progress)
    links = None
    if stored and not concepts and _has_head(stored, head):
        links = _compare_links(staged_map, stored.pk, concepts, progress)
        if not links:
            return stored, Outcome.UNCHANGED
    with changing(knowledge_map.pk) as change:
        # Rows are written past the models, which would tell of each.
        change.whole = True
        _write_head(head, knowledge_map)
        write_concepts(concepts, staged_map.concepts, knowledge_map.pk, progress)
        links = links or _compare_links(staged_map, knowledge_map.pk, concepts, progress)
        write_links(links, staged_map.reasons, knowledge_map.pk, concepts.ids, progress)
    knowledge_map.refresh_from_db()
    return knowledge_map, Outcome.CHANGED if stored else Outcome.CREATED


def _refuse_to_empty(stored: KnowledgeMap) -> None:
    """A table that was cut off below its first row looks just as one that is to empty a map."""
    if count := stored.concepts.count():
        text = (
            f"There are no concepts here, but the map has {count:,}. Is the file cut off? "
            "A map that is to go is deleted in the admin."
        )
        raise MapRefused(stored.slug, [Fault(stored.slug, 0, text)])


def _locked(slug: str) -> KnowledgeMap | None:
    """The map that is stored, locked before it is compared: nobody can change it between that and the writing."""
    return KnowledgeMap.objects.select_for_update().filter(slug=slug).first()


def _created(head: MapHead) -> KnowledgeMap | None:
    """A new map; None when there is one by now. Waits for an import that is about to create it."""
    try:
        with transaction.atomic():
            return KnowledgeMap.objects.create(slug=head.slug, **_head(head))
    except IntegrityError:
        if not KnowledgeMap.objects.filter(slug=head.slug).exists():
            raise
        return None


def _compare_links(
    staged_map: StagedMap, map_id: int, concepts: ConceptChanges, progress: Progress
) -> LinkChanges:
    return compare_links(staged_map.links, staged_map.reasons, map_id, concepts.ids, progress)


def _head(head: MapHead | KnowledgeMap) -> dict[str, str | int | bool]:
    return {name: getattr(head, name) for name in _HEAD}


def _completed(head: MapHead, stored: KnowledgeMap | None) -> MapHead:
    """The head with what its file leaves open: as it is stored, or for a new map, behind all others."""
    if stored and not head.has_head:
        topics = tuple(topic.title for topic in stored.topics.all())
        return replace(head, topics=topics, **_head(stored))  # type: ignore[arg-type]
    if head.position is not None:
        return head
    return replace(head, position=stored.position if stored else next_map_position())


def _has_head(stored: KnowledgeMap, head: MapHead) -> bool:
    topics = {topic.title.casefold() for topic in stored.topics.all()}
    return _head(head) == _head(stored) and topics == {title.casefold() for title in head.topics}


def _write_head(head: MapHead, knowledge_map: KnowledgeMap) -> None:
    if _head(head) != _head(knowledge_map):
        for name, value in _head(head).items():
            setattr(knowledge_map, name, value)
        knowledge_map.save()
    set_topics(knowledge_map=knowledge_map, titles=head.topics)


def next_map_position() -> int:
    """The position behind all maps. Queries: 1."""
    last = KnowledgeMap.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
