"""Where words stand, and the sentence around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.quotes import LONGEST_SENTENCE, Sections, nearest, sentence_around
from library.reading.text import Part


@pytest.mark.parametrize(("start", "found"), [(0, 2), (2, 2), (4, 2), (6, 8), (8, 8), (30, 14)], ids=str)
def test_words_are_found_where_they_stand_nearest(start: int, found: int) -> None:
    assert nearest("a word, word, word.", "word", start) == found


def test_words_that_are_gone_are_not_found() -> None:
    assert nearest("a word", "sentence", 0) is None
    assert nearest("a word", "", 0) is None


@given(
    st.text(alphabet="ab ", max_size=40), st.text(alphabet="ab ", min_size=1, max_size=3), st.integers(0, 60)
)
def test_no_other_place_is_nearer(text: str, quote: str, start: int) -> None:
    places = [place for place in range(len(text)) if text.startswith(quote, place)]
    found = nearest(text, quote, start)
    if found is None:
        assert not places
    else:
        assert found in places
        assert abs(found - start) == min(abs(place - start) for place in places)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("One", "One is 1.5 of two."),
        ("Three", "Three follows!"),
        ("four", "“And four?”"),
        ("five", "a line with five"),
        ("six", "six"),
    ],
)
def test_the_sentence_around_words(words: str, sentence: str) -> None:
    text = "One is 1.5 of two. Three follows! “And four?”\na line with five\nsix"
    start = text.index(words)
    first, last = sentence_around(text, start, start + len(words))
    assert text[first:last] == sentence


@given(st.text(alphabet="ab. \n?", min_size=1, max_size=3_000), st.data())
def test_a_sentence_holds_its_words_and_is_never_too_long(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 20)))
    first, last = sentence_around(text, start, end)
    assert last - first <= LONGEST_SENTENCE
    words = text[start:end].strip()
    if words and "\n" not in words:
        assert words in text[first:last]
    assert text[first:last] == text[first:last].strip()


def test_a_word_in_an_endless_line_is_quoted_with_words_around_it() -> None:
    text = "word " * 1_000
    first, last = sentence_around(text, 2_500, 2_504)
    assert text[first:last].startswith("word")
    assert text[first:last].endswith("word")
    assert 200 < last - first < 320


def test_the_heading_above_a_place() -> None:
    text = "Intro\nOne\nfirst\nTwo\nsecond"
    parts = [Part("heading", 6, 9, 2), Part("paragraph", 10, 15), Part("heading", 16, 19, 2)]
    sections = Sections(text, parts)
    assert [sections.at(place) for place in (0, 6, 12, 25)] == ["", "One", "One", "Two"]
