from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.recognizing.numbers import numbers_in


def read(text):
    return [number.value for number in numbers_in(text)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("65 billion parameters", 65e9),
        ("1.5T", 1.5e12),
        ("13B", 13e9),
        ("7b", 7e9),
        ("65 B", 65e9),
        ("540-billion-parameter", 540e9),
        ("2,048 cards", 2048),
        ("16\u00a0384 cards", 16384),
        ("16\u202f384 cards", 16384),
        ("1.7 million", 1.7e6),
        ("3.14e23", 3.14e23),
        ("3.1 × 10^23", 3.1e23),
        ("twenty-five", 25),
        ("Sixty-five", 65),
        ("TWO", 2),
        ("one hundred and seventy-five billion", 175e9),
        ("one thousand five hundred", 1500),
        ("nine and a half", 9.5),
        ("half a million", 5e5),
        ("a half million", 5e5),
        ("one and a half billion", 1.5e9),
        ("a dozen", 12),
        ("a billion", 1e9),
    ],
)
def test_a_number_is_read_however_it_is_written(words, value):
    assert read(words) == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("words", "middle"),
    [
        ("10–12 weeks", 11),
        ("10-12 weeks", 11),
        ("between 10 and 12", 11),
        ("5 to 7 billion", 6e9),
        ("one to two weeks", 1.5),
    ],
)
def test_of_a_range_the_middle_is_read(words, middle):
    assert read(words) == [pytest.approx(middle)]


def test_two_numbers_joined_by_and_are_no_range():
    assert read("5 and 7") == [5, 7]


def test_a_falling_pair_is_no_range():
    assert read("12–10") == [12, 10]


@pytest.mark.parametrize("words", ["A100 GPUs", "GPT-3", "TPU v4", "a few weeks", "billions", "an answer"])
def test_digits_of_names_and_vague_words_are_no_numbers(words):
    assert read(words) == []


def test_places_are_those_of_the_text():
    text = "On 2,048 cards it took 21 days."
    assert [text[number.start : number.end] for number in numbers_in(text)] == ["2,048", "21"]


@given(st.integers(min_value=0, max_value=10**15))
def test_groups_of_three_change_no_number(number):
    assert read(f"{number:,}") == [number]


@given(st.text(alphabet="0123456789 ,.-–abBMTtwoandhalf×^e", max_size=60))
def test_any_text_is_read_in_order_and_without_overlap(text):
    numbers = list(numbers_in(text))
    assert all(0 <= one.start < one.end <= len(text) for one in numbers)
    assert all(one.end <= other.start for one, other in pairwise(numbers))
