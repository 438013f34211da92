"""Every error of the API as problem details (RFC 9457)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from concepts.errors import UnknownConcept, UnknownMap, UnknownTopic
from explore.outages import is_outage
from library.errors import UnknownDocument, UnknownModel

logger = logging.getLogger("django.request")

MEDIA_TYPE = "application/problem+json"
# What is wrong with the body as a whole, or with several fields together.
NOT_A_FIELD = "body"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What `type` and `title` of a problem say; `meaning` is for the documentation."""

    name: str
    status: int
    title: str
    meaning: str


KINDS = {
    kind.name: kind
    for kind in (
        ProblemKind(
            "bad-parameter",
            400,
            "A parameter cannot be read",
            "errors names each parameter and what it may be.",
        ),
        ProblemKind("bad-body", 400, "The body cannot be read", "It is not JSON, or nested too deeply."),
        ProblemKind("refused", 400, "Some fields were refused", "errors names each field and what to do."),
        ProblemKind(
            "bad-request", 400, "The request cannot be read", "It is malformed, or has too many parts."
        ),
        ProblemKind(
            "unknown-token",
            401,
            "A token is needed",
            "Send Authorization: Bearer and a token, made in the admin under API tokens.",
        ),
        ProblemKind("not-allowed", 403, "This is not allowed", "Sign in, or ask for the right to do it."),
        ProblemKind(
            "not-found",
            404,
            "There is nothing here",
            "No such map, concept, document, model or address, or still a draft.",
        ),
        ProblemKind(
            "method-not-allowed", 405, "This method is not allowed here", "Allow lists those that are."
        ),
        ProblemKind("not-acceptable", 406, "Only JSON is given here", "Accept must leave room for JSON."),
        ProblemKind("body-too-large", 413, "The body is too large", "Send less."),
        ProblemKind(
            "unsupported-media-type",
            415,
            "This type is not read here",
            "Send application/json; where files are taken, detail lists theirs.",
        ),
        ProblemKind(
            "map-too-large", 422, "The map is too large for one answer", "detail says what to ask instead."
        ),
        ProblemKind("file-refused", 422, "This file is not taken", "detail says what to do."),
        ProblemKind(
            "too-many-requests", 429, "Too many requests", "Retry-After says in how many seconds to come."
        ),
        ProblemKind(
            "server-error", 500, "Something went wrong here", "It has been noted. Try again in a while."
        ),
        ProblemKind(
            "unavailable",
            503,
            "Not just now",
            "Nothing was changed. Retry-After says in how many seconds to come.",
        ),
    )
}
_NAME_OF_STATUS = {kind.status: kind.name for kind in reversed(KINDS.values())}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `place`: "parameter" or "field", and which."""

    place: str
    name: str
    detail: str


class Problem(Exception):
    """An error that is answered as problem details. `kind`: a name in `KINDS`."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[kind]
        self.detail = detail or self.kind.meaning
        self.faults = tuple(faults)
        self.headers = dict(headers or {})


def bad_parameter(name: str, detail: str) -> Problem:
    """The problem that one parameter cannot be read."""
    return Problem("bad-parameter", detail, faults=[Fault("parameter", name, detail)])


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as an answer to a request."""
    about: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/api/docs/#{problem.kind.name}",
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": _encodable(problem.detail),
        "instance": request.get_full_path(),
    }
    if problem.faults:
        about["errors"] = [
            {fault.place: fault.name, "detail": _encodable(fault.detail)} for fault in problem.faults
        ]
    return HttpResponse(
        orjson.dumps(about),
        status=problem.kind.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )


def _encodable(text: str) -> str:
    """The text without halves of characters, which JSON can bring in and no answer can take out."""
    return text.encode("utf-8", "replace").decode()


def problem_of(request: HttpRequest, error: Exception) -> Problem:
    """The problem that an exception means. What nobody expected is logged and reported as a crash.

    An outage is raised on: whoever stands around all views knows whether to ask again.
    """
    if is_outage(error):
        raise error
    problem = _expected(error)
    if problem is None:
        got_request_exception.send(sender=None, request=request)
        logger.error("Internal Server Error: %s", request.path, exc_info=error, extra={"status_code": 500})
        problem = Problem("server-error")
    return problem


def framework_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """What the REST framework calls when one of its views raises."""
    request: HttpRequest = context["request"]._request
    return problem_response(request, problem_of(request, error))


def _expected(error: Exception) -> Problem | None:
    problem = None
    match error:
        case Problem():
            problem = error
        case (
            UnknownMap() | UnknownConcept() | UnknownTopic() | UnknownDocument() | UnknownModel() | Http404()
        ):
            problem = Problem("not-found", str(error))
        case ValidationError():
            problem = Problem("refused", faults=_faults_of_fields(error))
        case exceptions.APIException():
            problem = _problem_of_framework(error)
        case RequestDataTooBig():
            detail = "The body is too long."
            problem = Problem("body-too-large", faults=[Fault("field", NOT_A_FIELD, detail)])
        case SuspiciousOperation():
            problem = Problem("bad-request", str(error))
    return problem


def _problem_of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return Problem("refused", faults=_faults_of_serializer(error.detail))
    if isinstance(error, exceptions.ParseError):
        detail = str(error.detail)
        return Problem("bad-body", detail, faults=[Fault("field", NOT_A_FIELD, detail)])
    wait = getattr(error, "wait", None)
    headers = {"Retry-After": str(int(wait) + 1)} if wait is not None else {}
    return Problem(_NAME_OF_STATUS.get(error.status_code, "not-allowed"), str(error.detail), headers=headers)


def _faults_of_fields(error: ValidationError) -> list[Fault]:
    by_field = error.message_dict if hasattr(error, "error_dict") else {NOT_A_FIELD: error.messages}
    return [Fault("field", field, text) for field, texts in by_field.items() for text in texts]


def _faults_of_serializer(detail: Any) -> list[Fault]:
    """What serializers say: texts by field. The fields of the API are flat, so the texts are too."""
    by_field = detail if isinstance(detail, dict) else {NOT_A_FIELD: detail}
    return [Fault("field", field, str(text)) for field, texts in by_field.items() for text in texts]
