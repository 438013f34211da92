"""The sentence around a figure."""

from hypothesis import given
from hypothesis import strategies as st

from library.quotations import Quotation, quotation

TEXT = "It was large. In all, it had 1.5 billion parameters, i.e. more than 3 others. The weights are open.\nMore."


def around(words: str, text: str = TEXT, *, whole_start: bool = True) -> Quotation:
    start = text.index(words)
    return quotation(text, start, start + len(words), whole_start=whole_start)


def test_a_figure_stands_in_its_sentence():
    assert around("1.5 billion parameters") == Quotation(
        "In all, it had ", "1.5 billion parameters", ", i.e. more than 3 others."
    )


def test_a_line_ends_a_sentence_and_the_first_needs_no_beginning():
    assert around("open") == Quotation("The weights are ", "open", ".")
    assert around("large") == Quotation("It was ", "large", ".")
    assert around("More").before == ""


def test_a_sentence_that_is_cut_says_so():
    cut = around("1.5", "ut of a long beginning it had 1.5 and then went on for", whole_start=False)
    assert cut.before.startswith("… of a long")
    assert cut.after.endswith("…")


def test_a_long_sentence_is_shortened_on_both_sides_of_the_figure():
    found = around("42", "word " * 100 + "42 " + "word " * 100 + "end.")
    assert found.before.startswith("… word")
    assert found.after.endswith("word …")
    assert len(found.before) < 240
    assert len(found.after) < 240


@given(st.text(max_size=80), st.text(min_size=1, max_size=20), st.text(max_size=80), st.booleans())
def test_any_text_gives_the_words_themselves_on_one_line_each_side(before, words, after, whole_start):
    found = quotation(before + words + after, len(before), len(before) + len(words), whole_start=whole_start)
    assert found.quote == words
    assert "\n" not in found.before + found.after
