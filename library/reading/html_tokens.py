"""Cuts HTML into tags and text as the standard's tokenizer does, in one pass.

The parser of the standard library is not used: before Python 3.11.14 it is quadratic in unclosed comments and tags, and
whether a page can hold up ingestion must not hang on the patch level of Python.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A quote opens a value only after "="; a lone one is part of a name. What is unclosed ends at the next ">".
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*+)>",
)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
_COMMENT_END = re.compile(r"--!?>")
# Elements whose content is no markup.
_RAW = {"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "title"}
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_WITH_ENTITIES = {"textarea", "title"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag. `attributes`: as they are written, since hardly any are ever asked for."""

    name: str
    is_end: bool
    attributes: str

    def attribute(self, name: str) -> str | None:
        """The value of an attribute, empty when it has none; None when the tag does not have it."""
        if name not in self.attributes.lower():
            return None
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found[1].lower() == name:
                return html.unescape(found[2] or found[3] or found[4] or "")
        return None


def tokens(source: str) -> Iterator[Tag | str]:
    """The tags and texts of a page, in order. Comments and what is left unclosed at the end are left out.

    Cost: O(n). Every construct that its end is missing for takes all that is left, so that nothing is searched twice.
    """
    place = 0
    # In XML every element can be closed where it opens; elsewhere the slash says nothing.
    closes_at_once = source.lstrip().startswith("<?xml")
    while (opening := source.find("<", place)) >= 0:
        if opening > place:
            yield html.unescape(source[place:opening])
        tag = _TAG.match(source, opening)
        if tag is None:
            text, place = _after_no_tag(source, opening)
            if text:
                yield text
            continue
        name = tag[2].lower()
        yield Tag(name, tag[1] == "/", tag[3])
        place = tag.end()
        if closes_at_once and tag[3].endswith("/"):
            yield Tag(name, True, "")
        elif name in _RAW and not tag[1]:
            raw = source[place : (place := _end_of_raw(source, place, name))]
            yield html.unescape(raw) if name in _WITH_ENTITIES else raw
    if place < len(source):
        yield html.unescape(source[place:])


def _after_no_tag(source: str, opening: int) -> tuple[str, int]:
    """Text that a "<" without a tag stands for, and where to go on."""
    follower = source[opening + 1 : opening + 2]
    if source.startswith("<!--", opening):
        # "<!-->" and "<!--->" are whole comments.
        found = _COMMENT_END.search(source, opening + 2)
        return "", found.end() if found else len(source)
    if follower in {"!", "?", "/"} and follower:
        closing = source.find(">", opening)
        return "", closing + 1 if closing >= 0 else len(source)
    if follower.isascii() and follower.isalpha():
        return "", len(source)
    return "<", opening + 1


def _end_of_raw(source: str, place: int, name: str) -> int:
    found = _RAW_ENDS[name].search(source, place)
    return found.start() if found else len(source)
