"""What pages and their API twins are made of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concepts.errors import UnknownConcept, UnknownMap, UnknownTopic
from concepts.models import Concept, KnowledgeMap, LinkKind, Topic
from concepts.services import add_concept, add_link
from explore import pages, places, routes
from explore.map_address import MapAddress
from explore.way_contexts import RouteHop

MOST_QUERIES = 8


def titles(links) -> list[str]:
    return [link.title for link in links]


def test_a_concept_page_sorts_its_links_by_what_the_other_end_is_to_it(small_map) -> None:
    roots = places.concept_page("trees", "roots", staff=False)
    assert titles(roots.prerequisites) == ["Water"]
    assert roots.prerequisites[0].reason == "Roots drink."
    assert titles(roots.children) == ["Bark", "Leaves"]
    assert roots.parents == roots.leads_to == roots.related == ()
    water = places.concept_page("trees", "water", staff=False)
    assert titles(water.leads_to) == ["Roots"]


def test_a_related_link_shows_on_both_of_its_ends(small_map) -> None:
    assert titles(places.concept_page("trees", "bark", staff=False).related) == ["Light"]
    assert titles(places.concept_page("trees", "light", staff=False).related) == ["Bark"]


def test_a_concept_page_tells_its_place_in_the_map(small_map) -> None:
    leaves = places.concept_page("trees", "leaves", staff=False)
    assert titles(leaves.trail) == ["Roots"]
    assert titles([leaves.previous, leaves.next]) == ["Bark", "Light"]
    assert (leaves.path_steps, leaves.path_minutes) == (4, 1 + 2 + 4 + 5)
    assert places.concept_page("trees", "water", staff=False).previous is None
    assert places.concept_page("trees", "light", staff=False).next is None


def test_a_hub_lists_no_more_links_than_a_page_can_carry(small_map, monkeypatch) -> None:
    monkeypatch.setattr(places, "MOST_LINKS", 1)
    roots = places.concept_page("trees", "roots", staff=False)
    assert (len(roots.children), len(roots.prerequisites)) == (1, 1)
    assert (roots.unlisted, roots.unlisted_links) == ({"children": 1}, 1)


def test_drafts_are_there_for_staff_alone(small_map, draft_concept) -> None:
    with pytest.raises(UnknownConcept):
        places.concept_page("trees", "stomata", staff=False)
    assert places.concept_page("trees", "stomata", staff=True).published is False
    assert pages.map_page("trees", staff=True).card.concept_count == 6
    assert pages.map_page("trees", staff=False).card.concept_count == 5
    KnowledgeMap.objects.update(published=False)
    with pytest.raises(UnknownMap):
        pages.map_page("trees", staff=False)
    assert pages.map_page("trees", staff=True).card.published is False
    assert pages.home_page(staff=False).featured == ()


def test_a_map_page_shows_the_chosen_concept_and_says_when_there_is_none_such(small_map) -> None:
    bark = pages.map_page("trees", MapAddress(concept="bark"), staff=False)
    assert titles([bark.chosen, bark.panel.concept]) == ["Bark", "Bark"]
    wrong = pages.map_page("trees", MapAddress(concept="moss"), staff=False)
    assert (wrong.chosen, wrong.panel.kind) == (None, "about")
    assert wrong.unknown == ("moss",)


def test_a_topic_page_lists_the_maps_of_the_topic(small_map) -> None:
    KnowledgeMap.objects.create(title="Stones", summary="Not of the topic.", published=True)
    page = pages.topic_page("botany", staff=False)
    assert titles(page.maps) == ["Trees"]
    assert page.topic.map_count == 1
    with pytest.raises(UnknownTopic):
        pages.topic_page("zoology", staff=False)


def test_an_edit_shows_at_the_next_look(small_map) -> None:
    assert titles(pages.map_page("trees", staff=False).outline) == ["Water", "Roots", "Light"]
    Concept.objects.filter(slug="water").update(title="Rain")
    assert titles(pages.map_page("trees", staff=False).outline) == ["Rain", "Roots", "Light"]


def test_a_known_concept_is_left_out_of_the_path_with_what_only_it_needs(small_map) -> None:
    whole = routes.path_page("trees", "leaves", staff=False)
    assert titles(whole.steps) == ["Water", "Roots", "Light", "Leaves"]
    assert whole.steps[0].needed_by[0].reason == "Roots drink."
    assert whole.minutes == 12
    shorter = routes.path_page("trees", "leaves", known=["roots", "moss"], staff=False)
    assert titles(shorter.steps) == ["Light", "Leaves"]
    assert titles(shorter.known_links) == ["Roots"]
    assert shorter.unknown == ("moss",)
    assert (shorter.saved_steps, shorter.saved_minutes) == (2, 3)


def test_a_connection_names_each_hop_with_its_reason_and_direction(small_map) -> None:
    page = routes.connect_page("trees", source="leaves", target="water", staff=False)
    first = page.routes[0]
    assert titles(first) == ["Leaves", "Roots", "Water"]
    assert [step.hop for step in first] == [
        RouteHop("roots", "leaves", "parent", "", forward=False),
        RouteHop("water", "roots", "prerequisite", "Roots drink.", forward=False),
        None,
    ]


def test_a_connection_without_both_ends_offers_what_there_is_to_choose(small_map) -> None:
    page = routes.connect_page("trees", source="moss", staff=False)
    assert page.routes == ()
    assert page.unknown == ("moss",)
    assert [title for _, title in page.choices] == ["Bark", "Leaves", "Light", "Roots", "Water"]


BUILDERS = {
    "home": lambda: pages.home_page(staff=False),
    "topic": lambda: pages.topic_page("botany", staff=False),
    "map": lambda: pages.map_page("trees", MapAddress(concept="bark", path="leaves"), staff=False),
    "concept": lambda: places.concept_page("trees", "bark", staff=False),
    "path": lambda: routes.path_page("trees", "leaves", known=["water"], staff=False),
    "connect": lambda: routes.connect_page("trees", source="leaves", target="water", staff=False),
    "search": lambda: pages.search_page("bark", staff=False),
}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_the_number_of_queries_stays_flat_as_rows_double(small_map, build) -> None:
    def count() -> int:
        build()
        with CaptureQueriesContext(connection) as queries:
            build()
        return len(queries)

    before = count()
    roots = Concept.objects.get(map=small_map, slug="roots")
    for number in range(10):
        child = add_concept(knowledge_map=small_map, title=f"Branch {number}")
        add_link(source=roots, target=child, kind=LinkKind.PARENT)
        other = KnowledgeMap.objects.create(title=f"Forest {number}", summary="More.", published=True)
        other.topics.set(small_map.topics.all())
    assert before <= MOST_QUERIES
    assert count() == before


def test_topics_come_in_their_own_order(db) -> None:
    for position, title in enumerate(("Zebras", "Apes", "Moths")):
        Topic.objects.create(title=title, position=position)
    assert titles(pages.topics_page(staff=False)) == ["Zebras", "Apes", "Moths"]
