"""Markdown is read without its marks, but with what they mean."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from library.reading.html_page import read_html
from library.reading.markdown import read_markdown
from library.reading.markdown_head import without_head
from library.reading.markdown_inline import plain_words
from tests.library.reading.samples import parts_of

ROOT = Path(__file__).parents[3]
OUR_FILES = [
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("concepts/seeds/*.md"),
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a **b** *c* ***d*** __e__ _f_ ~~g~~", "a b c d e f g"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("**open and *half**", "*open and half"),
        ("**open", "**open"),
        ("`a *b* [c](d)` ``x ` y``", "a *b* [c](d) x ` y"),
        ("`open", "`open"),
        ('[words](http://x.y (t)) ![picture](a.png "t") [](z)', "words  "),
        ("a ![*b](x)* *c*", "a * c"),
        ("![a ![b](c) d](e) f", " f"),
        ("[a [b](c) d](e(f)g)", "a b d"),
        ("[see][ref] [ref][] [ref] [other]", "see ref ref [other]"),
        ("[[Wiki]] [1, 2] (x)", "[[Wiki]] [1, 2] (x)"),
        ("claim[^1]", "claim"),
        ("<https://x.y/z> <mailto:a@b.c>", "https://x.y/z a@b.c"),
        ("<a@b.c>", "a@b.c"),
        ("&amp; &copy; &#65; &nothing; \\*a\\*", "& © A &nothing; *a*"),
        ("<b class='x'>a</b><br>b <!-- no --> c", "a\nb  c"),
        ("<model>GPT-3</model> <gpu_count>8</gpu_count>", "<model>GPT-3</model> <gpu_count>8</gpu_count>"),
        ("1 < 2 <unknown> <!-- open", "1 < 2 <unknown> <!-- open"),
    ],
)
def test_marks_go_and_words_stay(source: str, words: str) -> None:
    assert plain_words(source, frozenset({"ref"})) == words


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (
            "# One #\n## C#\n####### seven",
            [("heading1", "One"), ("heading2", "C#"), ("paragraph", "####### seven")],
        ),
        ("One\n===\nTwo\nlines\n---", [("heading1", "One"), ("heading2", "Two lines")]),
        ("a\nb  \nc\\\nd", [("paragraph", "a b\nc\nd")]),
        (
            "- a\n* b\n  goes on\n+ c\n• d",
            [("point", "a"), ("point", "b goes on"), ("point", "c"), ("point", "d")],
        ),
        (
            "- a\n\n  more\n  - b\n1. c\n2) d",
            [("point", "a"), ("paragraph", "more"), ("point", "b"), ("point", "c"), ("point", "d")],
        ),
        ("It was\n1995. Then.\n- a", [("paragraph", "It was 1995. Then."), ("point", "a")]),
        ("- [ ] todo\n- [x] done", [("point", "todo"), ("point", "done")]),
        ("> a\n> b\n\nc\n***\nd", [("paragraph", "a b"), ("paragraph", "c"), ("paragraph", "d")]),
        (
            "```py\n# no *heading*\n- no point\n```\nx",
            [("paragraph", "# no *heading*\n- no point"), ("paragraph", "x")],
        ),
        ("```\n> no quotation\n```", [("paragraph", "> no quotation")]),
        ("> ```\n> a\n> ```\n> b", [("paragraph", "a"), ("paragraph", "b")]),
        ("> ```\n> a\n\nb", [("paragraph", "a"), ("paragraph", "b")]),
        ("~~~\nopen\n```", [("paragraph", "open\n```")]),
        ("a\n\n    code *x*\n      y", [("paragraph", "a"), ("paragraph", "code *x*\n  y")]),
        (
            "| a | b |\n|---|:-:|\n| 1 | **2** |\n\nx",
            [("paragraph", "a | b"), ("paragraph", "1 | 2"), ("paragraph", "x")],
        ),
        ("| a | |\n|---|---| \n| | b |", [("paragraph", "a"), ("paragraph", "b")]),
        ("a | b is no table", [("paragraph", "a | b is no table")]),
        ("See [x].\n\n[x]: http://y\n[^1]: A note.", [("paragraph", "See x."), ("paragraph", "A note.")]),
        ("<!-- a\nb -->\nc\n<script>\nx\n</script>\nd", [("paragraph", "c"), ("paragraph", "d")]),
        ("<div align=center>\n<img\nsrc=x>Words\n</div>", [("paragraph", "Words")]),
        (
            "The <model>X</model> of <year>2023</year>.",
            [("paragraph", "The <model>X</model> of <year>2023</year>.")],
        ),
    ],
)
def test_blocks_are_parts(source: str, parts: list[tuple[str, str]]) -> None:
    assert parts_of(read_markdown(source)) == parts


def test_the_head_gives_the_title_and_is_no_text() -> None:
    read = read_markdown('---\nkind: digest\ntitle: "A: title"\n---\n# Heading\n\nText')
    assert (read.title, read.text) == ("A: title", "Heading\n\nText")


def test_a_rule_at_the_beginning_is_no_head() -> None:
    assert read_markdown("---\nText\n\n---\nmore").text == "Text\n\nmore"


def test_without_a_head_the_first_heading_is_the_title() -> None:
    assert read_markdown("## Two\n# *One*\r\n# Three").title == "One"


@pytest.mark.parametrize("path", OUR_FILES, ids=lambda path: path.name)
def test_the_words_are_those_of_the_page_that_commonmark_makes(path: Path) -> None:
    source = path.read_text()
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(without_head(source)[1])
    assert read_markdown(source).text.split() == read_html(page).text.split()
