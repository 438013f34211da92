"""Handing documents in by program, and watching what becomes of them."""

from collections.abc import Mapping
from typing import IO, Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from concepts.errors import UnknownMap
from concepts.models import KnowledgeMap
from concepts.selectors import find_map
from explore.api.description import problems, text
from explore.api.documents import DocumentListView
from explore.api.problems import Problem
from explore.api.serializers import HandedInSerializer, IntakeSerializer
from explore.api.tokens import MayHandIn, TokenAuthentication
from library.intake import ask_for_intake, find_intake
from library.models.intake import FILE_NAME_LENGTH
from library.reading.text import MOST_BYTES
from waitlist.allowances import Spending, spend
from waitlist.errors import AllowanceSpent

# An hour, for one user: each may take a machine seconds to read.
FILES_PER_USER = 600
# What a multipart body holds besides the file.
_MORE_BYTES = 100_000
TOO_LARGE = f"At most {MOST_BYTES // 1_000_000} MB are read."
# The types of bodies that are files themselves, and the ending of a name for those sent without one.
ENDINGS = {
    "text/plain": "txt",
    "text/markdown": "md",
    "text/html": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
# As OpenAPI says that a reader needs nothing.
_NOBODY: Any = [{}]
_MULTIPART = "multipart/form-data"
_NOT_READ = f"Send {_MULTIPART} with a field “file”, or the file itself as one of: {', '.join(ENDINGS)}."


class FileParser(BaseParser):
    """A body that is the file itself."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Problem("body-too-large", TOO_LARGE)
        return {"content": content}


_FILES = [
    type(f"{ending.title()}Parser", (FileParser,), {"media_type": kind}) for kind, ending in ENDINGS.items()
]


class TakesFiles(APIView):
    """Posts of files at an address that others only read."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (MayHandIn,)
    parser_classes = (MultiPartParser, *_FILES)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            return APIView.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(
        summary="Hand a document in",
        description=(
            "Stored as a draft, with proposals for a curator. It is read in the background: `Location` says where to "
            "look. Nothing in it is ever fetched. The body is multipart with a field `file`, or the file itself."
        ),
        operation_id="hand_in_document",
        tags=["Library"],
        parameters=[
            text("map", "The slug of the map that its concepts belong in; a new one when left out."),
            text("name", "The file's name, where the body is the file itself."),
        ],
        request={_MULTIPART: HandedInSerializer, **dict.fromkeys(ENDINGS, OpenApiTypes.BINARY)},
        responses={
            202: OpenApiResponse(IntakeSerializer, description="Handed in."),
            **problems(
                *("bad-request", "unknown-token", "not-allowed", "not-acceptable", "method-not-allowed"),
                *("body-too-large", "unsupported-media-type", "file-refused", "too-many-requests"),
            ),
        },
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        _spend(request)
        name, content = _file_of(request)
        asked = ask_for_intake(
            file_name=name, content=content, knowledge_map=_map_of(request), asked_by=_user(request)
        )
        location = reverse("api:intake", args=[asked.pk])
        return Response(IntakeSerializer(asked).data, status=202, headers={"Location": location})


class DocumentsView(TakesFiles, DocumentListView):  # type: ignore[misc]
    """Everybody reads the list of documents; curators' programs hand in."""

    # The token is for handing in alone.
    get = extend_schema(auth=_NOBODY)(DocumentListView.get)


class IntakeView(APIView):
    """What became of a file that was handed in with this user's tokens."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (MayHandIn,)

    @extend_schema(
        summary="How far a document is",
        operation_id="get_intake",
        tags=["Library"],
        parameters=[OpenApiParameter("intake", int, OpenApiParameter.PATH, description="Its number.")],
        responses={
            200: OpenApiResponse(IntakeSerializer, description="How far it is, or what became of it."),
            **problems("unknown-token", "not-allowed", "not-found", "not-acceptable", "method-not-allowed"),
        },
    )
    def get(self, request: Request, intake: int) -> Response:
        asked = find_intake(intake, asked_by=_user(request))
        if asked is None:
            raise Problem("not-found", "Nothing was handed in under this number with your tokens.")
        return Response(IntakeSerializer(asked).data, headers={"Cache-Control": "no-store"})


def _user(request: Request) -> User:
    # The permission has let in nobody without a token, and each has its user.
    assert request.user.is_authenticated
    return request.user


def _sent(request: Request) -> Mapping[str, Any]:
    """The fields of the body; none of them when there was nothing to parse."""
    return request.data if isinstance(request.data, Mapping) else {}


def _spend(request: Request) -> None:
    try:
        spend(Spending("intake.user", str(request.user.pk), FILES_PER_USER))
    except AllowanceSpent as spent:
        raise Problem("too-many-requests", headers={"Retry-After": str(spent.seconds)}) from None


def _file_of(request: Request) -> tuple[str, bytes]:
    """The name and bytes of the file that was sent. Raises: Problem."""
    media_type = (request.content_type or "").partition(";")[0].strip().lower()
    if media_type != _MULTIPART and media_type not in ENDINGS:
        raise Problem("unsupported-media-type", _NOT_READ)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES + _MORE_BYTES:
        raise Problem("body-too-large", TOO_LARGE)
    if media_type == _MULTIPART:
        name, content = _sent_file(request)
    else:
        # Nothing was parsed when there is no length, or none to speak of.
        content = _sent(request).get("content", b"")
        name = request.query_params.get("name") or f"document.{ENDINGS[media_type]}"
    if not content:
        raise Problem(
            "file-refused", "Nothing was sent: send a file with a text in it, and its Content-Length."
        )
    if "\0" in name:
        raise Problem("file-refused", "The file's name holds a NUL character: give it another name.")
    if len(name) > FILE_NAME_LENGTH:
        raise Problem(
            "file-refused", f"The file's name is too long: keep it to {FILE_NAME_LENGTH} characters."
        )
    return name, content


def _sent_file(request: Request) -> tuple[str, bytes]:
    file = _sent(request).get("file")
    if not isinstance(file, UploadedFile):
        raise Problem("file-refused", "There is no file: send it as the field “file”.")
    if (file.size or 0) > MOST_BYTES:
        raise Problem("body-too-large", TOO_LARGE)
    return file.name or "document", file.read()


def _map_of(request: Request) -> KnowledgeMap | None:
    slug = request.query_params.get("map") or str(_sent(request).get("map") or "")
    try:
        return find_map(slug, staff=True) if slug else None
    except UnknownMap as unknown:
        raise Problem("file-refused", f"{unknown} Give another map, or none.") from unknown
