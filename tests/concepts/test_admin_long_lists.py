"""The lists of large maps: bounded, with a word on where to go on."""

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from concepts.admin import long_lists, searching
from concepts.admin.concept_list import ConceptListAdmin
from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from tests.concepts.atlas import make_concepts, make_map
from tests.concepts.curation import change_page

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]

CONCEPTS = "admin:concepts_concept_changelist"


@pytest.fixture
def long_map(monkeypatch: pytest.MonkeyPatch) -> KnowledgeMap:
    """Twelve concepts, where lists end after five and a filter looks through four."""
    monkeypatch.setattr(long_lists, "MOST_LISTED", 5)
    monkeypatch.setattr(long_lists, "LOOKED_THROUGH", 4)
    made = make_map()
    make_concepts(made, *(f"Idea {number}" for number in range(12)))
    return made


def listed(client: Client, knowledge_map: KnowledgeMap, **query: str) -> tuple[list[str], str]:
    """The titles listed, and where the page says that one can go on."""
    answer = client.get(reverse(CONCEPTS), {"map__id__exact": str(knowledge_map.pk), **query})
    found = re.search(r'<a href="(\?[^"]+)">Go on from', answer.content.decode())
    return [row.title for row in answer.context["cl"].result_list], found[1] if found else ""


def words_of(answer: "_MonkeyPatchedWSGIResponse") -> str:
    """What a page says, one space between the words."""
    return " ".join(strip_tags(answer.content.decode()).split())


def test_a_long_list_ends_and_says_where_to_go_on(
    staff_client: Client, long_map: KnowledgeMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ConceptListAdmin, "list_per_page", 3)
    assert listed(staff_client, long_map) == (["Idea 0", "Idea 1", "Idea 2"], "")
    titles, onward = listed(staff_client, long_map, p="2")
    assert titles == ["Idea 3", "Idea 4"]
    assert "position__gte=" in onward
    answer = staff_client.get(reverse(CONCEPTS) + onward.replace("&amp;", "&"))
    assert answer.context["cl"].result_list[0].position == Concept.objects.get(title=titles[-1]).position


@pytest.mark.parametrize(("query", "words"), [({}, "over 5 concepts"), ({"q": "Idea"}, "over 5 results")])
def test_a_list_that_was_not_counted_to_its_end_says_so(
    staff_client: Client, long_map: KnowledgeMap, query: dict[str, str], words: str
) -> None:
    page = words_of(staff_client.get(reverse(CONCEPTS), query))
    assert words in page
    assert words[5:] not in re.sub(f"(over|ends after) {words[5:]}", "", page)
    assert "Select all" not in page


def test_a_list_of_just_as_many_as_are_listed_has_no_more(
    staff_client: Client, long_map: KnowledgeMap
) -> None:
    Concept.objects.filter(position__gte=5).delete()
    page = words_of(staff_client.get(reverse(CONCEPTS), {"map__id__exact": str(long_map.pk)}))
    assert " 5 concepts" in page
    assert "over 5" not in page
    assert "Go on from" not in page


@pytest.mark.parametrize(("rows", "name"), [("mapimport", "imports"), ("concept", "concepts")])
def test_an_empty_list_says_that_there_are_none(staff_client: Client, rows: str, name: str) -> None:
    page = reverse(f"admin:concepts_{rows}_changelist")
    assert f" 0 {name}" in words_of(staff_client.get(page))
    assert " 0 results" in words_of(staff_client.get(page, {"q": "nothing"}))


@pytest.mark.parametrize(("most", "is_said"), [(3, True), (200, False)])
def test_a_search_that_finds_as_many_as_it_looks_for_says_so(
    staff_client: Client, long_map: KnowledgeMap, monkeypatch: pytest.MonkeyPatch, most: int, is_said: bool
) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", most)
    assert (
        "More words find fewer." in words_of(staff_client.get(reverse(CONCEPTS), {"q": "Idea"}))
    ) == is_said


def test_a_field_that_is_completed_leaves_no_message_behind(
    staff_client: Client, long_map: KnowledgeMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", 3)
    field = {"app_label": "concepts", "model_name": "link", "field_name": "source", "term": "Idea"}
    assert staff_client.get(reverse("admin:autocomplete"), field).status_code == 200
    assert "More words find fewer." not in words_of(staff_client.get(reverse(CONCEPTS)))


def test_large_numbers_of_a_list_are_written_with_commas(
    staff_client: Client,
) -> None:
    make_concepts(make_map(), *(f"Idea {number}" for number in range(1001)))
    assert "1,001 concepts" in words_of(staff_client.get(reverse(CONCEPTS)))


def test_a_filter_looks_through_a_stretch_at_a_time(staff_client: Client, long_map: KnowledgeMap) -> None:
    Concept.objects.filter(slug__in=["idea-2", "idea-7"]).update(summary="Said.")
    titles, onward = listed(staff_client, long_map, missing="summary")
    assert titles == ["Idea 0", "Idea 1", "Idea 3"]
    assert "position__gte=4" in onward
    assert listed(staff_client, long_map, missing="summary", position__gte="4")[0] == [
        "Idea 4", "Idea 5", "Idea 6",
    ]  # fmt: skip


def test_a_long_list_keeps_the_order_that_has_an_index(staff_client: Client, long_map: KnowledgeMap) -> None:
    assert listed(staff_client, long_map, o="-1")[0][:2] == ["Idea 0", "Idea 1"]


def test_all_of_a_long_list_cannot_be_chosen_at_once(staff_client: Client, long_map: KnowledgeMap) -> None:
    chosen = list(long_map.concepts.values_list("pk", flat=True)[:1])
    sent = {"action": "unpublish", "select_across": "1", "_selected_action": chosen}
    page = staff_client.post(f"{reverse(CONCEPTS)}?map__id__exact={long_map.pk}", sent, follow=True)
    assert "too many to choose at once" in page.content.decode()
    assert not Concept.objects.filter(published=False).exists()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Concept:
    """A concept with six children, where a page shows three links."""
    monkeypatch.setattr("concepts.admin.hubs.MOST_LINKS", 3)
    made = make_map()
    first, *others = make_concepts(made, "Hub", *(f"Leaf {number}" for number in range(6)))
    Link.objects.bulk_create(
        Link(map=made, source=first, target=leaf, kind=LinkKind.PARENT) for leaf in others
    )
    return first


def test_the_links_of_a_hub_are_listed_changed_and_deleted(staff_client: Client, hub: Concept) -> None:
    page = f"{reverse('admin:concepts_link_changelist')}?source={hub.pk}"
    assert page in staff_client.get(change_page(hub)).content.decode()
    assert staff_client.get(page).context["cl"].result_count == 6
    link = Link.objects.order_by("pk").first()
    assert link is not None
    form = reverse("admin:concepts_link_change", args=[link.pk])
    assert staff_client.post(form, {"kind": LinkKind.PREREQUISITE, "reason": "Now first."}).status_code == 302
    link.refresh_from_db()
    assert (link.kind, link.reason) == (LinkKind.PREREQUISITE, "Now first.")
    sent = {"action": "delete_selected", "_selected_action": [link.pk], "post": "yes"}
    assert staff_client.post(page, sent).status_code == 302
    assert Link.objects.count() == 5


def test_a_link_cannot_become_one_that_there_is(staff_client: Client, hub: Concept) -> None:
    link = Link.objects.order_by("pk").first()
    assert link is not None
    Link.objects.create(map_id=hub.map_id, source=hub, target_id=link.target_id, kind=LinkKind.PREREQUISITE)
    form = reverse("admin:concepts_link_change", args=[link.pk])
    answer = staff_client.post(form, {"kind": LinkKind.PREREQUISITE, "reason": ""})
    assert "There is such a link already" in answer.content.decode()


def test_the_page_of_a_hub_costs_the_same_with_more_links(staff_client: Client, hub: Concept) -> None:
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = staff_client.get(change_page(hub))
        return len(queries), len(answer.content)

    cost()
    before = cost()
    more = make_concepts(hub.map, *(f"More {number}" for number in range(9)))
    Link.objects.bulk_create(
        Link(map=hub.map, source=hub, target=leaf, kind=LinkKind.PARENT) for leaf in more
    )
    after = cost()
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) < 20
