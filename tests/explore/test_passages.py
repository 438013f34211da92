"""A document's text as HTML: parts, marks, and nothing of it lost or let through."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explore.passages import Body, Mark, insight_of, lede_of
from library.reading.text import Part

TEXT = "Overview\nAll of it.\nThe central insight: less is more.\nOne\n- a\n- b\nEnd."


def part(kind: str, words: str, level: int = 0) -> Part:
    start = TEXT.index(words)
    return Part(kind, start, start + len(words), level)


PARTS = [
    part("heading", "Overview", 2),
    part("overview", "All of it."),
    part("insight", "The central insight: less is more."),
    part("heading", "One", 3),
    part("point", "a\n"),
    part("point", "b\n"),
    part("paragraph", "End."),
]


def mark(words: str, anchor: str, text: str = TEXT, number: int = 0) -> Mark:
    start = text.index(words)
    return Mark(
        start, start + len(words), anchor, "cited" if number else "figure", number, "/there/", "There"
    )


def words_in(html: str) -> str:
    return " ".join(unescape(re.sub(r"<a class=\"cited-number\".*?</a>|<[^>]*>", "", html)).split())


def test_parts_become_headings_a_list_and_paragraphs() -> None:
    html = Body(TEXT, PARTS, []).markup()
    assert '<h2 id="section-1" dir="auto">Overview</h2>' in html
    assert '<p class="overview" dir="auto">All of it.</p>' in html
    assert re.search(r'insight__words" dir="auto">less is more\.</p></section>', html)
    assert '<h3 id="section-2" dir="auto">One</h3>' in html
    assert html.count("<ul>") == 1
    assert html.count("<li") == 2
    assert insight_of(TEXT, PARTS) == "Less is more."


def test_a_passage_is_marked_and_numbered_with_a_link_to_its_concept() -> None:
    html = Body(TEXT, PARTS, [mark("of it", "c7", number=3)]).markup()
    assert 'All <mark class="cited" id="c7">of it</mark><a class="cited-number" href="/there/"' in html
    assert "Concept: There, </span>3</a>." in html


def test_overlapping_passages_each_keep_their_place_and_number() -> None:
    text = "one two three four five"
    html = Body(text, [], [mark("two three four", "c1", text, 1), mark("three", "c2", text, 2)]).markup()
    assert words_in(html) == text
    assert [html.count(f'id="{anchor}"') for anchor in ("c1", "c2")] == [1, 1]
    assert html.index(">2</a>") < html.index(">1</a>")


def test_two_marks_of_the_same_words_both_have_an_anchor() -> None:
    text = "one two three"
    html = Body(
        text, [], [mark("two", "c1", text, 1), mark("two", "c2", text, 2), mark("two", "f3", text)]
    ).markup()
    assert all(f'id="{anchor}"' in html for anchor in ("c1", "c2", "f3"))
    assert html.count("cited-number") == 2


def test_a_passage_over_several_parts_is_marked_in_each_with_one_anchor() -> None:
    html = Body(
        TEXT, PARTS, [Mark(TEXT.index("All"), TEXT.index("more"), "c1", "cited", 1, "/", "X")]
    ).markup()
    assert html.count("<mark") == 2
    assert html.count('id="c1"') == 1
    assert html.count(">1</a>") == 1


def test_markup_in_a_text_or_a_title_is_only_words() -> None:
    text = '<script>alert("1")</script> & <b>'
    html = Body(text, [], [Mark(0, 8, "c1", "cited", 1, '/"x', '"><i>')]).markup()
    assert "<script" not in html
    assert "<i>" not in html
    assert words_in(html) == text


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    body = Body(TEXT, PARTS, [], title="Overview")
    assert [section.title for section in body.sections] == ["One"]
    assert "<h2" in body.markup()


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[str, list[Part], list[Mark]]:
    text = draw(st.text(st.sampled_from("ab <&\n\"'"), max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    kinds = st.sampled_from(["overview", "insight", "heading", "point", "paragraph"])
    parts = [
        Part(draw(kinds), start, end, draw(st.integers(0, 4)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if start < end
    ]
    marks = [
        Mark(start, end, f"c{number}", "cited", number + 1, "/x/", "X")
        for number, (start, end) in enumerate(
            draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
        )
        if start < end
    ]
    return text, parts, marks


@given(laid_out())
def test_no_word_is_lost_whatever_parts_and_marks_there_are(
    drawn: tuple[str, list[Part], list[Mark]],
) -> None:
    text, parts, marks = drawn
    html = Body(text, parts, marks).markup()
    assert words_in(html.replace("The central insight</h2>", "</h2>")).replace(" ", "") == "".join(
        text.split()
    )
    opened = re.findall(r"<(mark|p|li|ul|h\d|section|a|span)\b", html)
    closed = re.findall(r"</(mark|p|li|ul|h\d|section|a|span)>", html)
    assert sorted(opened) == sorted(closed)
    anchors = re.findall(r'id="(c\d+)"', html)
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("text", ["", " \n\n ", "\n" * 20_000, "a\n \n" * 20_000])
def test_blank_and_long_texts_are_laid_out_at_once(text: str) -> None:
    assert words_in(Body(text, [], []).markup()) == " ".join(text.split())


def test_a_page_of_many_parts_and_marks_is_swept_once() -> None:
    looked_at = 0

    class Watched(Mark):
        def __getattribute__(self, name: str) -> object:
            nonlocal looked_at
            looked_at += name in {"start", "end"}
            return super().__getattribute__(name)

    words = "word " * 2_000
    parts = [Part("paragraph", start, start + 5) for start in range(0, len(words), 5)]
    body = Body(
        words, parts, [Watched(part.start, part.end - 1, f"c{part.start}", "cited") for part in parts]
    )
    looked_at = 0
    assert body.markup().count("<mark") == 2_000
    assert looked_at < 20 * len(parts)


def test_a_mark_in_a_title_that_the_text_begins_with_stands_in_the_heading():
    text = "Trees of Life — Interactive Knowledge Map\n\nThey grow."
    parts = [Part("heading", 0, 41, 1), Part("paragraph", 43, 53)]
    body = Body(text, parts, [Mark(0, 5, "c1", "cited", 1, "/c", "Tree")], title="Trees of Life")
    assert 'id="c1"' not in body.markup()
    assert body.heading.startswith('<mark class="cited" id="c1">Trees</mark>')
    assert words_in(body.heading).endswith("of Life")


def test_a_title_that_was_cut_stands_once_and_whole():
    text = "A very long title of a text\n\nIt goes on."
    body = Body(text, [Part("heading", 0, 27, 1), Part("paragraph", 29, 40)], [], title="A very long title…")
    assert words_in(body.markup()) == "It goes on."
    assert body.heading == "A very long title of a text"


@pytest.mark.parametrize(
    ("summary", "lede"),
    [("Loss falls.", ""), ("It was measured, and…", ""), ("Size is what counts.", "Size is what counts.")],
)
def test_a_summary_that_the_text_says_itself_is_not_said_twice(summary, lede):
    text = "It was measured, and again.\nThe central insight: loss falls."
    parts = [Part("paragraph", 0, 27), Part("insight", 28, 60)]
    assert lede_of(text, parts, summary) == lede
