import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.reading.text import DocumentRefused, ReadText
from library.recognizing.recognize import recognize
from library.recognizing.terms import Term, TermIndex
from tests.library.recognizing.hostile import hostile_texts

PIECES = (
    "Tool Use — Interactive Knowledge Map\n|Key Concepts\n|Title Words\n|A sentence that ends.\n|\n|• point\n|## Head\n"
    "|<model>GPT-3</model> |<params>|</params>|65 billion parameters |on 8 A100 GPUs |for 3 weeks |Join the waitlist. "
    "|The central insight: x.\n|===\n|in 2020 |GPT-3 |\u00a0|é|and |word word |1. One\n"
).split("|")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda pieces: "".join(pieces).strip())
# Far above what any of the texts takes when its cost is linear, far below what it takes when it is quadratic.
MOST_SECONDS = 20


def recognized(text):
    """What is recognised, or why nothing is."""
    try:
        return recognize(ReadText(text, "text"))
    except DocumentRefused as refused:
        return refused


@settings(max_examples=300)
@given(TEXTS | st.text(max_size=80))
def test_any_text_is_recognised_with_offsets_in_order_or_refused_with_a_line(text):
    found = recognized(text)
    if isinstance(found, DocumentRefused):
        assert found.line in range(1, text.count("\n") + 2)
        return
    edges = [edge for part in found.parts for edge in (part.start, part.end)]
    assert edges == sorted(edges)
    assert all(0 <= part.start < part.end <= len(found.text) for part in found.parts)
    places = [(one.start, one.end) for one in found.concepts] + [(one.start, one.end) for one in found.facts]
    assert all(0 <= start < end <= len(found.text) for start, end in places)
    assert all(found.text[fact.start : fact.end] == fact.quote for fact in found.facts)


@settings(max_examples=60)
@given(TEXTS)
def test_the_same_text_is_recognised_the_same(text):
    one, other = recognized(text), recognized(text)
    assert one == other or str(one) == str(other)


def test_nothing_is_recognised_in_an_empty_text():
    found = recognize(ReadText("", "text"))
    assert (found.title, found.parts, found.concepts, found.facts) == ("", (), (), ())


def test_the_title_of_the_file_comes_before_the_first_line():
    assert recognize(ReadText("Some words.", "html", title="A Page")).title == "A Page"


@pytest.mark.parametrize("name", hostile_texts(1))
def test_no_text_keeps_the_recogniser_busy(name):
    text = hostile_texts()[name]
    index = TermIndex(
        [Term(1, "Concept"), Term(2, "one hundred"), Term(3, "distributed training systems in the world")]
    )
    began = time.process_time()
    list(index.mentions(text))
    recognized(text)
    assert time.process_time() - began < MOST_SECONDS


def test_the_menu_of_a_page_that_was_copied_whole_is_no_part_of_its_text():
    text = (
        "Skip to content\nKinapse\nSearch maps, concepts and documents\nSearch\nLibrary\nWaitlist\nGrowing Roots\n\n"
        "Roots drink water, and hold the tree where it stands."
    )
    found = recognize(ReadText(text, "text"))
    assert found.title == "Growing Roots"
    assert found.text.startswith("Growing Roots")
    assert all(found.text[part.start : part.end] for part in found.parts)
