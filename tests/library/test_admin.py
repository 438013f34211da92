"""Documents, citations, facts and models in the admin."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from library.deciding import accept
from library.models import AIModel, Document, Fact
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
