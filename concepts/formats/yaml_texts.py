"""YAML as map files use it: texts, lists and mappings, each with its line. Nothing is built from it but these.

Reading events and not objects leaves every value the text it was written as (a concept may be called "Null" or "1984")
and lets anchors, which can make a few lines as large as memory, be refused before anything is expanded.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from concepts.formats.faults import Faults, quoted

_DEEPEST = 6
_PLAIN = re.compile(r"[^\W\d_][\w '\-.,;!?()/’‘“”–—%&+]*")
_PLAIN_IN_LIST = re.compile(r"[^\W\d_][\w '\-.()/’–—%&+]*")
# Other readers of YAML would take these for something else than text.
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    """A value as it was written; `bare` when it stood without quotes."""

    text: str
    line: int
    bare: bool


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the order written; repeated keys are still in it."""

    pairs: tuple[tuple[Text, "Node"], ...]
    line: int


Node = Text | Items | Pairs
Found = dict[str, tuple[Text, Node]]


class _Unreadable(Exception):
    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def read_pairs(source: str, first_line: int, faults: Faults) -> Found | None:
    """The mapping that a YAML text holds, by key; `first_line` is the line of the file where the text starts.

    Keys given twice become faults. None when it cannot be read, which is a fault too.
    """
    try:
        node = _read(source)
    except _Unreadable as error:
        faults.add(first_line + error.line, str(error))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or "a character that YAML does not allow"
        faults.add(first_line + (mark.line if mark else 0), f"This YAML cannot be read: {problem}.")
        return None
    if node is None:
        return {}
    if not isinstance(node, Pairs):
        faults.add(first_line, "Here must be lines of the form “key: value”.")
        return None
    return _by_key(node, first_line, faults)


def _by_key(node: Pairs, first_line: int, faults: Faults) -> Found:
    found: Found = {}
    for key, value in node.pairs:
        if key.text in found:
            faults.add(first_line + key.line, f"The key {quoted(key.text)} is given twice.")
        found.setdefault(key.text, (key, value))
    return found


def _read(source: str) -> Node | None:
    events = _checked(yaml.parse(source, Loader=_Loader))
    node: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and node is not None:
            raise _Unreadable(_line(event), "A line of three dashes has no place here.")
        if isinstance(event, yaml.NodeEvent):
            node = _node(event, events, 0)
    return node


def _checked(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _Unreadable(_line(event), "Anchors and aliases (& and *) are not allowed: quote the text.")
        if getattr(event, "tag", None) not in {None, "!"}:
            raise _Unreadable(_line(event), "Tags (!) are not allowed: quote the text.")
        yield event


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    line = _line(event)
    if depth > _DEEPEST:
        raise _Unreadable(line, "This is nested too deeply.")
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(tuple(_items(events, yaml.SequenceEndEvent, depth)), line)
    if isinstance(event, yaml.MappingStartEvent):
        items = list(_items(events, yaml.MappingEndEvent, depth))
        return Pairs(
            tuple((_key(key), value) for key, value in zip(items[::2], items[1::2], strict=True)), line
        )
    assert isinstance(event, yaml.ScalarEvent)
    return Text(event.value, line, event.style is None or event.style == "")


def _items(events: Iterator[yaml.Event], end: type[yaml.Event], depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, end):
            return
        yield _node(event, events, depth + 1)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _key(node: Node) -> Text:
    if isinstance(node, Text):
        return node
    raise _Unreadable(node.line, "A key must be a word, not a list: quote the text.")


def write_text(text: str, *, in_list: bool = False) -> str:
    """A text as YAML on one line: as it is where that is safe, else in double quotes."""
    pattern = _PLAIN_IN_LIST if in_list else _PLAIN
    if pattern.fullmatch(text) and not text.endswith(" ") and text.lower() not in _WORDS:
        return text
    return write_quoted(text)


def write_quoted(text: str) -> str:
    """A text in double quotes. What JSON escapes, YAML reads; the byte order mark YAML wants escaped besides."""
    return json.dumps(text, ensure_ascii=False).replace("\ufeff", "\\uFEFF")
