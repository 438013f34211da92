"""Maps are deleted: small ones at once, large ones in the background."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concepts import map_deletion
from concepts.map_deletion import KIND, run_deletion
from concepts.models import Concept, KnowledgeMap, Link
from library.models import Citation
from outbox.models import Job
from tests.concepts.atlas import make_chain, make_map
from tests.library.shelf import cite, document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> KnowledgeMap:
    monkeypatch.setattr(map_deletion, "LARGE_FROM_ROWS", 5)
    monkeypatch.setattr(map_deletion, "_ROWS_AT_A_TIME", 3)
    grown = make_map()
    make_chain(grown, 8)
    return grown


def delete_by_hand(client: Client, knowledge_map: KnowledgeMap) -> str:
    page = reverse("admin:concepts_knowledgemap_delete", args=[knowledge_map.pk])
    return client.post(page, {"post": "yes"}, follow=True).content.decode()


def test_a_large_map_is_hidden_at_once_and_deleted_in_the_background(
    client: Client, staff_client: Client, large: KnowledgeMap
) -> None:
    assert "the relay deletes it" in delete_by_hand(staff_client, large)
    assert client.get(large.get_absolute_url()).status_code == 404
    assert KnowledgeMap.objects.get().title == "Physics (being deleted)"
    assert Concept.objects.count() == 8
    run_deletion(Job.objects.get(kind=KIND))
    assert [model.objects.count() for model in (KnowledgeMap, Concept, Link)] == [0, 0, 0]


def test_a_deletion_that_was_ended_goes_on_where_it_was(staff_client: Client, large: KnowledgeMap) -> None:
    delete_by_hand(staff_client, large)
    parts = map_deletion._deleted(large.pk)
    assert [next(parts), next(parts)] == [3, 3]
    parts.close()
    assert Link.objects.count() == 1
    job = Job.objects.get(kind=KIND)
    run_deletion(job)
    run_deletion(job)
    assert not Concept.objects.exists()


def test_other_maps_and_what_cites_them_stay(staff_client: Client, large: KnowledgeMap) -> None:
    other = make_map("Other")
    kept = make_chain(other, 3)[0]
    for concept in (kept, Concept.objects.get(map=large, slug="step-1")):
        cite(concept, document(f"About {concept.pk}"), "Large models")
    delete_by_hand(staff_client, large)
    run_deletion(Job.objects.get(kind=KIND))
    assert Citation.objects.get().concept == kept
    assert Link.objects.count() == 2


def test_asking_costs_as_many_queries_for_a_larger_map(staff_client: Client, large: KnowledgeMap) -> None:
    page = reverse("admin:concepts_knowledgemap_delete", args=[large.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            staff_client.get(page)
        return len(captured)

    before = queries()
    make_chain(make_map("More"), 3)
    Concept.objects.bulk_create(Concept(map=large, title=f"More {number}") for number in range(20))
    assert queries() == before
