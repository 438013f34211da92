"""Joining the waitlist.

Like the views that read, this one's requests do not pass through the REST framework, whose serializers take longer than
all the rest of a sign-up; the schema is still made from it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from explore.api.description import problems
from explore.api.problems import NOT_A_FIELD, Fault, Problem, problem_of, problem_response
from explore.api.serializers import SignupAnswerSerializer, SignupSerializer
from waitlist.errors import AllowanceSpent
from waitlist.models import Placement
from waitlist.networks import network_of
from waitlist.services import join

# Ten times the longest sign-up; what is longer than its field is told so by name.
MOST_BYTES = 100_000
ALLOWED = "POST, OPTIONS"
_ANSWER = json.dumps(
    {"detail": "A link to confirm the address is on its way. Who follows it is on the list."}
).encode()
_DEFAULTS = {"placement": Placement.LIBRARY.value, "page": ""}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class SignupView(APIView):
    """The answer is the same for a new address, a known one, and one that is not written to."""

    # Read by the schema alone. Anyone may join, and no session is looked at: a page elsewhere gains nothing by sending
    # a visitor's cookies.
    authentication_classes = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self._answered(request)
        except Exception as error:
            return problem_response(request, problem_of(request, error))

    @extend_schema(
        summary="Join the waitlist",
        operation_id="join_waitlist",
        tags=["Waitlist"],
        request=SignupSerializer,
        responses={
            202: SignupAnswerSerializer,
            **problems(
                *("refused", "not-acceptable", "method-not-allowed", "body-too-large"),
                *("unsupported-media-type", "too-many-requests"),
            ),
        },
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        fields = _fields(_body(request))
        try:
            join(**fields, network=network_of(request.META))
        except AllowanceSpent as spent:
            raise Problem("too-many-requests", headers={"Retry-After": str(spent.seconds)}) from None
        return HttpResponse(_ANSWER, status=202, content_type="application/json")

    def _answered(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOWED})
        if request.method != "POST":
            raise Problem("method-not-allowed", headers={"Allow": ALLOWED})
        accepted = request.META.get("HTTP_ACCEPT")
        if accepted and "*/*" not in accepted and not request.accepts("application/json"):
            raise Problem("not-acceptable")
        return self.post(request)


def _body(request: HttpRequest) -> Mapping[str, Any]:
    """What was sent, if it is an object of JSON; nothing at all counts as one without fields."""
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", ""):
        raise _bad_body("Say by Content-Length how long the body is.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise RequestDataTooBig
    if not request.body:
        return {}
    if request.content_type != "application/json":
        raise Problem("unsupported-media-type")
    try:
        body = json.loads(request.body, parse_constant=_refuse_constant)
    except RecursionError:
        raise _bad_body("The JSON is nested too deeply.") from None
    except ValueError as error:
        raise _bad_body(f"This is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise Problem("refused", faults=[Fault("field", NOT_A_FIELD, 'Send an object: {"email": "…"}.')])
    return body


def _fields(body: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the fields; what is right about them otherwise is for the waitlist to say."""
    given = {**_DEFAULTS, **{name: body[name] for name in ("email", *_DEFAULTS) if name in body}}
    faults = [Fault("field", name, fault) for name, value in given.items() if (fault := _fault_of(value))]
    if not faults and given["placement"] not in Placement.values:
        faults.append(Fault("field", "placement", f"Give one of these: {', '.join(Placement.values)}."))
    if "email" not in given:
        faults.append(Fault("field", "email", "Give the e-mail address that is to join."))
    if faults:
        raise Problem("refused", faults=faults)
    return given


def _fault_of(value: object) -> str:
    if not isinstance(value, str):
        return "Give a text in quotes."
    return "There are characters in it that cannot be stored." if _UNSTORABLE.search(value) else ""


def _bad_body(detail: str) -> Problem:
    return Problem("bad-body", detail, faults=[Fault("field", NOT_A_FIELD, detail)])


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number.")
