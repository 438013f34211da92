"""What a snapshot says in words, encoded once so that answers are only joined from bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from mmap import mmap
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import orjson

from graph.adjacency import Indices
from graph.errors import BadGraph, UnknownConcept

Array = npt.NDArray[Any]
SLUG_KEY = len(b'"slug":"')
NO_REASON = b'""'
MOST_MINUTES = 65_535


@dataclass(frozen=True, slots=True)
class Rows:
    """The words of a graph: one entry a concept, in the order of `concept_ids`.

    `reasons` is sparse: only links that have one, keyed by their place in the arrays of sources and targets.
    """

    slugs: Sequence[str]
    titles: Sequence[str]
    summaries: Sequence[str]
    minutes: Sequence[int]
    reasons: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One concept as a snapshot holds it; `x` counts columns and `y` rows of the tree layout."""

    slug: str
    title: str
    summary: str
    minutes: int
    x: float
    y: float


class Text:
    """Byte strings one after the other in a buffer, string i from `starts[i]` to `starts[i + 1]`."""

    __slots__ = ("_base", "_buffer", "_letters", "_starts")

    def __init__(self, starts: npt.NDArray[np.int64], buffer: bytes | mmap, base: int = 0) -> None:
        self._starts, self._buffer, self._base = starts, buffer, base
        self._letters = np.frombuffer(buffer, dtype=np.uint8)

    def __getitem__(self, index: int) -> bytes:
        return self._buffer[self._base + int(self._starts[index]) : self._base + int(self._starts[index + 1])]

    def several(self, indices: Indices) -> list[bytes]:
        """The strings of `indices`. Cost: O(their bytes)."""
        buffer = self._buffer
        firsts, lasts = self._starts[indices] + self._base, self._starts[indices + 1] + self._base
        # NumPy reads the first and last letters of all at a time, where the loop below would wait for one far place
        # of memory after the other: 200 strings of a large map took 130 µs without this and take 80.
        if self._letters.size:
            self._letters.take(firsts, mode="clip")
            self._letters.take(lasts, mode="clip")
        return [buffer[first:last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]


class PatchedText:
    """The strings of a `Text` in another order, some in other words: those with a number below nought are in `words`.

    Number -1 is the first of the words, -2 the second.
    """

    __slots__ = ("_below", "_numbers", "_words")

    def __init__(self, below: Text, numbers: Indices, words: list[bytes]) -> None:
        self._below, self._numbers, self._words = below, numbers, words

    def __getitem__(self, index: int) -> bytes:
        number = int(self._numbers[index])
        return self._below[number] if number >= 0 else self._words[-1 - number]

    def several(self, indices: Indices) -> list[bytes]:
        """The strings of `indices`. Cost: O(their bytes)."""
        numbers = self._numbers[indices]
        if numbers.min(initial=0) >= 0:
            return self._below.several(numbers)
        return [self[index] for index in indices.tolist()]

    @classmethod
    def over(cls, text: "Text | PatchedText", order: Indices, words: Mapping[int, bytes]) -> "PatchedText":
        """Those strings of `text` that `order` numbers, but other `words` at some places of it."""
        below = text if isinstance(text, Text) else text._below
        said = [] if isinstance(text, Text) else list(text._words)
        places = np.array(list(words), dtype=np.int64)
        stays = np.ones(order.size, dtype=bool)
        stays[places] = False
        kept = order.astype(np.int64)
        if not isinstance(text, Text):
            kept[stays] = text._numbers[order[stays]]
        kept[places] = -1 - np.arange(len(said), len(said) + len(words))
        return cls(below, kept, [*said, *words.values()])


Texts = Text | PatchedText


def encoded_rows(rows: Rows, order: Indices, layout: tuple[Array, Array]) -> dict[str, Array]:
    """The arrays that hold `rows`, concept by concept in teaching order (`order`: numbers into `rows`).

    Cost: about 3 µs a concept. Raises: BadGraph when rows are missing, a slug is there twice or text is not
    text.
    """
    _refuse_uneven(rows, order.size)
    places = order.tolist()
    slugs = [rows.slugs[place] for place in places]
    fragments = _fragments(rows, places, slugs, layout)
    hashes = np.fromiter(map(slug_hash, slugs), dtype=np.uint32, count=len(slugs))
    by_hash = np.argsort(hashes, kind="stable")
    return {
        **_joined("fragment", fragments),
        "slug_ends": np.array([slug_end(slug) for slug in slugs], dtype=np.uint16),
        "slug_hashes": hashes[by_hash],
        "slug_holders": by_hash.astype(np.uint32),
        "minutes": np.clip(np.asarray(rows.minutes, dtype=np.int64)[order], 0, MOST_MINUTES).astype(
            np.uint16
        ),
        "x": layout[0].astype(np.float32),
        "y": layout[1].astype(np.float32),
    }


def encoded_reasons(positions: Indices, reasons: Sequence[str]) -> dict[str, Array]:
    """The arrays that hold the reasons of the links that stand at `positions` among the entries."""
    by_position = np.argsort(positions, kind="stable")
    texts = [orjson.dumps(reasons[place]) for place in by_position.tolist()]
    return {"reason_positions": positions[by_position].astype(np.int64), **_joined("reason", texts)}


def slug_hash(slug: str) -> int:
    """The number that stands for a slug in the sorted table of slugs; two slugs may share it."""
    return crc32(slug.encode())


def _refuse_uneven(rows: Rows, concepts: int) -> None:
    lengths = {len(rows.slugs), len(rows.titles), len(rows.summaries), len(rows.minutes)}
    if lengths != {concepts}:
        raise BadGraph(f"rows of {sorted(lengths)} concepts for a graph of {concepts}")
    if len(set(rows.slugs)) != concepts:
        raise BadGraph("two concepts have the same slug")


def _fragments(rows: Rows, places: list[int], slugs: list[str], layout: tuple[Array, Array]) -> list[bytes]:
    try:
        return [
            encoded_fragment(slug, rows.titles[place], rows.summaries[place], x, y)
            for place, slug, x, y in zip(places, slugs, layout[0].tolist(), layout[1].tolist(), strict=True)
        ]
    except (TypeError, UnicodeEncodeError) as error:
        raise BadGraph(f"a row holds what is not text: {error}") from error


def encoded_fragment(slug: str, title: str, summary: str, x: float, y: float) -> bytes:
    """What is held of a concept in words, as the inside of a JSON object, without its braces."""
    return orjson.dumps({"slug": slug, "title": title, "summary": summary, "x": x, "y": y})[1:-1]


def slug_end(slug: str) -> int:
    """Where in its fragment the slug of a concept ends."""
    return SLUG_KEY + len(orjson.dumps(slug)) - 2


def _joined(name: str, texts: list[bytes]) -> dict[str, Array]:
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)), out=starts[1:])
    return {f"{name}_starts": starts, f"{name}_text": np.frombuffer(b"".join(texts), dtype=np.uint8)}


class RowTable:
    """Reads what `encoded_rows` and `encoded_reasons` wrote."""

    def __init__(self, arrays: Mapping[str, Array], fragments: Texts) -> None:
        self.fragments = fragments
        self.slug_ends = arrays["slug_ends"]
        self.minutes = arrays["minutes"]
        self.x, self.y = arrays["x"], arrays["y"]
        self._hashes, self._holders = arrays["slug_hashes"], arrays["slug_holders"]

    def index_of_slug(self, slug: str) -> int:
        """Which concept has this slug. Cost: O(log V). Raises: UnknownConcept."""
        try:
            wanted = np.uint32(slug_hash(slug))
        except UnicodeEncodeError:
            raise UnknownConcept(slug) from None
        for place in range(int(np.searchsorted(self._hashes, wanted)), self._hashes.size):
            if self._hashes[place] != wanted:
                break
            holder = int(self._holders[place])
            if self.slug_of(holder) == slug:
                return holder
        raise UnknownConcept(slug)

    def slug_of(self, index: int) -> str:
        """The slug of a concept."""
        quoted = self.fragments[index][SLUG_KEY - 1 : int(self.slug_ends[index])] + b'"'
        slug: str = orjson.loads(quoted)
        return slug

    def row(self, index: int) -> Row:
        """All that is held of a concept."""
        words = orjson.loads(b"{" + self.fragments[index] + b"}")
        return Row(minutes=int(self.minutes[index]), **words)


class ReasonTable:
    """Reasons by where their link stands among the entries."""

    def __init__(self, positions: Indices, texts: Texts) -> None:
        self._positions, self._texts = positions, texts

    def several(self, positions: Indices) -> list[bytes] | None:
        """The reasons of links as JSON strings, empty where there is none; None when all are.

        Cost: O(log R) a link.
        """
        if not self._positions.size:
            return None
        places = np.searchsorted(self._positions, positions)
        places[places == self._positions.size] = 0
        known = self._positions[places] == positions
        if not known.any():
            return None
        if known.all():
            return self._texts.several(places)
        found = iter(self._texts.several(places[known]))
        return [next(found) if held else NO_REASON for held in known.tolist()]
