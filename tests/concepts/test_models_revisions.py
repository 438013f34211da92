"""Every change raises the revision of its map by exactly one, and nothing else does."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from concepts import services
from concepts.errors import CircleRefused, UnknownMap
from concepts.models import Concept, KnowledgeMap, Link, LinkKind, Topic, changing, changing_all
from tests.concepts.atlas import make_concepts, make_map

pytestmark = pytest.mark.django_db

PARENT, PREREQUISITE, RELATED = LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED


@pytest.fixture
def physics() -> KnowledgeMap:
    physics = make_map()
    first, second, third = make_concepts(physics, "First", "Second", "Third")
    Link.objects.create(source=first, target=second, kind=PARENT)
    Link.objects.create(source=second, target=third, kind=RELATED)
    physics.topics.add(Topic.objects.create(title="Nature"))
    physics.refresh_from_db()
    return physics


def raised(knowledge_map: KnowledgeMap) -> int:
    """By how much the revision has gone up since the map was read."""
    return KnowledgeMap.objects.get(pk=knowledge_map.pk).revision - knowledge_map.revision


def concepts(physics: KnowledgeMap) -> list[Concept]:
    return list(Concept.objects.filter(map=physics))


CHANGES: dict[str, Callable[[KnowledgeMap], object]] = {
    "a concept is created": lambda it: Concept.objects.create(map=it, title="New"),
    "a concept is saved": lambda it: concepts(it)[0].save(),
    "a concept is deleted": lambda it: concepts(it)[0].delete(),
    "a concept that is linked is deleted": lambda it: concepts(it)[1].delete(),
    "concepts are updated": lambda it: Concept.objects.filter(map=it).update(minutes=9),
    "titles are updated": lambda it: Concept.objects.filter(map=it).update(title="Same"),
    "concepts are created in bulk": lambda it: Concept.objects.bulk_create(
        [Concept(map=it, title=f"New {number}") for number in range(5)], batch_size=2
    ),
    "concepts are updated in bulk": lambda it: Concept.objects.bulk_update(
        concepts(it), ["title", "minutes"], batch_size=2
    ),
    "concepts are deleted in bulk": lambda it: Concept.objects.filter(map=it).delete(),
    "a concept is got or created": lambda it: Concept.objects.get_or_create(map=it, title="New"),
    "a concept is updated or created": lambda it: Concept.objects.update_or_create(
        map=it, slug="first", defaults={"minutes": 7}
    ),
    "a link is created": lambda it: services.add_link(
        source=concepts(it)[0], target=concepts(it)[2], kind=PREREQUISITE
    ),
    "a link is saved": lambda it: Link.objects.filter(map=it)[0].save(),
    "a link is deleted": lambda it: Link.objects.filter(map=it)[0].delete(),
    "links are updated": lambda it: Link.objects.filter(map=it).update(reason="So."),
    "links are created in bulk": lambda it: Link.objects.bulk_create(
        [Link(map=it, source=concepts(it)[0], target=other, kind=PREREQUISITE) for other in concepts(it)[1:]]
    ),
    "links are updated in bulk": lambda it: Link.objects.bulk_update(
        list(Link.objects.filter(map=it)), ["reason"]
    ),
    "links are deleted in bulk": lambda it: Link.objects.filter(map=it).delete(),
    "the map is saved": lambda it: KnowledgeMap.objects.get(pk=it.pk).save(),
    "maps are updated": lambda it: KnowledgeMap.objects.filter(pk=it.pk).update(published=False),
    "titles of maps are updated": lambda it: KnowledgeMap.objects.filter(pk=it.pk).update(title="New"),
    "maps are updated in bulk": lambda it: KnowledgeMap.objects.bulk_update(
        [KnowledgeMap.objects.get(pk=it.pk)], ["title", "summary"]
    ),
    "a topic of the map is renamed": lambda it: Topic.objects.get(maps=it).save(),
    "a topic of the map is deleted": lambda it: Topic.objects.get(maps=it).delete(),
    "topics are renamed in bulk": lambda it: Topic.objects.filter(maps=it).update(title="The World"),
    "topics are updated in bulk": lambda it: Topic.objects.bulk_update(
        list(Topic.objects.filter(maps=it)), ["title"]
    ),
    "topics are deleted in bulk": lambda it: Topic.objects.filter(maps=it).delete(),
    "a topic is added": lambda it: it.topics.add(Topic.objects.create(title="Motion")),
    "a topic is taken away": lambda it: it.topics.remove(it.topics.get()),
    "topics are replaced": lambda it: it.topics.set([Topic.objects.create(title="Motion")]),
    "topics are cleared": lambda it: it.topics.clear(),
    "a topic takes the map": lambda it: Topic.objects.create(title="Motion").maps.add(it.pk),
    "a topic lets go of the map": lambda it: it.topics.get().maps.remove(it),
    "a topic's maps are replaced": lambda it: it.topics.get().maps.set([]),
    "a topic's maps are cleared": lambda it: it.topics.get().maps.clear(),
    "topics are set": lambda it: services.set_topics(knowledge_map=it, titles=["Nature", "Motion"]),
    "concepts are put in order": lambda it: services.order_concepts(
        positions={concept.pk: 9 - number for number, concept in enumerate(concepts(it))}
    ),
    "concepts are unpublished": lambda it: services.publish_concepts(
        concept_ids=[concept.pk for concept in concepts(it)], published=False
    ),
    "the map is unpublished": lambda it: services.publish_maps(map_ids=[it.pk], published=False),
    "a concept is added by the service": lambda it: services.add_concept(knowledge_map=it, title="New"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_raises_the_revision_once(
    physics: KnowledgeMap, change: Callable[[KnowledgeMap], object]
) -> None:
    stamp = physics.stamp
    change(physics)
    assert raised(physics) == 1
    assert KnowledgeMap.objects.get(pk=physics.pk).stamp != stamp


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_leaves_other_maps_alone(
    physics: KnowledgeMap, change: Callable[[KnowledgeMap], object]
) -> None:
    other = make_map("Other")
    make_concepts(other, "First")
    other.refresh_from_db()
    change(physics)
    assert raised(other) == 0


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_that_is_rolled_back_was_none(
    physics: KnowledgeMap, change: Callable[[KnowledgeMap], object]
) -> None:
    with transaction.atomic():
        change(physics)
        transaction.set_rollback(True)
    assert raised(physics) == 0
    assert KnowledgeMap.objects.get(pk=physics.pk).stamp == physics.stamp


def test_all_changes_within_one_block_raise_it_once(physics: KnowledgeMap) -> None:
    with changing(physics.pk):
        Concept.objects.filter(map=physics).update(minutes=8)
        with changing(physics.pk):
            concepts(physics)[0].delete()
        services.add_concept(knowledge_map=physics, title="New")
    assert raised(physics) == 1


def test_two_blocks_one_after_the_other_raise_it_twice(physics: KnowledgeMap) -> None:
    for _ in range(2):
        with changing(physics.pk):
            concepts(physics)[0].save()
    assert raised(physics) == 2


def test_a_topic_renamed_raises_every_map_that_has_it(physics: KnowledgeMap) -> None:
    other = make_map("Other")
    topic = Topic.objects.get(maps=physics)
    other.topics.add(topic)
    other.refresh_from_db()
    topic.title = "The World"
    topic.save()
    assert (raised(physics), raised(other)) == (1, 1)


def test_a_bulk_write_raises_each_map_it_touches_once(physics: KnowledgeMap) -> None:
    other = make_map("Other")
    make_concepts(other, "First", "Second")
    other.refresh_from_db()
    Concept.objects.update(minutes=3)
    assert (raised(physics), raised(other)) == (1, 1)


def test_what_changes_no_row_raises_nothing(physics: KnowledgeMap) -> None:
    Concept.objects.filter(title="None of these").update(minutes=3)
    Concept.objects.bulk_create([])
    services.publish_maps(map_ids=[physics.pk], published=True)
    assert raised(physics) == 0


def test_reading_raises_nothing(physics: KnowledgeMap) -> None:
    list(Concept.objects.filter(map=physics).select_related("map"))
    assert raised(physics) == 0


def test_an_error_in_a_block_leaves_the_next_block_its_own(physics: KnowledgeMap) -> None:
    with pytest.raises(RuntimeError), changing(physics.pk):
        raise RuntimeError
    concepts(physics)[0].save()
    assert raised(physics) == 1


def test_a_map_in_memory_that_is_old_does_not_turn_the_revision_back(physics: KnowledgeMap) -> None:
    for concept in concepts(physics):
        concept.save()
    physics.title = "Mechanics"
    physics.save()
    now = KnowledgeMap.objects.get(pk=physics.pk)
    assert (now.title, now.revision) == ("Mechanics", physics.revision)


def test_bookkeeping_about_a_map_is_no_change_of_it(physics: KnowledgeMap) -> None:
    KnowledgeMap.objects.filter(pk=physics.pk).update(seed_digest="d", seeded_revision=3)
    assert raised(physics) == 0


def test_changing_a_map_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownMap), changing(987_654):
        pytest.fail("must not be entered")


def test_several_maps_change_in_one_transaction(physics: KnowledgeMap) -> None:
    other = make_map("Other")

    def fail_in_the_middle() -> None:
        with changing_all([other.pk, physics.pk]):
            Concept.objects.filter(map=physics).delete()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_in_the_middle()
    assert concepts(physics)
    assert (raised(physics), raised(other)) == (0, 0)


def test_a_refused_circle_takes_the_whole_block_back(physics: KnowledgeMap) -> None:
    first, second, _ = concepts(physics)

    def close_a_circle() -> None:
        with changing(physics.pk):
            services.add_concept(knowledge_map=physics, title="New")
            services.add_link(source=second, target=first, kind=PARENT)

    with pytest.raises(CircleRefused):
        close_a_circle()
    assert raised(physics) == 0
    assert len(concepts(physics)) == 3


def test_a_concept_stays_in_its_map(physics: KnowledgeMap) -> None:
    other = make_map("Other")
    concept = concepts(physics)[0]
    concept.map = other
    with pytest.raises(ValidationError):
        concept.save()
    with pytest.raises(ValueError, match="stays in its map"):
        Concept.objects.filter(pk=concept.pk).update(map=other)


def test_a_bulk_change_of_concepts_says_when_they_were_updated(physics: KnowledgeMap) -> None:
    before = {concept.pk: concept.updated for concept in concepts(physics)}
    services.order_concepts(positions=dict.fromkeys(before, 9))
    Concept.objects.filter(map=physics, title="First").update(published=False)
    assert all(concept.updated > before[concept.pk] for concept in concepts(physics))
