"""Whether a title names one concept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concepts.models import KnowledgeMap
from concepts.search import slugs_titled
from concepts.services import add_concept
from tests.concepts.atlas import make_concepts, make_map

pytestmark = pytest.mark.django_db

LONG = "An idea so long that its first forty letters alone say little"


@pytest.fixture
def ideas() -> KnowledgeMap:
    """Titles once and several times, beginnings of others, long ones, and other names."""
    made = make_map()
    make_concepts(made, "Idea", "Idea of ideas", "Twice", f"{LONG} one", f"{LONG} two", "Ïdée-fixe")
    for slug in ("twice-2", "twice-3"):
        add_concept(knowledge_map=made, title="TWICE!", slug=slug, aliases="Thrice")
    add_concept(knowledge_map=made, title="Named", slug="named", aliases="Idea\nOther")
    add_concept(knowledge_map=made, title="Hidden", slug="hidden", published=False)
    add_concept(knowledge_map=made, title="!", slug="mark")
    return made


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("idea", {"idea"}),
        ("Named", {"named"}),
        (f"{LONG} two", {f"{LONG} two".lower().replace(" ", "-")}),
        ("idee fixe", {"idee-fixe"}),
        # The beginnings of titles, other names, what is not there, and what has no word.
        ("Ide", set()),
        (LONG, set()),
        ("Other", set()),
        ("Thrice", set()),
        ("100%", set()),
        ("!", set()),
        ("Hidden", set()),
    ],
)
def test_a_title_names_what_has_it(ideas: KnowledgeMap, title: str, slugs: set[str]) -> None:
    assert set(slugs_titled([title], ideas.pk, staff=False)[title]) == slugs


def test_of_many_with_one_title_two_are_told(ideas: KnowledgeMap) -> None:
    assert len(slugs_titled(["twice"], ideas.pk, staff=False)["twice"]) == 2


def test_drafts_are_named_to_staff_alone(ideas: KnowledgeMap) -> None:
    assert slugs_titled(["Hidden"], ideas.pk, staff=True) == {"Hidden": ("hidden",)}


def test_a_concept_of_another_map_has_no_such_title(ideas: KnowledgeMap) -> None:
    assert slugs_titled(["Idea"], ideas.pk + 1, staff=False) == {"Idea": ()}


def test_several_titles_are_looked_up_at_once(ideas: KnowledgeMap) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = slugs_titled(["Idea", "!", "Named", "Idea"], ideas.pk, staff=False)
    assert found == {"Idea": ("idea",), "!": (), "Named": ("named",)}
    assert len(queries) == 1


def test_titles_are_looked_up_by_the_index_of_their_beginnings(ideas: KnowledgeMap) -> None:
    with CaptureQueriesContext(connection) as queries:
        slugs_titled(["Idea", "Named"], ideas.pk, staff=False)
    asked = queries[0]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few rows would be read whole.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {asked}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert plan.count("concepts_concept_first_letters") >= 2 * 2
