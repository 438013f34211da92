"""Numbers as people read them."""

import pytest

from library.readable import amount, counted, readable


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (175e9, "parameters", "175 billion parameters"),
        (65.2e9, "parameters", "65.2 billion parameters"),
        (1.085e12, "parameters", "1.085 trillion parameters"),
        (999_999e6, "parameters", "1 trillion parameters"),
        (2.788e6, "gpu-hours", "2.788 million GPU hours"),
        (1_720_320, "gpu-hours", "1.72 million GPU hours"),
        (118.2368, "days", "118.2 days"),
        (1, "days", "1 day"),
        (0.5, "days", "0.5 days"),
        (4096, "processors", "4,096 processors"),
        (2022, "year", "2022"),
        (3, "", "3"),
        (0, "days", "0 days"),
    ],
)
def test_a_number_in_its_unit(number: float, unit: str, words: str):
    assert readable(number, unit) == words


def test_small_counts_are_words_and_large_ones_digits():
    assert (counted(2), counted(10), counted(11), counted(1_200)) == ("two", "ten", "11", "1,200")


def test_an_amount_has_no_unit():
    assert amount(10_000) == "10,000"
