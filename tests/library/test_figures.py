"""What agrees, what differs, and what cannot be compared."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.figures import DocumentName, Figure, Statement, figure_of, joined, same_words

Given = tuple[str, str, float | None]


def said(attribute: str, *answers: Given, in_one: bool = False) -> Figure:
    """What documents say, each answer in one of its own, or all in one."""
    return figure_of(
        attribute,
        [_statement(number, answer, 0 if in_one else number) for number, answer in enumerate(answers)],
    )


def _statement(pk: int, answer: Given, document: int, *, confirmed: bool = False) -> Statement:
    value, unit, number = answer
    name = f"document-{document}"
    source = DocumentName(name, name, "arXiv", date(2022, 1, 1), "", published=True)
    return Statement(pk, value, unit, number, value, 0, len(value), 0.8, confirmed, source)


def test_numbers_within_two_percent_agree():
    figure = said("params", ("176 billion", "parameters", 176e9), ("175 billion", "parameters", 175e9))
    assert len(figure.agreed) == 1
    assert (figure.disagree, figure.disagreement) == (False, "")


def test_numbers_further_apart_disagree_in_a_sentence():
    figure = said(
        "gpu_count", ("1,024 processors", "processors", 1024), ("992 processors", "processors", 992)
    )
    assert figure.disagreement == "Two documents differ: 992 processors and 1,024 processors."
    assert figure.numbers == (992, 1024)


def test_values_with_words_of_a_list_in_them_are_set_apart():
    figure = said(
        "training_time",
        ("about 3.5 months", "days", 105),
        ("118 days, 5 hours and 41 minutes", "days", 118.24),
    )
    assert figure.disagreement == (
        "Two documents differ: “about 3.5 months” and “118 days, 5 hours and 41 minutes”."
    )


def test_one_document_can_contradict_itself():
    figure = said("params", ("1 billion", "parameters", 1e9), ("2 billion", "parameters", 2e9), in_one=True)
    assert figure.disagreement == "One document gives two figures: 1 billion and 2 billion."


def test_years_agree_only_when_they_are_the_same():
    assert said("year", ("2021", "year", 2021), ("2022", "year", 2022)).disagree
    assert not said("year", ("2022", "year", 2022), ("2022", "year", 2022)).disagree


def test_days_and_hours_of_processors_stand_side_by_side_and_are_not_compared():
    figure = said(
        "training_time", ("2.788 million GPU hours", "gpu-hours", 2.788e6), ("two months", "days", 60)
    )
    assert [agreed.value for agreed in figure.agreed] == ["two months", "2.788 million GPU hours"]
    assert not figure.disagree
    assert figure.apart == "Days and GPU hours are not compared with each other."
    assert (figure.unit, figure.numbers) == ("days", (60, 60))


def test_a_number_and_words_without_one_are_not_compared():
    figure = said("training_time", ("several weeks", "days", None), ("60 days", "days", 60))
    assert len(figure.agreed) == 2
    assert not figure.disagree
    assert (
        said("training_time", ("several weeks", "days", None), ("some time", "days", None)).disagree is False
    )


def test_hardware_named_less_exactly_is_the_same_and_the_exact_name_is_shown():
    figure = said("hardware", ("NVIDIA A100", "", None), ("NVIDIA A100 80GB", "", None))
    assert [agreed.value for agreed in figure.agreed] == ["NVIDIA A100 80GB"]
    assert said("hardware", ("NVIDIA A100", "", None), ("TPU v4", "", None)).disagreement == (
        "Two documents differ: NVIDIA A100 and TPU v4."
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("TPU v3", "TPU v3 and TPU v4", False),
        ("tpu V3", "TPU v3", True),
        ("NVIDIA A100 40GB", "NVIDIA A100 80GB", False),
        ("United States", "United Kingdom", False),
        ("", "France", False),
        ("Åland", "aland", True),
    ],
)
def test_words_say_the_same_or_not(one: str, other: str, same: bool):
    assert same_words(one, other) is same
    assert same_words(other, one) is same


def test_a_confirmed_statement_speaks_for_those_that_agree():
    answer = ("1 billion", "parameters", 1e9)
    first, second = _statement(1, answer, 1), _statement(2, answer, 2, confirmed=True)
    assert figure_of("params", [first, second]).agreed[0].statements == (second, first)


def test_nothing_stated_is_not_known():
    figure = figure_of("params", [])
    assert (figure.known, figure.numbers, figure.unit, figure.disagreement) == (False, (), "", "")


@given(st.lists(st.floats(min_value=1, max_value=1e13), max_size=12))
def test_every_statement_stands_once_and_answers_lie_apart(numbers: list[float]):
    figure = said("params", *(("x", "parameters", each) for each in numbers))
    assert sorted(each.pk for each in figure.statements) == list(range(len(numbers)))
    groups = [sorted(each.number or 0 for each in agreed.statements) for agreed in figure.agreed]
    assert all(group[-1] <= group[0] * 1.02 for group in groups)
    assert all(low[0] * 1.02 < high[0] for low, high in pairwise(groups))
    assert figure.disagree == (len(groups) > 1)


def test_words_are_joined_as_a_sentence_lists_them():
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
