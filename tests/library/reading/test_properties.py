"""Whatever the bytes are: a clean text with parts in order or a refusal, in time that grows with the length alone."""

import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concepts.text import clean_block
from library.reading import DocumentRefused, ReadText, pdf_child, read_file
from library.reading.cleaning import clean_text
from library.reading.html_page import read_html
from library.reading.markdown import read_markdown
from library.reading.pdf_layout import layout_blocks
from library.reading.pdf_lines import lines_of
from tests.library.reading.samples import make_docx, make_pdf, paragraph

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HTML_PIECES = (
    "<p> </p> <div> </div> <ul> <li> </ul> <h1> </h1> <table> <tr> <td> </table> <nav> </nav> <a> </a> <br> <pre>"
    " </pre> <script> </script> <p\xa0hidden> <!-- --> <model> </model> < > & &amp; &#769; &#0; &shy; <title> </title>"
    " <svg> </svg> <span\xa0style='display:none'> </span> <x <p\xa0a=\" <? ]]>"
).split(" ")
MARKDOWN_PIECES = [
    *"#-*+>`~|[]()!<&_=\\:•1.",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "```",
    "---",
    "[a]: b",
    "<!--",
    "-->",
    "|-|",
    "<b>",
]
LETTERS = st.one_of(
    st.characters(exclude_categories=[]),
    st.sampled_from("a b\n\r\t\x0b\x1f\x85\u2028\ufeff\xad\u0301\u0323é" + BIDI),
)
SOURCES = st.lists(
    st.one_of(
        st.sampled_from([piece.replace("\xa0", " ") for piece in HTML_PIECES] + MARKDOWN_PIECES),
        st.text(LETTERS, max_size=5),
    ),
    max_size=30,
).map("".join)
WHOLE_PDF = make_pdf([("title", "Title"), ("text", "Words and more words.")])
WHOLE_DOCX = make_docx(paragraph("Words"), '<w:style w:styleId="A"><w:name w:val="heading 1"/></w:style>')


def assert_is_sound(read: ReadText) -> None:
    assert unicodedata.is_normalized("NFC", read.text)
    assert not any(
        unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in read.text
    )
    assert clean_block(read.text) == clean_text(read.text) == read.text
    end = 0
    for part in read.parts:
        assert end <= part.start < part.end <= len(read.text)
        assert not read.text[end : part.start].strip()
        assert read.text[part.start : part.end] == read.text[part.start : part.end].strip()
        assert (part.kind == "heading") == bool(part.level)
        end = part.end
    if read.format != "text":
        assert not read.text[end:].strip()


def assert_is_sound_or_refused(name: str, content: bytes) -> None:
    answer = answer_of(lambda: read_file(name, content))
    if isinstance(answer, DocumentRefused):
        assert answer.message.endswith(".")
        assert answer.line is None or answer.line > 0
    else:
        assert answer.text
        assert_is_sound(answer)


def answer_of(read: Callable[[], ReadText]) -> ReadText | DocumentRefused:
    try:
        return read()
    except DocumentRefused as refused:
        return refused


@given(source=SOURCES)
@settings(max_examples=250)
def test_any_page_gives_a_sound_text(source: str) -> None:
    answer = answer_of(lambda: read_html(source))
    if isinstance(answer, ReadText):
        assert_is_sound(answer)


@given(source=SOURCES)
@settings(max_examples=250)
def test_any_markdown_gives_a_sound_text(source: str) -> None:
    assert_is_sound(read_markdown(source))


@given(name=st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a"]), content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    if not content.lstrip().startswith(b"%PDF"):
        assert_is_sound_or_refused(name, content)


@given(
    name=st.sampled_from(["a.txt", "a.md", "a.html"]),
    source=SOURCES,
    encoding=st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_any_characters_are_read_or_refused(name: str, source: str, encoding: str) -> None:
    assert_is_sound_or_refused(name, source.encode(encoding, errors="replace"))


def mutations(whole: bytes) -> st.SearchStrategy[bytes]:
    """A file with some bytes changed, taken out or cut off."""

    def change(changes: list[tuple[int, bytes]], length: int) -> bytes:
        content = bytearray(whole)
        for place, piece in changes:
            content[place : place + len(piece)] = piece
        return bytes(content[:length])

    places = st.integers(0, len(whole) - 1)
    changes = st.lists(st.tuples(places, st.binary(max_size=4)), max_size=6)
    return st.builds(change, changes, st.one_of(st.just(len(whole)), places))


@given(content=mutations(WHOLE_DOCX))
@settings(max_examples=300)
def test_a_damaged_word_file_is_read_or_refused(content: bytes) -> None:
    assert_is_sound_or_refused("a.docx", content)


@given(content=mutations(WHOLE_PDF))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_pdf_is_read_or_refused(content: bytes) -> None:
    with suppress(pdf_child.PdfRefused):
        pages = pdf_child.read_pages(content)
        assert_is_sound(layout_blocks(lines_of(pages)).read_text("pdf"))


@given(content=mutations(WHOLE_PDF))
@settings(max_examples=5)
def test_a_damaged_pdf_comes_through_its_process_or_is_refused(content: bytes) -> None:
    assert_is_sound_or_refused("a.pdf", content)


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(
    st.lists(
        st.lists(
            st.tuples(st.text(LETTERS, max_size=9), NUMBERS, NUMBERS, st.floats(0, 90), st.booleans()),
            max_size=9,
        ),
        max_size=4,
    )
)
def test_any_fragments_of_a_pdf_give_a_sound_text(
    pages: list[list[tuple[str, float, float, float, bool]]],
) -> None:
    assert_is_sound(layout_blocks(lines_of(pages)).read_text("pdf"))


HOSTILE_HTML = {
    "deep": "<div>" * 100_000 + "x",
    "deep inline": "<b>" * 100_000 + "x" + "</b>" * 100_000,
    "wrong ends": "<div><i></b></p>" * 50_000 + "x",
    "paragraphs that blocks end": "<div><p>" * 100_000 + "x",
    "points deep inside": "<ul>" + "<b>" * 50_000 + "<li></li>" * 50_000 + "x",
    "cells": "<table><tr>" + "<td>" * 100_000 + "x",
    "open comments": "x" + "<!-- " * 200_000,
    "open tags": "x<a " * 200_000,
    "open quotes": "x" + "<a x=\"'>" * 100_000,
    "entities": "x" + "&#" * 200_000,
    "scripts": "x" + "<script>" * 100_000,
    "attributes": "x<a " + "hidden= a" * 100_000 + ">",
    "marks": "x" + "\u0301\u0323" * 100_000,
    "a long line": "x" * 1_000_000,
}
HOSTILE_MARKDOWN = {
    "brackets": "[" * 300_000,
    "brackets in pairs": "[" * 100_000 + "]" * 100_000,
    "links in links": "[" * 100_000 + "](a)" * 100_000,
    "pictures in pictures": "![" * 100_000 + "*a](b)" * 100_000,
    "open links": "[a](" * 100_000,
    "open titles": '[a](b "' * 100_000,
    "labels": "[x]: y\n\n" + "[a]" * 100_000 + "[" * 100_000 + "]" * 100_000,
    "emphasis": "*a _b " * 100_000,
    "stars": "**a" * 100_000,
    "ticks": "`a``" * 100_000 + "".join("`" * length + "a" for length in range(800)),
    "comments": "a <!--" * 100_000,
    "quotations": "> " * 200_000 + "x",
    "points": "- " * 200_000 + "x",
    "rules": "* " * 200_000 + "x",
    "tables": "|-|\n" * 100_000,
    "columns": "a|b\n" + "|" + "-|" * 100_000 + "x",
    "fences": "```\n" * 100_000,
    "definitions": "[a\n" * 100_000,
    "signs": "#" + " #" * 200_000,
    "marks": "x" + "\u0301\u0323" * 100_000,
    "a head that never ends": "---\na: b\n" + "x: y\n" * 100_000,
}


def seconds(read: Callable[[], object]) -> float:
    begun = time.process_time()
    read()
    return time.process_time() - begun


@pytest.mark.parametrize("source", HOSTILE_HTML.values(), ids=HOSTILE_HTML)
def test_no_page_takes_longer_than_its_length(source: str) -> None:
    # Half a megabyte or so takes half a second; what is quadratic takes minutes.
    assert seconds(lambda: read_html(source)) < 6


@pytest.mark.parametrize("source", HOSTILE_MARKDOWN.values(), ids=HOSTILE_MARKDOWN)
def test_no_markdown_takes_longer_than_its_length(source: str) -> None:
    assert seconds(lambda: read_markdown(source)) < 6


PROSE = "Some words about training large models on many processors, and what was learned of it. "
AS_TEXT = (PROSE * 3 + "\n\n") * 8_000
AS_MARKDOWN = (
    f"## A heading\n\n{PROSE}**{PROSE}** [see]({'x' * 30})\n{PROSE}\n\n- {PROSE}\n- `{PROSE}`\n\n" * 4_000
)
AS_HTML = (
    f"<h2 class='x'>A heading</h2>\n<p>{PROSE}<b>{PROSE}</b> &amp; <a href='x'>see</a>{PROSE}</p><ul><li>{PROSE}</ul>\n"
    * 5_000
)


@pytest.mark.parametrize(("name", "source"), [("a.txt", AS_TEXT), ("a.md", AS_MARKDOWN), ("a.html", AS_HTML)])
def test_a_megabyte_takes_less_than_a_second(name: str, source: str) -> None:
    content = source.encode()
    best = min(seconds(lambda: read_file(name, content)) for _ in range(3))
    assert len(content) / best > 1_000_000
