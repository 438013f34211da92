"""A document's text as HTML: parts, marks, and nothing of it lost or let through."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explore.passages import Body, Mark, insight_of
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
