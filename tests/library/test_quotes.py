"""Where words stand, and the sentence around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.quotes import LONGEST_SENTENCE, Sections, sentence_around
from library.reading.text import Part


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
