"""Passages of a former text in a new one: whole words, whatever signs part them, in company that is nearly the same."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.found_again import NewText, Passage, words_of


def found(before: str, after: str, quote: str) -> str | None:
    """What stands where a quote of the former text is found in the new one."""
    place = NewText(after, before, [quote]).find(Passage(quote, before.index(quote)))
    return after[place[0] : place[1]] if place else None


@pytest.mark.parametrize(
    ("before", "after", "quote", "there"),
    [
        ("It has 8 layers.", "In 2018 it has 8 layers.", "8", "8"),
        ("It has 8 layers.", "Since 2018 nobody knows.", "8", None),
        ("It has 8 layers.", "It has few layers. They cost 8 dollars a night.", "8", None),
        ("It has 1,024 layers.", "It has 1,025 layers.", "1,024", None),
        ("Made in C++ by hand.", "Made in C# by hand.", "C++", None),
        ("It is (very) good.", "Yes: it is (very) good!", "(very)", "(very)"),
        ("It is good.", "It is good!", "It is good.", "It is good!"),
        (
            "It is good.\nSo it goes.",
            "It is good, so it goes.",
            "It is good.\nSo it goes.",
            "It is good, so it goes.",
        ),
        ("训练模型。", "我们训练模型。", "训练模型", "训练模型"),
        ("…", "… and more", "…", None),
    ],
)
def test_words_are_found_in_their_company(before: str, after: str, quote: str, there: str | None) -> None:
    assert found(before, after, quote) == there


def test_of_several_places_the_most_alike_is_taken_then_the_nearest() -> None:
    before = "The model was made in 2020 by four people."
    after = "The paper came out in 2020. The model was made in 2020 by five people. It was sold in 2020."
    place = NewText(after, before, ["2020"]).find(Passage("2020", before.index("2020")))
    assert place == (after.index("2020 by five"), after.index("2020 by five") + 4)
    lines = "one two three four five six seven eight nine\n" * 3
    long = lines.splitlines()[0]
    assert NewText(lines, lines, [long]).find(Passage(long, 45)) == (45, 45 + len(long))


def test_words_that_stood_nowhere_are_found_only_when_they_are_many() -> None:
    text = "It has 8 layers, and each of them has four heads of its own."
    assert NewText(text, "", ["8"]).find(Passage("8", None)) is None
    assert NewText(text, "", [text]).find(Passage(text, None)) == (0, len(text))


@given(st.text(alphabet="ab 1.,", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_what_is_found_has_the_same_words(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    place = NewText(text, text, [quote]).find(Passage(quote, start))
    if place:
        assert words_of(text[place[0] : place[1]]) == words_of(quote)


def test_words_that_stand_everywhere_cost_little() -> None:
    text = "the model has the model. " * 40_000
    quotes = [Passage("the", 25 * number) for number in range(200)]
    began = process_time()
    new = NewText(text, text, ["the"])
    assert all(new.find(passage) for passage in quotes)
    assert process_time() - began < 10
