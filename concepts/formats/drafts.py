"""A map outside the database: the one form that every file format is read into and written from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from django.utils.text import slugify

from concepts.models import Source
from concepts.text import TITLE_LENGTH, clean_line
from graph.kinds import LinkKind

Lines = Mapping[str, int]
_NO_LINES: Lines = MappingProxyType({})


def _no_lines() -> Lines:
    # One for all: large tables have no lines of single texts.
    return _NO_LINES


@dataclass(frozen=True, slots=True)
class ConceptDraft:
    """A concept of a file. `line`: where it starts; `lines`: where single texts of it stand, by field."""

    slug: str
    title: str
    summary: str = ""
    detail: str = ""
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    minutes: int = 5
    published: bool = True
    line: int = field(default=0, compare=False)
    lines: Lines = field(default_factory=_no_lines, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link of a file, between slugs. Of a related link the concept that comes first in the map is the source."""

    source: str
    target: str
    kind: LinkKind
    reason: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class MapHead:
    """What a file says of a map itself. `has_head`: False for formats that hold concepts and links alone.

    `position`: None leaves a map where it stands, and puts a new one behind all others.
    """

    slug: str
    title: str
    summary: str = ""
    detail: str = ""
    topics: tuple[str, ...] = ()
    featured: bool = False
    published: bool = True
    position: int | None = None
    line: int = field(default=0, compare=False)
    lines: Lines = field(default_factory=_no_lines, compare=False, repr=False)
    has_head: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class MapDraft(MapHead):
    """A map of a file, whole."""

    concepts: tuple[ConceptDraft, ...] = ()
    links: tuple[LinkDraft, ...] = ()

    def stream(self) -> "MapStream":
        """The same map row by row."""
        return MapStream(self, self.concepts, self.links)


@dataclass(frozen=True, slots=True)
class MapStream:
    """A map that is read row by row, once: all concepts before the first link.

    `linked`: the same concepts, each with the links that are written at it, where that can be read without the whole
    map in memory; whoever reads it reads nothing else.
    """

    head: MapHead
    concepts: Iterable[ConceptDraft]
    links: Iterable[LinkDraft]
    linked: Iterable[tuple[ConceptDraft, Sequence[LinkDraft]]] | None = None

    def draft(self) -> MapDraft:
        """All of it at once."""
        head = {field.name: getattr(self.head, field.name) for field in fields(MapHead)}
        return MapDraft(**head, concepts=tuple(self.concepts), links=tuple(self.links))


def slug_from(title: str) -> str:
    """The slug that a title gets when none is given; empty when it holds no letter or digit of ASCII."""
    return slugify(clean_line(title))[:TITLE_LENGTH]
