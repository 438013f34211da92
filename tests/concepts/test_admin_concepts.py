"""Concepts and their links, curated on one page."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from concepts.admin.one_change import SAVED_AT_ONCE
from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from tests.concepts.curation import (
    add_page,
    change_page,
    concept_named,
    faults_in,
    links_of,
    make_map,
    revision_of,
    values_on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> KnowledgeMap:
    return make_map()


def test_a_concept_is_added_with_links_in_one_change(staff_client: Client, tree: KnowledgeMap) -> None:
    values = values_on(staff_client, add_page(tree))
    values |= {
        "title": "New idea",
        "links_in-0-kind": LinkKind.PARENT,
        "links_in-0-other": concept_named("root").pk,
        "links_in-0-reason": "It is a part.",
        "links_out-0-kind": LinkKind.PREREQUISITE,
        "links_out-0-other": concept_named("leaf").pk,
        "links_related-0-other": concept_named("left").pk,
    }
    response = staff_client.post(add_page(tree), values, follow=True)
    assert "was added successfully" in response.content.decode()
    added = concept_named("new-idea")
    assert added.position == 4
    assert revision_of() == tree.revision + 1
    assert {
        ("root", "new-idea", LinkKind.PARENT),
        ("new-idea", "leaf", LinkKind.PREREQUISITE),
        ("left", "new-idea", LinkKind.RELATED),
    } <= links_of()
    assert Link.objects.get(target=added, kind=LinkKind.PARENT).reason == "It is a part."


def test_links_are_changed_turned_and_removed_in_one_change(staff_client: Client, tree: KnowledgeMap) -> None:
    page = change_page(concept_named("root"))
    values = values_on(staff_client, page)
    left, right = concept_named("left").pk, concept_named("right").pk
    # Each takes the end of the other, which would break a constraint half-way if rows were written one by one.
    values |= {"links_out-0-other": right, "links_out-1-other": left, "links_out-0-reason": "Turned."}
    assert staff_client.post(page, values).status_code == 302
    assert links_of() == {("root", "left", 1), ("root", "right", 1), ("left", "right", 2)}
    assert Link.objects.get(source__slug="root", target__slug="right").reason == "Turned."
    assert revision_of() == tree.revision + 1

    values = values_on(staff_client, page)
    values |= {"links_out-0-DELETE": "on"}
    assert staff_client.post(page, values).status_code == 302
    assert len(links_of()) == 2
    assert revision_of() == tree.revision + 2


def test_a_link_is_removed_and_put_in_again_at_once(staff_client: Client, tree: KnowledgeMap) -> None:
    page = change_page(concept_named("root"))
    values = values_on(staff_client, page)
    values |= {
        "links_out-0-DELETE": "on",
        "links_out-2-kind": values["links_out-0-kind"],
        "links_out-2-other": values["links_out-0-other"],
    }
    assert staff_client.post(page, values).status_code == 302
    assert len(links_of()) == 3


def test_a_related_link_stands_on_both_pages_and_is_stored_once(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    leaf, root = concept_named("leaf"), concept_named("root")
    values = values_on(staff_client, change_page(leaf))
    values |= {"links_related-0-other": root.pk, "links_related-0-reason": "Alike."}
    assert staff_client.post(change_page(leaf), values).status_code == 302
    assert ("root", "leaf", LinkKind.RELATED) in links_of()
    assert values_on(staff_client, change_page(leaf))["links_related-0-other"] == root.pk
    assert values_on(staff_client, change_page(root))["links_related-0-other"] == leaf.pk

    values = values_on(staff_client, change_page(leaf)) | {"links_related-0-other": concept_named("left").pk}
    assert staff_client.post(change_page(leaf), values).status_code == 302
    assert ("left", "leaf", LinkKind.RELATED) in links_of()
    assert ("root", "leaf", LinkKind.RELATED) not in links_of()


def test_a_circle_is_refused_by_name_and_keeps_what_was_typed(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    page = change_page(concept_named("right"))
    values = values_on(staff_client, page)
    values |= {
        "title": "Right or wrong",
        "links_in-0-DELETE": "on",
        "links_out-0-kind": LinkKind.PARENT,
        "links_out-0-other": concept_named("left").pk,
        "links_out-0-reason": "Typed with care.",
    }
    before = (links_of(), revision_of())
    response = staff_client.post(page, values)
    assert "These links would run in a circle: " in faults_in(response)
    assert "Left → Right or wrong → Left" in faults_in(response)
    html = response.content.decode()
    assert "Typed with care." in html
    assert "Right or wrong" in html
    assert f'<option value="{concept_named("left").pk}" selected>Left</option>' in html
    assert "successfully" not in html
    assert (links_of(), revision_of()) == before
    assert concept_named("right").title == "Right"


def test_a_circle_that_the_same_save_opens_again_is_none(staff_client: Client, tree: KnowledgeMap) -> None:
    page = change_page(concept_named("right"))
    values = values_on(staff_client, page)
    prerequisite = Link.objects.get(kind=LinkKind.PREREQUISITE)
    row = next(name for name in values if name.endswith("-id") and values[name] == prerequisite.pk)
    values |= {
        row.replace("-id", "-DELETE"): "on",
        "links_out-0-kind": LinkKind.PREREQUISITE,
        "links_out-0-other": concept_named("left").pk,
    }
    assert staff_client.post(page, values).status_code == 302
    assert ("right", "left", LinkKind.PREREQUISITE) in links_of()


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ("right", "cannot be linked to itself"),
        ("stranger", "not in the map"),
        ("999999", "not in the map"),
        ("9" * 30, "less than or equal"),
        ("x", "whole number"),
        ("", "required"),
    ],
)
def test_a_wrong_end_is_refused_beside_its_field(
    staff_client: Client, tree: KnowledgeMap, other: str, fault: str
) -> None:
    make_map("elsewhere", ["Root", "Left", "Right", "Stranger"])
    known = {"right": concept_named("right").pk, "stranger": concept_named("stranger", of="elsewhere").pk}
    page = change_page(concept_named("right"))
    values = values_on(staff_client, page)
    values |= {
        "links_out-0-kind": LinkKind.PARENT,
        "links_out-0-other": known.get(other, other),
        "links_out-0-reason": "x",
    }
    assert fault in faults_in(staff_client.post(page, values))
    assert revision_of() == tree.revision


def test_the_same_link_twice_is_refused(staff_client: Client, tree: KnowledgeMap) -> None:
    page = change_page(concept_named("root"))
    values = values_on(staff_client, page)
    values |= {"links_out-2-kind": LinkKind.PARENT, "links_out-2-other": concept_named("left").pk}
    assert "in the list already" in faults_in(staff_client.post(page, values))


def test_the_second_of_two_curators_is_refused_and_keeps_their_text(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    page = change_page(concept_named("left"))
    first, second = values_on(staff_client, page), values_on(staff_client, page)
    assert staff_client.post(page, first | {"summary": "The first."}).status_code == 302
    response = staff_client.post(page, second | {"summary": "The second."})
    assert "Someone else has changed this" in faults_in(response)
    assert "The second." in response.content.decode()
    assert concept_named("left").summary == "The first."


def test_links_that_someone_else_removed_refuse_a_save_and_show_every_row(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    page = change_page(concept_named("root"))
    values = values_on(staff_client, page)
    Link.objects.filter(source__slug="root", target__slug="left").delete()
    response = staff_client.post(page, values | {"links_out-1-reason": "Typed beside the second."})
    assert "Someone else has changed this" in faults_in(response)
    assert "Typed beside the second." in response.content.decode()
    assert response.content.decode().count('name="links_out-1-reason"') == 1


def test_a_save_after_nothing_but_time_is_accepted(staff_client: Client, tree: KnowledgeMap) -> None:
    page = change_page(concept_named("left"))
    values = values_on(staff_client, page)
    Concept.objects.filter(slug="right").update(summary="Another concept may change.")
    assert staff_client.post(page, values).status_code == 302


def test_a_title_without_letters_asks_for_an_address(staff_client: Client, tree: KnowledgeMap) -> None:
    values = values_on(staff_client, add_page(tree)) | {"title": "知識"}
    assert "No address can be made from this title" in faults_in(staff_client.post(add_page(tree), values))
    assert staff_client.post(add_page(tree), values | {"slug": "knowledge"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("slug", "root", "has this address already"),
        ("title", "\u202e", "Nothing is left of this title"),
        ("title", "", "required"),
        ("title", "x" * 201, "at most 200"),
        ("minutes", "0", "greater than or equal"),
        ("minutes", "1e9", "whole number"),
        ("position", "-1", "greater than or equal"),
        ("slug", "no spaces", "valid"),
    ],
)
def test_bad_values_are_refused_in_words(
    staff_client: Client, tree: KnowledgeMap, field: str, value: str, fault: str
) -> None:
    values = values_on(staff_client, add_page(tree)) | {"title": "New", "slug": "new", field: value}
    assert fault in faults_in(staff_client.post(add_page(tree), values))
    assert revision_of() == tree.revision


def test_an_address_made_from_the_title_must_be_free_too(staff_client: Client, tree: KnowledgeMap) -> None:
    values = values_on(staff_client, add_page(tree)) | {"title": "Root"}
    assert "has this address already" in faults_in(staff_client.post(add_page(tree), values))


def test_a_concept_stays_in_its_map(staff_client: Client, tree: KnowledgeMap) -> None:
    other = make_map("elsewhere")
    page = change_page(concept_named("left"))
    values = values_on(staff_client, page) | {"map": other.pk}
    assert staff_client.post(page, values).status_code == 302
    assert concept_named("left").map == tree


def test_without_a_map_a_concept_is_added_first_and_linked_later(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    page = reverse("admin:concepts_concept_add")
    assert not staff_client.get(page).context["inline_admin_formsets"]
    assert "map" in faults_in(staff_client.post(page, {"title": "New", "minutes": 5, "position": 9}))
    response = staff_client.post(page, {"title": "New", "minutes": 5, "position": 9, "map": tree.pk})
    assert response.status_code == 302
    assert concept_named("new").position == 9


@pytest.mark.parametrize("number", ["999", "x", "9" * 40, "", "-1", "²"])
def test_a_map_that_is_not_there_is_asked_for(staff_client: Client, number: str) -> None:
    page = f"{reverse('admin:concepts_concept_add')}?map={number}"
    assert "map" in staff_client.get(page).context["adminform"].form.fields


def test_a_list_of_one_map_adds_to_that_map(staff_client: Client, tree: KnowledgeMap) -> None:
    page = f"{reverse('admin:concepts_concept_add')}?_changelist_filters=map__id__exact%3D{tree.pk}"
    assert staff_client.get(page).context["adminform"].form.instance.map == tree


def test_a_broken_constraint_is_an_error_of_the_form(
    staff_client: Client, tree: KnowledgeMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_twice(*args: object, **kwargs: object) -> None:
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(Link.objects, "bulk_create", save_twice)
    monkeypatch.setattr("concepts.admin.link_forms.Link.objects.bulk_create", save_twice)
    page = change_page(concept_named("root"))
    values = values_on(staff_client, page) | {"links_out-0-reason": "Other."}
    assert SAVED_AT_ONCE in faults_in(staff_client.post(page, values))
    assert revision_of() == tree.revision


def test_choices_are_of_the_same_map(staff_client: Client, tree: KnowledgeMap) -> None:
    make_map("elsewhere")
    page = reverse("admin:concepts_concept_of_map", args=[tree.pk])
    asked = {"app_label": "concepts", "model_name": "link", "field_name": "target", "term": "r"}
    found = staff_client.get(page, asked).json()["results"]
    assert {row["text"] for row in found} == {"Root", "Right"}
    assert {int(row["id"]) for row in found} <= set(tree.concepts.values_list("pk", flat=True))
    assert Client().get(page, asked).status_code == 302


def _choices(client: Client, knowledge_map: KnowledgeMap, term: str) -> list[str]:
    page = reverse("admin:concepts_concept_of_map", args=[knowledge_map.pk])
    asked = {"app_label": "concepts", "model_name": "link", "field_name": "target", "term": term}
    return [row["text"] for row in client.get(page, asked).json()["results"]]


def test_the_very_title_comes_first_among_the_choices(staff_client: Client, tree: KnowledgeMap) -> None:
    for title in ("Boondoggle", "Hangdog", "Dogged", "Dog"):
        Concept.objects.create(map=tree, title=title, position=100 - len(title))
    assert _choices(staff_client, tree, "dog")[:2] == ["Dog", "Dogged"]


def test_choices_of_one_title_are_told_apart(staff_client: Client, tree: KnowledgeMap) -> None:
    Concept.objects.create(map=tree, title="Dog", slug="animal", summary="It barks.", position=7)
    Concept.objects.create(map=tree, title="Dog", slug="andiron", summary="", position=8)
    assert _choices(staff_client, tree, "dog") == ["Dog – It barks.", "Dog – andiron"]
    assert _choices(staff_client, tree, "andiron")[0] == "Dog"


def test_choices_cost_the_same_however_many_concepts_there_are(
    staff_client: Client, tree: KnowledgeMap, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Concept.objects.bulk_create(
        Concept(map=tree, title=f"Dog {number}", slug=f"dog-{number}", position=number)
        for number in range(80)
    )
    _choices(staff_client, tree, "dog")
    with django_assert_max_num_queries(10):
        assert len(_choices(staff_client, tree, "dog")) == 20


def test_history_says_what_changed_by_title(staff_client: Client, tree: KnowledgeMap) -> None:
    page = change_page(concept_named("root"))
    values = values_on(staff_client, page) | {"links_out-0-DELETE": "on", "summary": "New."}
    assert staff_client.post(page, values).status_code == 302
    message = LogEntry.objects.get().get_change_message()
    assert "Changed Summary." in message
    assert "Deleted link “Root → Left (parent)”." in message
    assert "Opened" not in message


def test_deleting_a_concept_lists_its_links_and_raises_the_revision(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    page = reverse("admin:concepts_concept_delete", args=[concept_named("left").pk])
    html = staff_client.get(page).content.decode()
    assert "Link: Root → Left (parent)" in html
    assert "Link: Left → Right (prerequisite)" in html
    assert staff_client.post(page, {"post": "yes"}).status_code == 302
    assert links_of() == {("root", "right", 1)}
    assert revision_of() == tree.revision + 1


def test_deleting_several_concepts_is_one_change(staff_client: Client, tree: KnowledgeMap) -> None:
    chosen = [concept_named("left").pk, concept_named("right").pk]
    sent = {"action": "delete_selected", "_selected_action": chosen}
    page = reverse("admin:concepts_concept_changelist")
    assert "Link: Left → Right (prerequisite)" in staff_client.post(page, sent).content.decode()
    assert staff_client.post(page, sent | {"post": "yes"}).status_code == 302
    assert not links_of()
    assert revision_of() == tree.revision + 1


def test_a_concept_of_very_many_links_says_where_to_change_them(
    staff_client: Client, tree: KnowledgeMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concepts.admin.hubs.MOST_LINKS", 1)
    page = change_page(concept_named("root"))
    response = staff_client.get(page)
    html = response.content.decode()
    assert "This concept has more than 1 links, too many for one page." in html
    assert f"/admin/concepts/link/?source={concept_named('root').pk}" in html
    assert staff_client.post(page, values_on(staff_client, page) | {"summary": "New."}).status_code == 302
    assert len(links_of()) == 3
