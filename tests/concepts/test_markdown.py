"""Markdown becomes safe HTML, whatever is in it."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concepts.markdown import render_markdown, stored_detail

ALLOWED = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "rel", "start"}
PIECES = st.sampled_from(
    ["<script>", "</script>", "<img src=x onerror=alert(1)>", "javascript:", "data:text/html,", "[a](", ")", "![", "]",
     "(", "`", "```\n", "**", "_", "~~", "# ", "## ", "\n", "\n\n", "> ", "- ", "1. ", "|", "---\n", "<a href=", "'>",
     "&#106;avascript:", "&lt;", "<!--", "-->", "<svg/onload=x>", "https://example.com", "\\", '"', "\t", "vbscript:"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join)


class Page(HTMLParser):
    """Notes every tag and attribute as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")


@given(TEXTS)
def test_nothing_but_harmless_tags_and_addresses_comes_out(text: str) -> None:
    page = Page(render_markdown(text))
    assert page.tags <= ALLOWED
    assert page.attributes.keys() <= ATTRIBUTES
    assert {urlsplit(address).scheme for address in page.attributes.get("href", [])} <= {
        "",
        "http",
        "https",
        "mailto",
    }


@given(TEXTS)
def test_a_text_as_stored_is_safe_and_stays_as_it_is(text: str) -> None:
    stored = stored_detail(text)
    assert stored_detail(stored) == stored
    assert Page(render_markdown(stored)).tags <= ALLOWED


@pytest.mark.parametrize(
    "text",
    ["[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html;base64,PHNjcmlwdD4=)",
     "<javascript:alert(1)>", "[a](vbscript:x)", "[a]( &#106;avascript:alert(1))", "[a](java\nscript:alert(1))",
     "[a]: javascript:alert(1)\n\n[a]"],
)  # fmt: skip
def test_no_link_runs_a_script(text: str) -> None:
    assert "href" not in Page(render_markdown(text)).attributes


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b onclick=x>a</b>", "<iframe src=//a>", "<style>*{}</style>"]
)
def test_html_is_shown_and_not_obeyed(text: str) -> None:
    assert Page(render_markdown(text)).tags <= {"p"}
    assert "&lt;" in render_markdown(text)


def test_a_picture_of_another_site_is_not_fetched() -> None:
    assert Page(render_markdown("![a cat](https://example.com/cat.png)")).tags == {"p", "a"}


def test_links_leave_without_a_trace() -> None:
    assert render_markdown("[a](https://example.com)") == (
        '<p><a href="https://example.com" rel="noopener nofollow">a</a></p>\n'
    )


@pytest.mark.parametrize("heading", ["# One", "## One", "One\n===", "One\n---"])
def test_headings_begin_below_those_of_the_page(heading: str) -> None:
    assert render_markdown(heading) == "<h3>One</h3>\n"
    assert stored_detail(heading) == "### One"


def test_a_heading_sign_within_code_is_code() -> None:
    text = "```\n# not a heading\n```"
    assert stored_detail(text) == text
    assert "<h" not in render_markdown(text)


def test_tables_lists_and_code_are_rendered() -> None:
    html = render_markdown("|a|b|\n|-|-|\n|1|2|\n\n- x\n\n3. y\n\n~~old~~ `code`")
    assert {"table", "td", "ul", "ol", "s", "code"} <= Page(html).tags
    assert re.search(r'<ol start="3">', html)


def test_a_text_that_is_slow_to_render_is_rendered_once() -> None:
    text = "[" * 4_000
    assert render_markdown(text) is render_markdown(text)
