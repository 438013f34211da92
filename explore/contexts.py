"""What pages and their API twins print: frozen, whole, without a query left in them.

The functions that build them are in `explore.pages` (lists, maps), `explore.places` (concepts), `explore.routes`
(paths, connections), `explore.panels`, and `explore.documents` and `explore.library_pages` (the library).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from concepts.models import Source


@dataclass(frozen=True, slots=True)
class TopicLink:
    slug: str
    title: str
    map_count: int = 0


@dataclass(frozen=True, slots=True)
class MapCard:
    """A map in a list. `stamp` keys what is derived from it, such as its drawn miniature."""

    slug: str
    title: str
    summary: str
    concept_count: int
    revision: int
    stamp: str
    published: bool
    topics: tuple[TopicLink, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a snippet. `marked`: whether they are what was looked for."""

    words: str
    marked: bool


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document of the library in a list. `kind_name`: its kind in a word. `snippet`: where a search found it."""

    slug: str
    kind: str
    kind_name: str
    title: str
    summary: str
    authors: tuple[str, ...]
    publisher: str
    published_on: date | None
    minutes: int
    published: bool
    topics: tuple[TopicLink, ...]
    snippet: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """Words of a document that a concept rests on. `anchor`: where they stand in its page."""

    anchor: str
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document with the passages that one concept rests on. `source_url`: the work that it is about."""

    document: DocumentCard
    passages: tuple[CitedPassage, ...]
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class ConceptLink:
    """A concept at the other end of a link. `kind`: "parent", "prerequisite" or "related"."""

    slug: str
    title: str
    summary: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A concept in a map's outline. `branch`: number of its top concept's colour, 0 to 7. A further parent shows it as
    a reference (`repeated`), without its children. `hidden`: how many children were left out by a cap; `seen_to`: the
    slug of the child after which the first of them would stand, "" when it is the first of all."""

    slug: str
    title: str
    summary: str
    depth: int
    branch: int
    published: bool
    repeated: bool
    children: tuple["OutlineEntry", ...]
    hidden: int = 0
    seen_to: str = ""


@dataclass(frozen=True, slots=True)
class OutlineWay:
    """Where a concept is that an outline leaves out. `under`: the slug of the entry that leads down to it, "" for none;
    `steps`: what is between the two, the nearest of it when `is_cut`.
    """

    under: str
    steps: tuple[OutlineEntry, ...]
    end: OutlineEntry
    is_cut: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    topics: tuple[TopicLink, ...]
    featured: tuple[MapCard, ...]
    others: tuple[MapCard, ...]
    digests: tuple[DocumentCard, ...]
    concept_count: int
    map_count: int


@dataclass(frozen=True, slots=True)
class TopicPage:
    """`documents`: the newest; `document_count`: how many there are in all."""

    topic: TopicLink
    maps: tuple[MapCard, ...]
    documents: tuple[DocumentCard, ...]
    document_count: int
    other_topics: tuple[TopicLink, ...]


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """One concept with what is linked to it. `trail`: its ancestors by first parents, the top one first.

    `trail_is_cut`: whether there are more above it. `unlisted`: how many links the lists of a hub leave out, by the
    name of the list. `child_count`: how many concepts stand under
    it in the tree, it being their first parent. `previous`, `next`: in the map's own order.
    `path_steps`, `path_minutes`: what its learning path takes for someone who knows nothing, itself included.
    `lede`, `rest_html`: summary and detail as they are shown one above the other, no words twice.
    """

    map: MapCard
    slug: str
    title: str
    summary: str
    detail_html: str
    aliases: tuple[str, ...]
    sources: tuple[Source, ...]
    minutes: int
    branch: int
    published: bool
    trail: tuple[ConceptLink, ...]
    parents: tuple[ConceptLink, ...]
    children: tuple[ConceptLink, ...]
    prerequisites: tuple[ConceptLink, ...]
    leads_to: tuple[ConceptLink, ...]
    related: tuple[ConceptLink, ...]
    path_steps: int
    path_minutes: int
    lede: str = ""
    rest_html: str = ""
    citations: tuple[CitedDocument, ...] = ()
    child_count: int = 0
    unlisted: Mapping[str, int] = field(default_factory=dict)
    trail_is_cut: bool = False
    previous: ConceptLink | None = None
    next: ConceptLink | None = None

    @property
    def unlisted_links(self) -> int:
        """How many links the lists leave out together."""
        return sum(self.unlisted.values())

    @property
    def further_sources(self) -> tuple[Source, ...]:
        """The sources that none of the cited documents is about."""
        told = {_bare(cited.source_url) for cited in self.citations if cited.source_url}
        return tuple(source for source in self.sources if not source.url or _bare(source.url) not in told)


def _bare(url: str) -> str:
    """An address without what may differ between two that lead to one work."""
    return url.partition("://")[2].partition("#")[0].rstrip("/").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Found:
    """One search result. `kind`: "map", "concept" or "document"; `where`: the map's title for a concept, and what kind
    of document it is."""

    kind: str
    title: str
    summary: str
    url: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Results of one kind, the best first."""

    kind: str
    name: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`found`: all of it, the best first; `groups`: the same by kind, the group with the best first."""

    query: str
    found: tuple[Found, ...]
    groups: tuple[FoundGroup, ...]
    topics: tuple[TopicLink, ...]
