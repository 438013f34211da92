"""What pages and their API twins print: frozen, whole, without a query left in them.

The functions that build them are in `explore.pages` (lists, maps), `explore.places` (concepts), `explore.routes`
(paths, connections), `explore.panels`, and `explore.documents` and `explore.library_pages` (the library).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from concepts.models import Source
from explore.map_address import WHOLE_MAP, MapAddress


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
    a reference (`repeated`), without its children. `hidden`: how many children were left out by a cap."""

    slug: str
    title: str
    summary: str
    depth: int
    branch: int
    published: bool
    repeated: bool
    children: tuple["OutlineEntry", ...]
    hidden: int = 0


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

    `unlisted_links`: how many links of a hub were left out of the lists. `child_count`: how many concepts stand under
    it in the tree, it being their first parent. `previous`, `next`: in the map's own order.
    `path_steps`, `path_minutes`: what its learning path takes for someone who knows nothing, itself included.
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
    citations: tuple[CitedDocument, ...] = ()
    child_count: int = 0
    unlisted_links: int = 0
    previous: ConceptLink | None = None
    next: ConceptLink | None = None

    @property
    def further_sources(self) -> tuple[Source, ...]:
        """The sources that none of the cited documents is about."""
        told = {_bare(cited.source_url) for cited in self.citations if cited.source_url}
        return tuple(source for source in self.sources if not source.url or _bare(source.url) not in told)


def _bare(url: str) -> str:
    """An address without what may differ between two that lead to one work."""
    return url.partition("://")[2].partition("#")[0].rstrip("/").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Need:
    """A later step that needs this one, and why."""

    slug: str
    title: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class PathStep:
    number: int
    slug: str
    title: str
    summary: str
    minutes: int
    needed_by: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class PathPage:
    """A learning path. `known`: slugs that were given and are in the map; `pruned`: how many steps they save;
    `unknown`: slugs that were given in vain. `known_links`: the known ones that lie before the target, to untick.
    `step_count` and `minutes`: of all steps, of which `steps` are the first and the target."""

    map: MapCard
    target: ConceptLink
    steps: tuple[PathStep, ...]
    step_count: int
    known: tuple[str, ...]
    known_links: tuple[ConceptLink, ...]
    unknown: tuple[str, ...]
    minutes: int
    saved_steps: int
    saved_minutes: int

    @property
    def left_out(self) -> int:
        """How many steps before the target are not listed."""
        return self.step_count - len(self.steps)


@dataclass(frozen=True, slots=True)
class RouteHop:
    """One link of a route as it is walked. `forward`: from the link's source to its target."""

    link_source: str
    link_target: str
    kind: str
    reason: str
    forward: bool


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A concept on a route, and the hop that leads on from it; the last has none."""

    slug: str
    title: str
    summary: str
    hop: RouteHop | None


@dataclass(frozen=True, slots=True)
class ConnectPage:
    """How two concepts are connected. An end is None when it was not given; `unknown`: what was given in vain."""

    map: MapCard
    source: ConceptLink | None
    target: ConceptLink | None
    routes: tuple[tuple[RouteStep, ...], ...]
    unknown: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside a map. `kind`: "about", "concept", "path" or "connection"; what it names is there.

    `unknown`: the slugs that the address of the page names in vain; `address`: the state without them, which is shown.
    """

    kind: str
    map: MapCard
    detail_html: str
    address: MapAddress = WHOLE_MAP
    concept: ConceptPage | None = None
    path: PathPage | None = None
    connection: ConnectPage | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapPage:
    """`data`: what its picture is drawn from, as JSON. `chosen`: the concept that `?concept=` names, or None.
    `unknown`: the slugs that the address names in vain."""

    card: MapCard
    detail_html: str
    outline: tuple[OutlineEntry, ...]
    data: SafeString
    link_counts: tuple[tuple[str, int], ...]
    minutes: int
    updated: str
    panel: Panel
    chosen: ConceptPage | None = None
    unknown: tuple[str, ...] = ()


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
