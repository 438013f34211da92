import pytest

from library.reading.text import Part, ReadText
from library.recognizing.lines import is_title, units_of
from library.recognizing.structure import parts_of, units_of_read


def told(text, units=None):
    return [(unit.kind, unit.level, text[unit.start : unit.end]) for unit in (units or units_of(text))]


def test_marks_of_points_are_no_part_of_them():
    text = "• one\n- two\n* three\n1. four"
    assert [words for _, _, words in told(text)] == ["one", "two", "three", "four"]
    assert {kind for kind, _, _ in told(text)} == {"point"}


def test_headings_are_known_by_hashes_and_underlines():
    text = "First\n=====\n\n## Second\n\nThird\n-----\nwords"
    assert told(text) == [
        ("heading", 1, "First"),
        ("heading", 2, "Second"),
        ("heading", 2, "Third"),
        ("paragraph", 0, "words"),
    ]


def test_lines_that_were_wrapped_are_one_unit():
    text = (
        "A network reads the words that stand before and gives a number to each word\n"
        "that could come next, which is all that it ever learned to do in its life so\n"
        "far.\nA Title\nMore follows here."
    )
    assert [words.replace("\n", " ")[-7:] for _, _, words in told(text)] == ["so far.", "A Title", "s here."]


def test_lines_that_are_paragraphs_stay_apart():
    text = (
        "A Title\nOne sentence that tells what it is about.\nA longer sentence which says more of"
        " the same thing to the reader."
    )
    assert len(units_of(text)) == 3


@pytest.mark.parametrize(
    "words", ["Context Management", "RLHF Alignment", "The 1973 Embargo", "“Soft” Power"]
)
def test_short_words_without_an_end_are_a_title(words):
    assert is_title(words)


@pytest.mark.parametrize("words", ["It ends.", "in small letters", "", "1234", "Word " * 13, "What is it?"])
def test_sentences_and_lists_of_words_are_no_title(words):
    assert not is_title(words.strip())


def test_a_short_line_above_a_paragraph_is_a_heading():
    text = "A name\n\nOverview\n\nIt tells something at length.\n\nPoints\n- one\n- two"
    kinds = [(part.kind, part.level) for part in parts_of(text, units_of(text))]
    assert kinds == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 2),
        ("point", 0),
        ("point", 0),
    ]


def test_the_last_line_is_no_heading():
    text = "A paragraph that ends.\n\nThe End"
    assert parts_of(text, units_of(text))[-1].kind == "paragraph"


def test_parts_of_the_format_are_kept_and_typed_lists_in_them_taken_apart():
    text = "Name\n\nwords\n• one\n• two"
    read = ReadText(text, "markdown", parts=(Part("heading", 0, 4, 1), Part("paragraph", 6, len(text))))
    assert told(text, units_of_read(read)) == [
        ("heading", 1, "Name"),
        ("paragraph", 0, "words"),
        ("point", 0, "one"),
        ("point", 0, "two"),
    ]
