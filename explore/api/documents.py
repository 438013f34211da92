"""The library: its documents, and one of them."""

import orjson
from django.http import HttpRequest, HttpResponse

from explore.api.cursors import MOST_A_PAGE, PAGE, next_address, read_cursor
from explore.api.description import cursor, described, number, text
from explore.api.document_serializers import DocumentListSerializer, DocumentSerializer
from explore.api.parameters import one_word, whole_number
from explore.api.problems import bad_parameter
from explore.api.reading import ReadView, begin_library
from explore.documents import document_page
from explore.library_pages import LibraryAsked, listed_documents, place_of
from explore.parameters import line
from library.models import Document

_KINDS = [str(kind) for kind in Document.Kind.values]


class DocumentListView(ReadView):
    """Newest first, or by how well they match `q`: titles and authors forgive typing errors, any word is found."""

    @described(
        DocumentListSerializer,
        summary="The documents of the library",
        operation="list_documents",
        tag="Library",
        parameters=[
            text("q", "Only what is found for these words, best first, at most 200."),
            text("kind", f"Only documents of a kind: {', '.join(_KINDS)}."),
            text("topic", "Only documents under a topic, by its slug."),
            cursor(),
            number("limit", default=PAGE, most=MOST_A_PAGE, what="Documents a page."),
        ],
        refusals=(),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        kind = one_word(request.GET, "kind", _KINDS)
        asked = LibraryAsked(
            query=request.GET.get("q", "").strip(),
            kind=kind,
            topic=line(request.GET, "topic"),
            cursor=request.GET.get("cursor", ""),
        )
        _refuse_odd_cursor(request, asked)
        reading = begin_library(request)
        listed = listed_documents(asked, size=size, staff=reading.staff)
        page = {"documents": listed.documents, "next": next_address(request, listed.key)}
        return reading.answer(orjson.dumps(DocumentListSerializer(page).data))


class DocumentView(ReadView):
    """Its text, the concepts that rest on it with the words quoted, and the documents like it."""

    @described(DocumentSerializer, summary="One document", operation="get_document", tag="Library")
    def get(self, request: HttpRequest, document_slug: str) -> HttpResponse:
        reading = begin_library(request)
        page = document_page(document_slug, staff=reading.staff)
        return reading.answer(orjson.dumps(DocumentSerializer(page).data))


def _refuse_odd_cursor(request: HttpRequest, asked: LibraryAsked) -> None:
    """Raises: Problem."""
    if asked.query:
        read_cursor(request.GET, int)
    elif (key := read_cursor(request.GET, str, str, int)) and place_of(key) is None:
        raise bad_parameter("cursor", "cursor must be what `next` of the page before gave.")
