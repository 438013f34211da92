"""Which documents a search finds and in which order, alike on both databases."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from concepts.topics import find_or_make_topics
from library.models import Document
from library.search import find_documents, suggest_documents
from library.search.snippets import snippets_in
from tests.library.shelf import document

pytestmark = pytest.mark.django_db


def titles(query: str, **narrowed: str | bool) -> list[str]:
    return [hit.title for hit in find_documents(query, **narrowed)]  # type: ignore[arg-type]


@pytest.fixture
def shelf() -> None:
    document(
        "Scaling Laws for Neural Language Models",
        authors="Jared Kaplan\nSam McCandlish",
        summary="Loss falls with size.",
        text="Bigger networks learn more from the same words. Compute is what counts.",
        published_on=date(2020, 1, 23),
    )
    document(
        "Fast Attention",
        authors="Tri Dao",
        text="Memory traffic decides the speed. Naïve kernels read memory again and again.",
        published_on=date(2022, 5, 27),
    )
    document("Über Öl", text="The price of oil and the cartels.", published_on=None)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("scaling laws", "Scaling Laws for Neural Language Models"),
        ("scalling lwas", "Scaling Laws for Neural Language Models"),
        ("neurel langauge", "Scaling Laws for Neural Language Models"),
        ("kaplan", "Scaling Laws for Neural Language Models"),
        ("mccandlsh", "Scaling Laws for Neural Language Models"),
        ("tri dao", "Fast Attention"),
        ("fa", "Fast Attention"),
        ("uber ol", "Über Öl"),
        ("loss falls", "Scaling Laws for Neural Language Models"),
        ("compute counts", "Scaling Laws for Neural Language Models"),
        ("memory traffic", "Fast Attention"),
        ("naive kernel", "Fast Attention"),
        ("dao memory", "Fast Attention"),
        ("cartel", "Über Öl"),
        ("prices", "Über Öl"),
    ],
)
def test_a_document_is_found_by_its_names_with_errors_and_by_any_of_its_words(query: str, title: str) -> None:
    assert titles(query)[0] == title


@pytest.mark.usefixtures("shelf")
def test_what_nothing_has_is_not_found() -> None:
    assert titles("xylophone orchestra") == []
    assert titles("memory cartels") == []


def test_the_title_comes_before_the_text_and_of_texts_the_newest_first() -> None:
    for year in (2019, 2021, 2020):
        document(f"Of {year}", text="About entropy among others.", published_on=date(year, 1, 1))
    document("Undated", text="About entropy too.")
    document("Entropy", text="Nothing.", published_on=date(1948, 1, 1))
    assert titles("entropy") == ["Entropy", "Of 2021", "Of 2020", "Of 2019", "Undated"]


@pytest.mark.parametrize("query", ["secret", "secrat", "hidden"])
def test_drafts_are_found_by_staff_alone(query: str) -> None:
    document("Secret Plans", text="Hidden words.", status=Document.Status.DRAFT)
    assert find_documents(query) == suggest_documents(query) == ()
    assert titles(query, staff=True) == ["Secret Plans"]


def test_a_search_can_be_narrowed_to_a_kind_and_a_topic() -> None:
    one, two = document("Entropy of Ice"), document("Entropy of Fire", kind=Document.Kind.DISCLOSURE)
    one.topics.set(find_or_make_topics(["Physics"]))
    two.topics.set(find_or_make_topics(["Heat"]))
    assert titles("entropy", kind="disclosure") == ["Entropy of Fire"]
    assert titles("entropy", topic="physics") == ["Entropy of Ice"]
    assert titles("entropy", topic="physics", kind="disclosure") == []


@pytest.mark.usefixtures("shelf")
def test_a_word_being_typed_is_a_beginning() -> None:
    assert [hit.title for hit in suggest_documents("scali")] == ["Scaling Laws for Neural Language Models"]
    assert suggest_documents("") == suggest_documents(" – ") == ()


def test_the_index_follows_every_kind_of_write() -> None:
    made = document("Turnips", text="Root vegetables.")
    assert titles("vegetables") == ["Turnips"]
    made.text = "Underground plants."
    made.save(update_fields=["text"])
    assert (titles("vegetables"), titles("underground")) == ([], ["Turnips"])
    made.authors = "Ada Lovelace"
    made.save(update_fields=["authors"])
    assert titles("lovelace") == ["Turnips"]
    made.text = "Orange roots."
    Document.objects.bulk_update([made], ["text"])
    assert (titles("underground"), titles("orange")) == ([], ["Turnips"])
    Document.objects.all().delete()
    assert titles("orange") == titles("turnips") == []


def test_words_far_into_a_long_text_are_found() -> None:
    document("Long", text="word " * 60_000 + "quintessence at last")
    assert titles("quintessence") == ["Long"]
    assert titles("quintessence long") == ["Long"]


def test_a_text_of_odd_words_can_be_stored_and_searched() -> None:
    document("Odd", text=" ".join(chr(0x20000 + number) for number in range(40_000)) + " " + "x" * 5_000)
    assert titles("odd") == ["Odd"]


@pytest.mark.usefixtures("shelf")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(query=st.text(max_size=250))
@example(query='"transformer" -foundation* OR NEAR(a b) & | ! :* \\')
@example(query="1e5 a'b 'x':*")
def test_whatever_is_typed_is_answered(query: str) -> None:
    assert all(0 < hit.score <= 1 for hit in (*find_documents(query), *suggest_documents(query, staff=True)))
    snippets_in(query, list(Document.objects.values_list("pk", flat=True)))


@pytest.mark.usefixtures("shelf")
def test_a_snippet_shows_the_words_where_most_of_them_stand() -> None:
    made = document("Whale", text=f"A whale. {'Filler words. ' * 40}The white whale swam on. {'More. ' * 90}")
    snippet = snippets_in("white whales", [made.pk])[made.pk]
    assert [stretch.words for stretch in snippet if stretch.marked] == ["white", "whale"]
    whole = "".join(stretch.words for stretch in snippet)
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert len(whole) < 260
    assert snippets_in("zebra", [made.pk]) == {}


def test_the_number_of_queries_stays_as_rows_double() -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            find_documents("entropy of thngs")
        return len([one for one in queries if one["sql"] not in {"BEGIN", "COMMIT"}])

    document("Entropy of Things")
    before = counted()
    for number in range(40):
        document(f"Entropy of Kind {number}", text="Things in heaps.")
    assert counted() == before <= 4
