"""Joining the waitlist."""

from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from explore.api.description import problems
from explore.api.problems import Problem
from explore.api.serializers import SignupAnswerSerializer, SignupSerializer
from waitlist.errors import AllowanceSpent
from waitlist.networks import network_of
from waitlist.services import join

# Ten times the longest sign-up; what is longer than its field is told so by name.
MOST_BYTES = 100_000
ANSWER = {"detail": "A link to confirm the address is on its way. Who follows it is on the list."}


class SmallJSONParser(JSONParser):
    """JSON of a few kilobytes; what is nested too deeply to be read is refused like any other that is not JSON."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, Any]:
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise RequestDataTooBig
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


class SignupView(APIView):
    """The answer is the same for a new address, a known one, and one that is not written to."""

    # Anyone may join, and no session is looked at: so a page elsewhere gains nothing by sending a visitor's cookies.
    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (SmallJSONParser,)

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
    def post(self, request: Request) -> Response:
        signup = SignupSerializer(data=request.data)
        signup.is_valid(raise_exception=True)
        try:
            join(**signup.validated_data, network=network_of(request.META))
        except AllowanceSpent as spent:
            raise Problem("too-many-requests", headers={"Retry-After": str(spent.seconds)}) from None
        return Response(ANSWER, status=202)
