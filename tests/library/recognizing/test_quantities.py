import pytest

from library.recognizing.quantities import FigureUnreadable, Quantity, read_quantity


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("approximately 6 weeks", 42, "days"),
        ("3 months", 90, "days"),
        ("21 days", 21, "days"),
        ("two months", 60, "days"),
        ("half a year", 182.5, "days"),
        ("10–12 weeks", 77, "days"),
        ("about 3.5 months", 105, "days"),
        ("a day and a half", 1.5, "days"),
        ("three weeks and two days", 23, "days"),
        ("over 3 months (about 100 days)", 90, "days"),
        ("1,200 hours", 50, "days"),
        ("1.7 million GPU hours", 1.7e6, "gpu-hours"),
        ("2.788M H800 GPU-hours", 2.788e6, "gpu-hours"),
        ("7 million A100 hours", 7e6, "gpu-hours"),
        ("300 GPU-days", 7200, "gpu-hours"),
        ("9.5 TPU days", 228, "tpu-hours"),
        ("3,640 petaflop/s-days", 3640, "petaflop/s-days"),
        ("3.14e23 FLOPs", 3.14e23, "flop"),
        ("several weeks", None, "days"),
        ("not disclosed", None, "days"),
    ],
)
def test_a_training_is_counted_in_days_unless_it_is_told_as_work(words, number, unit):
    found = read_quantity("training_time", words)
    assert found.unit == unit
    assert found.number == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,024 A100 GPUs", 1024),
        ("16 384 GPUs", 16384),
        ("560 DGX servers with eight GPUs each", 4480),
        ("48 nodes of 8 GPUs", 384),
        ("64 × 8", 512),
        ("64 nodes, 512 GPUs", 64),
        ("2,048 A100-80GB", 2048),
        ("eight 80 GB GPUs", 8),
        ("thousands of GPUs", None),
        ("several hundred GPUs", None),
    ],
)
def test_processors_are_counted_and_machines_multiplied(words, number):
    assert read_quantity("gpu_count", words) == Quantity(number, "processors")


@pytest.mark.parametrize(("words", "number"), [("2022", 2022), ("early 2023", 2023), ("2021–2022", 2022)])
def test_the_last_year_is_the_year(words, number):
    assert read_quantity("year", words) == Quantity(number, "year")


@pytest.mark.parametrize(
    ("attribute", "words"),
    [
        ("params", "1.2.3 billion"),
        ("params", "1,5 billion"),
        ("params", "6O billion"),
        ("params", "bananas"),
        ("gpu_count", "A100s"),
        ("training_time", "3 1/2 months"),
        ("training_time", "blue"),
        ("year", "last spring"),
    ],
)
def test_a_figure_that_can_be_read_in_two_ways_or_in_none_is_refused(attribute, words):
    with pytest.raises(FigureUnreadable):
        read_quantity(attribute, words)


@pytest.mark.parametrize("attribute", ["hardware", "country"])
def test_names_have_no_number(attribute):
    assert read_quantity(attribute, "A100 80GB") == Quantity(None, "")


@pytest.mark.parametrize(
    ("attribute", "words"),
    [("gpu_count", "many banana"), ("params", "several horses"), ("training_time", "some words")],
)
def test_vague_words_count_only_what_the_attribute_counts(attribute, words):
    with pytest.raises(FigureUnreadable):
        read_quantity(attribute, words)
