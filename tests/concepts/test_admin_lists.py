"""Lists of maps, topics and concepts: what they show, filter, order and do with many rows at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from concepts.models import Concept, KnowledgeMap, Topic
from tests.concepts.curation import concept_named, make_map, revision_of, values_on
from tests.staff import sign_in, with_second_step

pytestmark = pytest.mark.django_db

CONCEPTS = "admin:concepts_concept_changelist"
MAPS = "admin:concepts_knowledgemap_changelist"
TOPICS = "admin:concepts_topic_changelist"


@pytest.fixture
def tree() -> KnowledgeMap:
    return make_map()


def shown(client: Client, address: str, **filters: str | int) -> set[str]:
    return {str(row) for row in client.get(reverse(address), filters).context["cl"].result_list}


def run_action(client: Client, address: str, action: str, rows: list[int]) -> str:
    response = client.post(reverse(address), {"action": action, "_selected_action": rows}, follow=True)
    return response.content.decode()


def test_maps_are_published_and_unpublished(staff_client: Client, tree: KnowledgeMap) -> None:
    draft = KnowledgeMap.objects.create(slug="draft", title="Draft", summary="Not yet.")
    both = [tree.pk, draft.pk]
    assert "1 of 2 selected maps published" in run_action(staff_client, MAPS, "publish", both)
    assert revision_of("draft") == draft.revision + 1
    assert revision_of() == tree.revision
    assert "2 of 2 selected maps unpublished" in run_action(staff_client, MAPS, "unpublish", both)
    assert not KnowledgeMap.objects.filter(published=True).exists()


def test_concepts_are_published_in_one_change(staff_client: Client, tree: KnowledgeMap) -> None:
    ids = list(tree.concepts.values_list("pk", flat=True))
    assert "4 of 4 selected concepts unpublished" in run_action(staff_client, CONCEPTS, "unpublish", ids)
    assert revision_of() == tree.revision + 1
    assert "0 of 4 selected concepts unpublished" in run_action(staff_client, CONCEPTS, "unpublish", ids)
    assert revision_of() == tree.revision + 1


def test_the_list_of_maps_counts_concepts_and_links_to_them(staff_client: Client, tree: KnowledgeMap) -> None:
    html = staff_client.get(reverse(MAPS)).content.decode()
    assert f'<a href="{reverse(CONCEPTS)}?map__id__exact={tree.pk}">4</a>' in html


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"q": "rihgt"}, {"Right"}),
        ({"q": "leaf"}, {"Leaf"}),
        ({"q": "nickname"}, {"Leaf"}),
        ({"missing": "summary"}, {"Leaf"}),
        ({"missing": "parents"}, {"Root", "Leaf"}),
        ({"published__exact": "0"}, {"Right"}),
        ({"of": "drafts"}, set()),
        ({"of": "published"}, {"Root", "Left", "Right", "Leaf"}),
    ],
)
def test_concepts_are_searched_and_filtered(
    staff_client: Client, tree: KnowledgeMap, filters: dict[str, str], titles: set[str]
) -> None:
    Concept.objects.filter(slug="leaf").update(summary="", aliases="Nickname")
    Concept.objects.filter(slug="right").update(published=False)
    assert shown(staff_client, CONCEPTS, **filters) == titles


def test_what_is_searched_for_is_listed_best_match_first_unless_a_column_orders(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    Concept.objects.filter(slug="root").update(summary="Where a leaf hangs.")
    Concept.objects.filter(slug="left").update(title="Leaf litter")

    def slugs(**query: str) -> list[str]:
        rows = staff_client.get(reverse(CONCEPTS), query).context["cl"].result_list
        return [row.slug for row in rows]

    assert slugs(q="leaf") == ["leaf", "left", "root"]
    assert slugs(q="leaf", o="1") == ["leaf", "left", "root"]
    assert slugs(q="leaf", o="-1") == ["root", "left", "leaf"]
    # What is at this address is what is meant, whatever it is called.
    assert slugs(q="left")[0] == "left"


def test_a_concept_is_listed_with_the_number_of_its_links(staff_client: Client, tree: KnowledgeMap) -> None:
    rows = staff_client.get(reverse(CONCEPTS)).context["cl"].result_list
    assert {row.slug: row.link_count for row in rows} == {"root": 2, "left": 2, "right": 2, "leaf": 0}


def list_values(client: Client, page: str) -> dict[str, object]:
    formset = client.get(page).context["cl"].formset
    rows = [formset.management_form, *formset.forms]
    return {field.html_name: field.value() for row in rows for field in row}


def test_numbers_typed_into_the_list_are_one_change(staff_client: Client, tree: KnowledgeMap) -> None:
    page = f"{reverse(CONCEPTS)}?map__id__exact={tree.pk}"
    values = list_values(staff_client, page) | {"form-0-position": 7, "form-1-position": 6, "_save": "Save"}
    Concept.objects.filter(slug="root").update(summary="Typed meanwhile.")
    before = revision_of()
    assert staff_client.post(page, values).status_code == 302
    assert [concept_named(slug).position for slug in ("root", "left")] == [7, 6]
    assert concept_named("root").summary == "Typed meanwhile."
    assert revision_of() == before + 1
    assert LogEntry.objects.count() == 2
    assert staff_client.post(page, values).status_code == 302
    assert revision_of() == before + 1


def test_numbers_can_be_typed_only_for_one_map(staff_client: Client, tree: KnowledgeMap) -> None:
    assert staff_client.get(reverse(CONCEPTS)).context["cl"].formset is None


def test_topics_are_ordered_in_their_list(staff_client: Client, tree: KnowledgeMap) -> None:
    topics = [Topic.objects.create(title=title) for title in ("One", "Two")]
    tree.topics.set(topics)
    before = revision_of()
    page = reverse(TOPICS)
    assert ">1</a>" in staff_client.get(page).content.decode()
    values = list_values(staff_client, page) | {"form-0-position": 5, "form-1-position": 4, "_save": "Save"}
    assert staff_client.post(page, values).status_code == 302
    assert [topic.title for topic in Topic.objects.all()] == ["Two", "One"]
    assert revision_of() == before + 1


def test_deleting_topics_changes_their_maps(staff_client: Client, tree: KnowledgeMap) -> None:
    topic = Topic.objects.create(title="One")
    tree.topics.add(topic)
    before = revision_of()
    values = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    assert staff_client.post(reverse(TOPICS), values).status_code == 302
    assert not Topic.objects.exists()
    assert revision_of() == before + 1


def test_a_map_is_changed_with_its_topics_at_once(staff_client: Client, tree: KnowledgeMap) -> None:
    topic, before = Topic.objects.create(title="One"), tree.revision
    page = reverse("admin:concepts_knowledgemap_change", args=[tree.pk])
    values = values_on(staff_client, page) | {"topics": [topic.pk], "title": "Renamed"}
    assert staff_client.post(page, values).status_code == 302
    tree.refresh_from_db()
    assert (tree.title, list(tree.topics.all())) == ("Renamed", [topic])
    assert revision_of() == before + 1
    assert staff_client.post(page, values | {"title": "Again"}).status_code == 200


def test_a_map_is_added(staff_client: Client) -> None:
    page = reverse("admin:concepts_knowledgemap_add")
    values = values_on(staff_client, page) | {"title": "A map", "slug": "a-map", "summary": "One line."}
    assert staff_client.post(page, values).status_code == 302
    # Headings are brought to the third level when a text is stored, so it may become too long only then.
    too_long = {"slug": "long", "detail": "# x\n" * 5000}
    assert staff_client.post(page, values | too_long).status_code == 200


def test_deleting_a_map_says_how_much_goes_with_it(staff_client: Client, tree: KnowledgeMap) -> None:
    page = reverse("admin:concepts_knowledgemap_delete", args=[tree.pk])
    assert "with all its concepts (4) and links (3)" in staff_client.get(page).content.decode()
    assert staff_client.post(page, {"post": "yes"}).status_code == 302
    assert not Concept.objects.exists()


def test_pages_of_what_is_not_there_lead_back(staff_client: Client) -> None:
    for name in ("concept", "knowledgemap", "topic"):
        for number in ("999", "9" * 40, "x"):
            page = reverse(f"admin:concepts_{name}_change", args=[number])
            assert staff_client.get(page).status_code == 302
            assert staff_client.post(page, {}).status_code == 302


def test_who_may_only_look_sees_links_and_changes_nothing(client: Client, tree: KnowledgeMap) -> None:
    reader = with_second_step(User.objects.create_user("reader", password="only looks", is_staff=True))
    permissions = ["view_concept", "view_link", "view_knowledgemap"]
    reader.user_permissions.set(_permissions(permissions))
    sign_in(client, reader)
    for name, row in (("concept", concept_named("left")), ("knowledgemap", tree)):
        page = reverse(f"admin:concepts_{name}_change", args=[row.pk])
        html = client.get(page).content.decode()
        assert "Opened" not in html
        assert client.post(page, {}).status_code == 403
    html = client.get(
        reverse("admin:concepts_concept_change", args=[concept_named("left").pk])
    ).content.decode()
    assert "Root" in html
    assert "Right" in html
    assert client.get(reverse("admin:concepts_knowledgemap_order", args=[tree.pk])).status_code == 403
    assert revision_of() == tree.revision


def _permissions(names: list[str]) -> QuerySet[Permission]:
    return Permission.objects.filter(codename__in=names)
