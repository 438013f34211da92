"""The keys of one head or concept in YAML, read as what they must be."""

from collections.abc import Collection

from concepts.formats.faults import Faults
from concepts.formats.fields import UNREADABLE, read_number, read_switch, refuse_unknown
from concepts.formats.yaml_texts import Found, Items, Node, Pairs, Text
from concepts.models import Source
from concepts.models.concept import read_source


class YamlFields:
    """Keys with their values; unknown ones become faults at once.

    `line`: where a missing key is told; `first`: the line of the file on which the YAML starts.
    """

    def __init__(
        self,
        found: Found | None,
        known: Collection[str],
        line: int,
        first: int,
        faults: Faults,
    ) -> None:
        self.is_readable = found is not None
        self._found = found or {}
        self._line = line
        self._first = first
        self._faults = faults
        for key, _ in self._found.values():
            refuse_unknown(key.text, known, first + key.line, faults)

    def lines(self) -> dict[str, int]:
        """The line of the file where each key stands."""
        return {name: self._first + key.line for name, (key, _) in self._found.items()}

    def text(self, name: str, *, needed: bool = False) -> str:
        """A text; empty when the key is missing. When `needed`, only empty quotes may leave it empty."""
        value = self._value(name)
        if value is None:
            if needed and self.is_readable:
                self._faults.add(self._line, f'The {name} is missing. Write {name}: "" if there is none.')
            return ""
        if not isinstance(value, Text):
            self._refuse(value, f"{name} must be a text: quote it if it holds a colon or brackets.")
            return UNREADABLE
        if needed and value.bare and not value.text:
            self._refuse(value, f'The {name} is missing. Write {name}: "" if there is none.')
        return value.text

    def switch(self, name: str) -> bool:
        """A yes or no; no when the key is missing."""
        return name in self._found and read_switch(name, self.text(name), self.lines()[name], self._faults)

    def number(self, name: str) -> int | None:
        """A whole number; None when the key is missing."""
        if name not in self._found:
            return None
        return read_number(name, self.text(name), self.lines()[name], self._faults)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self._items(name)
        for item in items:
            if not isinstance(item, Text):
                self._refuse(item, f"An entry of {name} must be a text: quote it if it holds a colon.")
        return tuple(item.text for item in items if isinstance(item, Text))

    def sources(self, name: str) -> tuple[Source, ...]:
        """A list of labels, or of pairs of a label and its address."""
        return tuple(self._source(item) for item in self._items(name))

    def ends(self, name: str) -> list[tuple[str, str, int]]:
        """A list of slugs, or of pairs of a slug and a reason: slug, reason and line of each."""
        return [end for item in self._items(name) for end in self._end(item, name)]

    def _source(self, item: Node) -> Source:
        pair = self._pair(item, "A source is a label or “label: address”. Quote a label that holds a colon.")
        label, url = pair or ("", "")
        return Source(label, url) if url else read_source(label)

    def _end(self, item: Node, name: str) -> list[tuple[str, str, int]]:
        pair = self._pair(item, f"{name} lists slugs, or “slug: reason”. Quote a reason that holds a colon.")
        return [(*pair, self._first + item.line)] if pair else []

    def _pair(self, item: Node, rule: str) -> tuple[str, str] | None:
        if isinstance(item, Text):
            return item.text, ""
        if isinstance(item, Pairs) and len(item.pairs) == 1:
            key, value = item.pairs[0]
            if isinstance(value, Text):
                return key.text, value.text
        self._refuse(item, rule)
        return None

    def _items(self, name: str) -> tuple[Node, ...]:
        value = self._value(name)
        if value is None or (isinstance(value, Text) and value.bare and not value.text):
            return ()
        if isinstance(value, Items):
            return value.items
        self._refuse(
            value, f"{name} must be a list: one entry a line, each after a hyphen, or in [brackets]."
        )
        return ()

    def _value(self, name: str) -> Node | None:
        return self._found[name][1] if name in self._found else None

    def _refuse(self, node: Node, text: str) -> None:
        self._faults.add(self._first + node.line, text)
