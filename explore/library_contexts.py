"""What the library's pages and their API twins print: frozen, whole, without a query left in them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from explore.contexts import DocumentCard, TopicLink


@dataclass(frozen=True, slots=True)
class Choice:
    """What a list can be narrowed to. `address`: the list with it, or without it where it is `chosen`."""

    name: str
    count: int | None
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page of the library's list, or of what a search finds in it.

    `unknown`: a kind or topic that was asked for and that there is not. `found_count`: None without a search.
    `next_address`, `first_address`: where the list goes on, and where it begins; "" where that is no other page.
    """

    query: str
    kind: str
    topic: TopicLink | None
    unknown: str
    documents: tuple[DocumentCard, ...]
    found_count: int | None
    kinds: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    whole_address: str
    next_address: str
    first_address: str

    @property
    def narrowed(self) -> bool:
        return bool(self.query or self.kind or self.topic or self.unknown)


@dataclass(frozen=True, slots=True)
class ConceptName:
    slug: str
    title: str
    map_slug: str
    map_title: str


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """`number`: as it stands in the text. `start`, `end`: in characters of the text."""

    number: int
    anchor: str
    section: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class CitedConcept:
    """A concept that a document is a source of, with the passages."""

    concept: ConceptName
    passages: tuple[NumberedPassage, ...]


@dataclass(frozen=True, slots=True)
class StatedFact:
    """What a document states. `anchor`: where its words stand in the page."""

    anchor: str
    model_slug: str
    model_name: str
    attribute: str
    attribute_name: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A document like the one shown, and why, as a sentence without its full stop. `shared`: the names in it."""

    document: DocumentCard
    reason: str
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document to read. `body`: its text with the passages marked; `cut`: whether only the beginning of it.

    `heading`: its title, marked like the text; `lede`: its summary where the text does not begin with it.

    `facts`: slug and name of each model with what is stated of it.
    """

    pk: int
    card: DocumentCard
    text: str
    body: SafeString
    heading: SafeString
    lede: str
    cut: bool
    insight: str
    sections: tuple[Section, ...]
    concepts: tuple[CitedConcept, ...]
    facts: tuple[tuple[str, str, tuple[StatedFact, ...]], ...]
    source_url: str
    licence: str
    similar: tuple[SimilarDocument, ...]
    created: str
    updated: str
