"""What a search finds and in which order, alike on both databases."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from concepts.models import Concept, KnowledgeMap
from concepts.search import Hit, search, suggest
from tests.concepts.atlas import make_concepts, make_map, titles_of

pytestmark = pytest.mark.django_db

TITLES = (
    "Transformer Foundation",
    "Long Context Windows Implementation",
    "Efficient Attention Mechanisms",
    "Multi-Agent Systems",
    "Reinforcement Learning",
    "Café Culture",
    "Ibn Khaldūn",
    "Zakat",
    "Interest Rates",
    "Interest",
    "AI",
    "C",
    "人工智能",
    "Qurʾān",
)


@pytest.fixture
def ideas() -> KnowledgeMap:
    ideas = make_map("Ideas", summary="Some of all kinds.")
    make_concepts(ideas, *TITLES)
    learning = Concept.objects.get(title="Reinforcement Learning")
    learning.aliases, learning.summary = (
        "RL\nReward Learning",
        "An agent learns from the outcomes of its own acts.",
    )
    learning.save()
    return ideas


@pytest.mark.usefixtures("ideas")
@pytest.mark.parametrize("title", ["Ideas", *TITLES])
def test_the_exact_title_comes_first(title: str) -> None:
    assert titles_of(search(title))[0] == title


@pytest.mark.usefixtures("ideas")
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("transfomer", "Transformer Foundation"),
        ("trasnformer", "Transformer Foundation"),
        ("transsformer", "Transformer Foundation"),
        ("tranzformer", "Transformer Foundation"),
        ("transformers", "Transformer Foundation"),
        ("windows long context", "Long Context Windows Implementation"),
        ("long contxt", "Long Context Windows Implementation"),
        ("atention mechanism", "Efficient Attention Mechanisms"),
        ("multiagent", "Multi-Agent Systems"),
        ("multi agent", "Multi-Agent Systems"),
        ("multy-agnt", "Multi-Agent Systems"),
        ("zkaat", "Zakat"),
        ("zakt", "Zakat"),
        ("zaakat", "Zakat"),
        ("cafe", "Café Culture"),
        ("CAFÉ", "Café Culture"),
        ("ibn khaldun", "Ibn Khaldūn"),
        ("quran", "Qurʾān"),
        ("reward learning", "Reinforcement Learning"),
        ("outcomes", "Reinforcement Learning"),
        ("rl", "Reinforcement Learning"),
        ("foundation transformer what", "Transformer Foundation"),
        ("za", "Zakat"),
        ("z", "Zakat"),
        ("人工", "人工智能"),
    ],
)
def test_a_query_with_errors_finds_what_was_meant(query: str, title: str) -> None:
    assert titles_of(search(query))[0] == title


@pytest.mark.usefixtures("ideas")
@pytest.mark.parametrize(
    ("typed", "title"),
    [("tra", "Transformer Foundation"), ("long con", "Long Context Windows Implementation"), ("i", "Interest"),
     ("transfo", "Transformer Foundation"), ("reinfrc", "Reinforcement Learning"), ("zak", "Zakat")],
)  # fmt: skip
def test_a_word_still_being_typed_counts_as_a_beginning(typed: str, title: str) -> None:
    assert title in titles_of(suggest(typed))[:3]


@pytest.mark.usefixtures("ideas")
def test_the_title_counts_more_than_another_name_and_that_more_than_the_summary() -> None:
    other = make_map("Others")
    summary, alias, word, beginning, exact = make_concepts(
        other, "One", "Two", "Old Quasar", "Quasar Light", "Quasar"
    )
    Concept.objects.filter(pk=summary.pk).update(summary="Brighter than a quasar.")
    Concept.objects.filter(pk=alias.pk).update(aliases="Some Quasar Thing")
    found = titles_of(search("quasar"))
    assert found == [exact.title, beginning.title, word.title, alias.title, summary.title]


def test_equal_titles_stand_in_the_order_of_their_maps() -> None:
    for number in (3, 1, 2):
        make_concepts(make_map(f"Map {number}", position=number), "Entropy")
    assert [hit.map_title for hit in search("entropy")] == ["Map 1", "Map 2", "Map 3"]


@pytest.mark.usefixtures("ideas")
def test_a_map_is_found_like_a_concept() -> None:
    assert search("ideas")[0] == Hit("map", "ideas", "Ideas", "ideas", "Ideas", "Some of all kinds.", 1.0)


@pytest.mark.parametrize("query", ["secret", "secrat", "se", "hidden words"])
def test_drafts_are_found_by_staff_alone(query: str) -> None:
    draft_map = make_map("Secret Plans", published=False)
    make_concepts(draft_map, "Secret Step")
    Concept.objects.create(map=make_map(), title="Secret Idea", summary="Hidden words.", published=False)
    assert search(query) == suggest(query) == ()
    assert "Secret Idea" in titles_of(search(query, staff=True))
    assert query == "hidden words" or "Secret Step" in titles_of(search(query, staff=True))


@pytest.mark.usefixtures("ideas")
def test_a_search_can_stay_within_one_map() -> None:
    other = make_map("Others")
    make_concepts(other, "Zakat", "Zakat Today")
    assert titles_of(search("zakat", map_slug="others")) == ["Zakat", "Zakat Today"]
    assert {hit.map_slug for hit in search("zakat")} == {"ideas", "others"}
    assert search("zakat", map_slug="no-such-map") == ()


@pytest.mark.usefixtures("ideas")
def test_no_more_is_answered_than_was_asked_for() -> None:
    assert len(search("interest rates", limit=1)) == 1
    assert search("interest", limit=0) == ()


@pytest.mark.usefixtures("ideas")
def test_what_shares_hardly_a_letter_is_not_found() -> None:
    assert search("xylophone orchestra") == ()


@pytest.mark.usefixtures("ideas")
@pytest.mark.parametrize(
    "query",
    ["", " ", "🙂", '"', "''", "AND", "a OR b", "NEAR(a b)", "-long", "lo*", "%", "_", "\\", "\x00", "a\x00b", "{x} %s",
     "%(text)s", "?", ":a", "(", '"a" AND', "x" * 10_000, "ab " * 4_000, "\ud800", "السلام", "𝔘𝔫𝔦", "e\u0301" * 300],
)  # fmt: skip
def test_no_query_is_an_error(query: str) -> None:
    assert isinstance(search(query), tuple)
    assert isinstance(suggest(query), tuple)


@pytest.mark.usefixtures("ideas")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(query=st.text(max_size=250))
@example(query='"transformer" -foundation*')
def test_whatever_is_typed_is_answered(query: str) -> None:
    assert all(0 < hit.score <= 1 for hit in (*search(query), *suggest(query, staff=True)))


def test_a_query_is_read_up_to_its_limit() -> None:
    make_concepts(make_map(), "Zakat")
    assert titles_of(search("zakat" + " " * 195 + "xylophone")) == ["Zakat"]


@pytest.mark.usefixtures("ideas")
def test_the_number_of_database_queries_stays_the_same_as_rows_grow(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(3) as few:
        search("interst rates learning")
    make_concepts(make_map("Many"), *(f"Interest of Kind {number}" for number in range(60)))
    with django_assert_max_num_queries(3) as many:
        search("interst rates learning")
    assert len(few) == len(many)


@pytest.mark.usefixtures("ideas")
def test_a_query_without_words_asks_no_database(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(0):
        assert search(" – !") == ()


def test_a_word_counts_for_itself_and_not_for_the_word_beside_it() -> None:
    make_concepts(make_map(), "Gravity", "Gravity Waves")
    both, one = search("gravity wavs")
    assert (both.title, one.title) == ("Gravity Waves", "Gravity")
    assert one.score < 0.75


@pytest.mark.usefixtures("ideas")
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("transformerfoundation", "Transformer Foundation"),
        ("attentionmechanisms", "Efficient Attention Mechanisms"),
        ("rewardlearning", "Reinforcement Learning"),
    ],
)
def test_words_written_as_one_are_found(query: str, title: str) -> None:
    assert titles_of(search(query))[:1] == [title]
