"""What the database itself refuses, whoever writes: by SQL, past every model."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from concepts.models import Concept, KnowledgeMap, Link, LinkKind, Topic
from tests.concepts.atlas import make_concepts, make_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> list[Concept]:
    return make_concepts(make_map(), "First", "Second")


def insert_link(source: int, target: int, kind: int, map_id: int) -> None:
    run(
        "INSERT INTO concepts_link (map_id, source_id, target_id, kind, reason) VALUES (%s, %s, %s, %s, '')",
        map_id, source, target, kind,
    )  # fmt: skip


def run(statement: str, *parameters: Any) -> None:
    """In a transaction of its own, at the end of which PostgreSQL checks what it has put off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        connection.check_constraints()


def test_two_maps_cannot_share_a_slug() -> None:
    one, other = make_map("One"), make_map("Other")
    with pytest.raises(IntegrityError):
        run("UPDATE concepts_knowledgemap SET slug = %s WHERE id = %s", one.slug, other.pk)


def test_two_topics_cannot_share_a_slug_or_a_title() -> None:
    one, other = Topic.objects.create(title="One"), Topic.objects.create(title="Other")
    for column in ("slug", "title"):
        with pytest.raises(IntegrityError):
            run(f"UPDATE concepts_topic SET {column} = %s WHERE id = %s", getattr(one, column), other.pk)


def test_two_concepts_of_a_map_cannot_share_a_slug(pair: list[Concept]) -> None:
    with pytest.raises(IntegrityError):
        run("UPDATE concepts_concept SET slug = 'first' WHERE id = %s", pair[1].pk)


def test_concepts_of_two_maps_may_share_a_slug(pair: list[Concept]) -> None:
    assert make_concepts(make_map("Other"), "First")[0].slug == pair[0].slug


def test_a_link_is_there_once_of_each_kind(pair: list[Concept]) -> None:
    first, second = pair
    insert_link(first.pk, second.pk, LinkKind.PARENT, first.map_id)
    insert_link(first.pk, second.pk, LinkKind.PREREQUISITE, first.map_id)
    with pytest.raises(IntegrityError):
        insert_link(first.pk, second.pk, LinkKind.PARENT, first.map_id)


@pytest.mark.parametrize("kind", LinkKind.values)
def test_a_concept_is_not_linked_to_itself(pair: list[Concept], kind: int) -> None:
    with pytest.raises(IntegrityError):
        insert_link(pair[0].pk, pair[0].pk, kind, pair[0].map_id)


@pytest.mark.parametrize("kind", [0, 4])
def test_a_link_is_of_a_known_kind(pair: list[Concept], kind: int) -> None:
    with pytest.raises(IntegrityError):
        insert_link(pair[0].pk, pair[1].pk, kind, pair[0].map_id)


def test_a_related_link_is_stored_from_the_lower_number_alone(pair: list[Concept]) -> None:
    insert_link(pair[0].pk, pair[1].pk, LinkKind.RELATED, pair[0].map_id)
    with pytest.raises(IntegrityError):
        insert_link(pair[1].pk, pair[0].pk, LinkKind.RELATED, pair[0].map_id)


def test_a_related_link_given_the_other_way_round_is_turned(pair: list[Concept]) -> None:
    link = Link.objects.create(source=pair[1], target=pair[0], kind=LinkKind.RELATED)
    assert (link.source_id, link.target_id) == (pair[0].pk, pair[1].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(source=pair[0], target=pair[1], kind=LinkKind.RELATED)


def test_both_ends_of_a_link_are_in_its_map(pair: list[Concept]) -> None:
    stranger = make_concepts(make_map("Other"), "Stranger")[0]
    for source, target, map_id in (
        (pair[0].pk, stranger.pk, pair[0].map_id),
        (stranger.pk, pair[0].pk, pair[0].map_id),
        (pair[0].pk, pair[1].pk, stranger.map_id),
    ):
        with pytest.raises(IntegrityError):
            insert_link(source, target, LinkKind.PARENT, map_id)


def test_a_link_cannot_be_moved_into_another_map(pair: list[Concept]) -> None:
    stranger = make_concepts(make_map("Other"), "Stranger")[0]
    link = Link.objects.create(source=pair[0], target=pair[1], kind=LinkKind.PARENT)
    for column, value in (
        ("map_id", stranger.map_id),
        ("source_id", stranger.pk),
        ("target_id", stranger.pk),
    ):
        with pytest.raises(IntegrityError):
            run(f"UPDATE concepts_link SET {column} = %s WHERE id = %s", value, link.pk)


def test_a_linked_concept_cannot_be_moved_into_another_map(pair: list[Concept]) -> None:
    Link.objects.create(source=pair[0], target=pair[1], kind=LinkKind.PARENT)
    with pytest.raises(IntegrityError):
        run("UPDATE concepts_concept SET map_id = %s WHERE id = %s", make_map("Other").pk, pair[0].pk)


@pytest.mark.parametrize("minutes", [0, 601])
def test_minutes_are_from_one_to_six_hundred(pair: list[Concept], minutes: int) -> None:
    with pytest.raises(IntegrityError):
        run("UPDATE concepts_concept SET minutes = %s WHERE id = %s", minutes, pair[0].pk)


def test_deleting_a_map_takes_all_of_it_along(pair: list[Concept]) -> None:
    Link.objects.create(source=pair[0], target=pair[1], kind=LinkKind.PARENT)
    KnowledgeMap.objects.get(pk=pair[0].map_id).delete()
    assert not Concept.objects.exists()
    assert not Link.objects.exists()


def test_every_trigger_of_the_map_rules_is_there_on_sqlite() -> None:
    """Rebuilding a table drops them silently: a migration that does so must call `hold` of 0002 again."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has foreign keys over two columns for it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in cursor.fetchall()}
    assert {"link_ends_in_map_insert", "link_ends_in_map_update", "concept_stays_in_map"} <= names
