"""Markdown to safe HTML."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from concepts.text import clean_block

_TAGS = {
    "p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_ATX_HEADING = re.compile(r"^( {0,3})#{1,2}(?=[ \t]|$)")
# Pages use the first two levels for their own headings.
_HIGHEST_HEADING = 3
# A line of backticks that stands further in than this is text of the code, not its end.
_FENCE_INDENT = 3

# Raw HTML and images are off: neither is needed, and an image would fetch from another site.
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
# Blocks alone cost a fraction of a rendering, and nothing that is quadratic in brackets.
_blocks = MarkdownIt("commonmark", {"html": False}).enable("table")
_blocks.core.ruler.enableOnly(["normalize", "block"])


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


def read_blocks(text: str) -> list[Token]:
    """The blocks of a Markdown text, with their lines; what is inside a paragraph is left unread."""
    return _blocks.parse(text)


def stored_detail(text: str) -> str:
    """A Markdown text as it is stored: clean, headings from level three on, its last code fence closed."""
    return close_fence(lower_headings(clean_block(text)))


def lower_headings(text: str) -> str:
    """The text with its headings of level one and two at level three, so that `##` can part concepts in a map file."""
    if "#" not in text and "\n-" not in text and "\n=" not in text and "\n " not in text:
        return text
    lines = text.split("\n")
    for token in reversed(_top_headings(text)):
        assert token.map is not None
        _lower_heading(lines, token, *token.map)
    return "\n".join(lines)


def close_fence(text: str) -> str:
    """The text with its last code fence closed, so that it does not swallow what follows it in a map file."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    return next(
        (f"{text}\n{token.markup}" for token in read_blocks(text) if is_open_fence(token, lines)), text
    )


def is_open_fence(token: Token, lines: list[str]) -> bool:
    """Whether a block is a code fence of the text itself that nothing closes; `lines` are those of the text."""
    if token.type != "fence" or token.level or token.map is None:
        return False
    start, end = token.map
    last = lines[end - 1].expandtabs(4)
    ending = last.strip(" ")
    indented = len(last) - len(last.lstrip(" ")) > _FENCE_INDENT
    return end - 1 == start or indented or set(ending) != set(token.markup) or len(ending) < len(token.markup)


def _top_headings(text: str) -> list[Token]:
    return [
        token
        for token in read_blocks(text)
        if token.type == "heading_open" and token.level == 0 and token.tag in {"h1", "h2"}
    ]


def _lower_heading(lines: list[str], token: Token, start: int, end: int) -> None:
    if token.markup.startswith("#"):
        lines[start] = _ATX_HEADING.sub(r"\1###", lines[start])
    else:
        # An underlined heading: its last line is the underline.
        title = " ".join(line.strip() for line in lines[start : end - 1])
        lines[start:end] = [f"### {title}"]
