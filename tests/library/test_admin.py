"""Documents, citations, facts and models in the admin."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from library.deciding import accept
from library.models import AIModel, Document, Fact
from library.services import confirm_facts, publish_documents
from tests.concepts.atlas import make_concepts, make_map
from tests.library.deciding import disclosure, hand_in, ids_of, map_text
from tests.library.shelf import cite

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    found = ("GPT-3 has 175 billion parameters.", "GPT-3", "params", "175 billion parameters", 175e9)
    document, _ = hand_in(disclosure(found))
    accept(document=document, proposal_ids=ids_of(document), by=None)
    cite(make_concepts(make_map(), "Scale")[0], document, "175 billion")
    return document


@pytest.mark.parametrize("name", ["document", "citation", "fact", "aimodel", "intake"])
def test_every_list_and_page_opens(staff_client: Client, document: Document, name: str) -> None:
    page = staff_client.get(reverse(f"admin:library_{name}_changelist"))
    assert page.status_code == 200
    for row in page.context["cl"].queryset:
        assert staff_client.get(reverse(f"admin:library_{name}_change", args=[row.pk])).status_code == 200


def test_documents_are_published_and_unpublished_from_the_list(
    staff_client: Client, document: Document
) -> None:
    page = reverse("admin:library_document_changelist")
    for action, status in (("publish", "published"), ("unpublish", "draft")):
        answer = staff_client.post(page, {"action": action, "_selected_action": [document.pk]}, follow=True)
        document.refresh_from_db()
        assert document.status == status
        assert f"1 of 1 selected documents {action}ed." in answer.content.decode()


def test_a_document_is_edited_and_its_text_is_not(staff_client: Client, document: Document) -> None:
    page = reverse("admin:library_document_change", args=[document.pk])
    values = {
        "title": "Edited",
        "slug": document.slug,
        "status": "draft",
        "text": "Other",
        "authors": "",
        "topics": [],
    }
    assert staff_client.post(page, values).status_code == 302
    edited = Document.objects.get()
    assert (edited.title, edited.text) == ("Edited", document.text)
    assert staff_client.get(reverse("admin:library_document_add")).status_code == 403


def test_deleting_a_document_counts_what_goes_with_it(staff_client: Client, document: Document) -> None:
    hand_in(map_text())
    page = reverse("admin:library_document_delete", args=[document.pk])
    shown = staff_client.get(page).content.decode()
    assert "with all 1 facts" in shown
    assert "with all 1 citations" in shown
    assert staff_client.post(page, {"post": "yes"}).status_code == 302
    assert not Fact.objects.exists()


def test_facts_are_confirmed_by_who_checked_them(
    staff_client: Client, admin_user: User, document: Document
) -> None:
    page = reverse("admin:library_fact_changelist")
    assert "175 billion" in staff_client.get(f"{page}?confirmed=no").content.decode()
    staff_client.post(page, {"action": "confirm", "_selected_action": [Fact.objects.get().pk]})
    fact = Fact.objects.get()
    assert fact.confirmed_by == admin_user
    assert fact.confirmed_at is not None
    assert "175 billion" not in staff_client.get(f"{page}?confirmed=no").content.decode()
    assert staff_client.get(f"{page}?words=gone").context["cl"].result_count == 0


def test_a_model_gets_other_names(staff_client: Client, document: Document) -> None:
    model = AIModel.objects.get()
    page = reverse("admin:library_aimodel_change", args=[model.pk])
    staff_client.post(page, {"name": "GPT-3", "slug": "gpt-3", "aliases": "GPT-3 175B", "maker": "OpenAI"})
    model.refresh_from_db()
    assert model.alias_list == ("GPT-3 175B",)


def test_a_fact_that_is_written_over_is_confirmed_by_who_did_it(
    staff_client: Client, admin_user: User, document: Document
) -> None:
    fact = Fact.objects.get()
    confirm_facts(fact_ids=[fact.pk], by=User.objects.create_user("ada"))
    page = reverse("admin:library_fact_change", args=[fact.pk])
    values = {"model": fact.model_id, "attribute": "params", "value": fact.value, "number": "175000000000"}
    staff_client.post(page, {**values, "unit": fact.unit})
    assert Fact.objects.get().confirmed_by == User.objects.get(username="ada")
    staff_client.post(page, {**values, "unit": "weights"})
    assert Fact.objects.get().confirmed_by == admin_user


def test_publishing_is_a_change_that_search_engines_are_told_of(document: Document) -> None:
    before = document.updated
    publish_documents(document_ids=[document.pk], published=True)
    document.refresh_from_db()
    assert document.updated > before
