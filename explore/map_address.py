"""The state of the map page as its address gives it: `?concept=&open=&radius=&kinds=&view=&at=&path=&know=&from=&to=`.

`radius`, `kinds`, `view` and `at` change the picture alone, so the server does not read them. The rest is read by
`explore.parameters.map_address`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from concepts.text import TITLE_LENGTH, clean_line

MOST_OPENED = 500
# Letters that may stand in a query as they are, so that an address stays legible.
SAFE = ",:!"
_ALL, _NONE, _LEVEL, _BUT = "all", "none", "level:", "!"
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """Which concepts show their children: those of a depth below `level`, and `slugs`; or `everything` but `slugs`."""

    everything: bool = False
    level: int = 0
    slugs: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str) -> Self:
        """From `all`, `all,!slug,!slug`, `none`, `level:K`, or slugs joined by commas.

        What is none of these opens nothing.
        """
        first, *others = [clean_line(part) for part in text.split(",")]
        if first == _NONE and not any(others):
            return cls()
        if first == _ALL:
            closed = (other.removeprefix(_BUT) for other in others if other.startswith(_BUT))
            return cls(everything=True, slugs=_capped(closed))
        if first.startswith(_LEVEL):
            digits = first.removeprefix(_LEVEL)
            fits = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
            return cls(level=int(digits) if fits else 0)
        return cls(slugs=_capped((first, *others)))

    def opens(self, slug: str, depth: int) -> bool:
        """Whether a concept at this depth of the tree, 0 at the top, shows its children."""
        return (slug in self.slugs) != self.everything or depth < self.level

    @property
    def text(self) -> str:
        """As the address has it."""
        if self.everything:
            return ",".join((_ALL, *(_BUT + slug for slug in sorted(self.slugs))))
        if self.level:
            return f"{_LEVEL}{self.level}"
        words = sorted(self.slugs) or [_NONE]
        # A comma before it keeps a concept of such a name apart from the word.
        return ",".join(["", *words] if self.slugs and words[0] in (_ALL, _NONE) else words)


CLOSED = Opening()
EVERYTHING = Opening(everything=True)


@dataclass(frozen=True, slots=True)
class MapAddress:
    """What the server reads of an address. `path`: the slug of a learning path's target; `source` and `target`: those
    of `from` and `to`. `opening`: None when the address says nothing of it; then the map opens around what is chosen.
    """

    concept: str = ""
    opening: Opening | None = None
    path: str = ""
    know: tuple[str, ...] = ()
    source: str = ""
    target: str = ""

    def __post_init__(self) -> None:
        if self.target and not self.source:
            # A connection is asked for from somewhere: an end that is alone is where it begins.
            object.__setattr__(self, "source", self.target)
            object.__setattr__(self, "target", "")

    @property
    def query(self) -> str:
        """The state as a query, the same for the same state; "" for the map as it opens."""
        pairs = {
            "concept": self.concept,
            "open": self.opening.text if self.opening else "",
            "path": self.path,
            "know": ",".join(self.know),
            "from": self.source,
            "to": self.target,
        }
        return urlencode({name: value for name, value in pairs.items() if value}, safe=SAFE)

    @property
    def lasting(self) -> bool:
        """Whether the state is one of a few for each concept, so that its page is worth keeping."""
        endless = self.know or self.source or self.target or (self.concept and self.path)
        return not endless and self.opening in (None, CLOSED, EVERYTHING)

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every concept that is named but the known ones, in the order in which they matter, each once."""
        opened = sorted(self.opening.slugs) if self.opening else ()
        named = (self.path, self.source, self.target, self.concept, *opened)
        return tuple(dict.fromkeys(slug for slug in named if slug))

    def without(self, slugs: Collection[str]) -> "MapAddress":
        """The state without some concepts. An opening of nothing else opens nothing."""

        def kept(slug: str) -> str:
            return "" if slug in slugs else slug

        return replace(
            self,
            concept=kept(self.concept),
            opening=self.opening and replace(self.opening, slugs=self.opening.slugs.difference(slugs)),
            path=kept(self.path),
            source=kept(self.source),
            target=kept(self.target),
        )


WHOLE_MAP = MapAddress()


def with_query(path: str, query: str) -> str:
    """A path and the query to it, if there is one."""
    return f"{path}?{query}" if query else path


def _capped(slugs: Iterable[str]) -> frozenset[str]:
    fitting = dict.fromkeys(slug for slug in slugs if 0 < len(slug) <= TITLE_LENGTH)
    return frozenset(list(fitting)[:MOST_OPENED])
