"""Markdown to safe HTML."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_ATX_HEADING = re.compile(r"^( {0,3})#{1,2}(?=[ \t]|$)")
# Pages use the first two levels for their own headings.
_HIGHEST_HEADING = 3

# Raw HTML and images are off: neither is needed, and an image would fetch from another site.
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


@lru_cache(maxsize=2048)
def render_markdown(text: str) -> str:
    """Safe HTML of a Markdown text. Cached, because 20 kB of brackets take over a second."""
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{max(_HIGHEST_HEADING, int(token.tag[1]))}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


def lower_headings(text: str) -> str:
    """The text with its headings of level one and two at level three, so that `##` can part concepts in a map file."""
    if "#" not in text and "\n--" not in text and "\n==" not in text and "\n " not in text:
        return text
    lines = text.split("\n")
    for token in reversed(_top_headings(text)):
        assert token.map is not None
        _lower_heading(lines, token, *token.map)
    return "\n".join(lines)


def _top_headings(text: str) -> list[Token]:
    return [
        token
        for token in _parser.parse(text)
        if token.type == "heading_open" and token.level == 0 and token.tag in {"h1", "h2"}
    ]


def _lower_heading(lines: list[str], token: Token, start: int, end: int) -> None:
    if token.markup.startswith("#"):
        lines[start] = _ATX_HEADING.sub(r"\1###", lines[start])
    else:
        # An underlined heading: its last line is the underline.
        title = " ".join(line.strip() for line in lines[start : end - 1])
        lines[start:end] = [f"### {title}"]
