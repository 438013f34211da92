"""Whatever is typed or imported, stored text is clean, and cleaning it again changes nothing."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from concepts.models import Concept, KnowledgeMap, Link, LinkKind, Source, Topic
from concepts.text import (
    DETAIL_LENGTH,
    LIST_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    clean_block,
    clean_line,
    clean_list,
)
from tests.concepts.atlas import make_concepts, make_map

BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Letters that trouble, beside all others.
TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from(" \t\r\n\x00\x0b\x1f\x85\u2028\ufeff" + BIDI_CONTROLS))
)


@pytest.mark.parametrize("clean", [clean_line, clean_block, clean_list])
@given(text=TEXTS)
@example(text="a\u202e\u0301")
@example(text="\x1e0\u2028 ")
def test_clean_text_is_normal_without_controls_and_stays_as_it_is(clean: object, text: str) -> None:
    assert callable(clean)
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(
        unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in cleaned
    )
    assert not set(cleaned) & {*BIDI_CONTROLS, "\ufffe", "\uffff"}
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned


@given(TEXTS)
def test_a_line_has_single_spaces_and_no_line_ends(text: str) -> None:
    line = clean_line(text)
    assert "  " not in line
    assert line.splitlines() in ([line], [])


@given(TEXTS)
def test_a_list_has_each_entry_once(text: str) -> None:
    entries = clean_list(text).split("\n")
    assert len(set(entries)) == len(entries)
    assert entries == [""] or all(entries)


def test_right_to_left_text_and_joiners_are_kept() -> None:
    assert clean_line("السلام \u200f 👩\u200d🚀") == "السلام \u200f 👩\u200d🚀"


@pytest.mark.django_db
def test_a_concept_is_stored_clean_however_it_is_written() -> None:
    physics = make_map()
    dirty = {"title": " Cafe\u0301\u202e \x00", "summary": "one\ntwo", "aliases": "A\r\n\r\n A \nB\x07"}
    Concept.objects.create(map=physics, **dirty)
    Concept.objects.bulk_create([Concept(map=physics, slug="bulk", **dirty)])
    changed = make_concepts(physics, "Changed")[0]
    for name, value in dirty.items():
        setattr(changed, name, value)
    Concept.objects.bulk_update([changed], dirty.keys())
    stored = set(Concept.objects.values_list("title", "summary", "aliases"))
    assert stored == {("Café", "one two", "A\nB")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("title", TITLE_LENGTH),
        ("summary", SUMMARY_LENGTH),
        ("detail", DETAIL_LENGTH),
        ("aliases", LIST_LENGTH),
    ],
)
def test_text_is_stored_up_to_its_length_and_refused_beyond(field: str, most: int) -> None:
    concept = Concept(map=make_map(), slug="long", **{"title": "Long", field: "x" * most})
    concept.save()
    setattr(concept, field, "x" * (most + 1))
    with pytest.raises(ValidationError, match="At most"):
        concept.save()
    # PostgreSQL knows the limit of a column itself.
    with pytest.raises((ValidationError, DataError)), transaction.atomic():
        Concept.objects.filter(pk=concept.pk).update(title="y" * (TITLE_LENGTH + 1))


@pytest.mark.django_db
def test_a_reason_is_cleaned_and_capped() -> None:
    first, second = make_concepts(make_map(), "First", "Second")
    link = Link.objects.create(source=first, target=second, kind=LinkKind.PARENT, reason=" So\n it is.\x00")
    assert link.reason == "So it is."
    link.reason = "x" * 301
    with pytest.raises(ValidationError):
        link.save()


@pytest.mark.django_db
def test_a_title_without_letters_needs_a_slug() -> None:
    physics = make_map()
    with pytest.raises(ValidationError):
        Concept.objects.create(map=physics, title="🙂")
    with pytest.raises(ValidationError):
        KnowledgeMap.objects.create(title="🙂", summary="A map.")
    assert Concept.objects.create(map=physics, title="🙂", slug="smile").slug == "smile"


@pytest.mark.django_db
def test_a_topic_is_stored_clean() -> None:
    assert Topic.objects.create(title=" Interest \n Rates\u202e").title == "Interest Rates"


def test_sources_are_read_with_their_address() -> None:
    concept = Concept(
        sources="Author, Title (2017) <https://example.com/a>\nNo address <nowhere>\n<https://a.example>"
    )
    assert concept.source_list == (
        Source("Author, Title (2017)", "https://example.com/a"),
        Source("No address <nowhere>"),
        Source("<https://a.example>"),
    )
    assert [str(source) for source in concept.source_list] == concept.sources.split("\n")


def test_no_source_leads_to_a_script() -> None:
    assert Concept(sources="Click <javascript:alert(1)>").source_list == (
        Source("Click <javascript:alert(1)>"),
    )
