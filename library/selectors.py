"""What is read of the library. Costs are in queries; long texts are fetched where a document is read, not listed."""

from collections.abc import Collection
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from concepts.models import Topic
from library.errors import UnknownDocument
from library.models import Citation, Document, Fact, LibraryState

# What lists print, and all that a card needs.
_LISTED = (
    *("kind", "title", "slug", "summary", "authors", "publisher", "published_on"),
    *("status", "minutes", "updated"),
)
_KEPT_SECONDS = 60 * 60
DocumentPlace = tuple[date | None, str, int]


def library_tag() -> str:
    """A tag that changes with any document, citation, fact or model. Queries: 1."""
    state = LibraryState.objects.filter(pk=1).values_list("revision", "stamp").first()
    return "-".join(map(str, state)) if state else ""


def documents_listed(*, staff: bool = False, kind: str = "", topic: str = "") -> QuerySet[Document]:
    """Documents without their texts, the newest first; drafts for staff alone. Queries: 1 when it is read."""
    documents = Document.objects.only(*_LISTED)
    if not staff:
        documents = documents.filter(status=Document.Status.PUBLISHED)
    if kind:
        documents = documents.filter(kind=kind)
    if topic:
        documents = documents.filter(topics__slug=topic)
    return documents


def documents_after(
    place: DocumentPlace | None, *, staff: bool = False, kind: str = "", topic: str = ""
) -> QuerySet[Document]:
    """Documents with their topics that come after (date, title, id), the newest first. Queries: 2 when it is read."""
    documents = documents_listed(staff=staff, kind=kind, topic=topic).prefetch_related("topics")
    if place is None:
        return documents
    day, title, pk = place
    later = Q(title__gt=title) | Q(title=title, pk__gt=pk)
    if day is None:
        return documents.filter(later, published_on=None)
    return documents.filter(Q(published_on__lt=day) | Q(published_on=None) | (Q(published_on=day) & later))


def documents_by_id(ids: Collection[int], *, staff: bool = False) -> dict[int, Document]:
    """Documents with their topics, by id; drafts for staff alone. Queries: 2."""
    found = documents_listed(staff=staff).filter(pk__in=ids).order_by().prefetch_related("topics")
    return {document.pk: document for document in found}


def find_document(slug: str, *, staff: bool = False) -> Document:
    """A document with its text and topics. Queries: 2. Raises: UnknownDocument, for a draft too unless for staff."""
    documents = Document.objects.filter(slug=slug).defer("folded_text", "folded_names", "folded_summary")
    if not staff:
        documents = documents.filter(status=Document.Status.PUBLISHED)
    found = documents.prefetch_related("topics").first()
    if found is None:
        raise UnknownDocument(f"There is no document at “{slug}”.")
    return found


def citations_of_document(document_id: int, *, staff: bool = False) -> QuerySet[Citation]:
    """Passages of a document with the concepts that rest on them, in the order of the text. Queries: 1."""
    cited = Citation.objects.placed().filter(document_id=document_id).select_related("concept__map")
    if not staff:
        cited = cited.filter(concept__published=True, concept__map__published=True)
    texts = ("detail", "sources", "aliases", "folded_names", "folded_summary")
    return cited.defer(
        *(f"concept__{name}" for name in texts),
        *(f"concept__map__{name}" for name in ("detail", "folded_names", "folded_summary")),
    ).order_by("start", "end", "pk")


def citations_of_concept(concept_id: int, *, staff: bool = False) -> QuerySet[Citation]:
    """Passages that a concept rests on, with their documents, the newest of these first. Queries: 1."""
    cited = Citation.objects.placed().filter(concept_id=concept_id).select_related("document")
    if not staff:
        cited = cited.filter(document__status=Document.Status.PUBLISHED)
    listed = (f"document__{name}" for name in _LISTED)
    return cited.only("concept_id", "section", "start", "end", "quote", *listed).order_by(
        *Document.newest_first("document__"), "start", "pk"
    )


def facts_of_document(document_id: int) -> QuerySet[Fact]:
    """What a document states about AI models, in the order of its text. Queries: 1."""
    facts = Fact.objects.placed().filter(document_id=document_id)
    return facts.select_related("model").order_by("start", "end", "pk")


def kinds_counted(*, staff: bool = False, topic: str = "") -> dict[str, int]:
    """How many documents there are of each kind that has any. Queries: 1, and 1 more after a change."""
    key = f"library:kinds:{library_tag()}:{staff}:{topic}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        counted = documents_listed(staff=staff, topic=topic).order_by().values_list("kind")
        kept = dict(counted.annotate(Count("pk")))
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def topics_with_documents(*, staff: bool = False) -> QuerySet[Topic]:
    """Topics, in their order, under which there is a document. Queries: 1."""
    through = Document.topics.through.objects.filter(topic_id=OuterRef("pk"))
    if not staff:
        through = through.filter(document__status=Document.Status.PUBLISHED)
    return Topic.objects.filter(Exists(through)).order_by("position", "title")
