"""How the views are described in the schema, where that cannot be read from their code."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import BaseSerializer

from explore.api.parameters import MOST_DIGITS
from explore.api.problems import KINDS, MEDIA_TYPE
from explore.api.serializers import KIND_CHOICES, ProblemSerializer

_HELD = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of an answer held: 304 if it is still true.",
)


def described(
    answer: type[BaseSerializer[Any]],
    *,
    summary: str,
    operation: str,
    tag: str,
    parameters: Sequence[OpenApiParameter] = (),
    refusals: Sequence[str] = ("not-found",),
    example: dict[str, Any] | None = None,
) -> Any:
    """Describe a read view: its answer, its parameters, and the problems it may answer besides those of every view.

    The first line of the view's docstring is its summary otherwise; what follows here is shown below it.
    """
    examples = [OpenApiExample(operation, value=example, response_only=True)] if example else None
    names = [*refusals, "not-acceptable", "method-not-allowed"]
    if parameters:
        names.insert(0, "bad-parameter")
    return extend_schema(
        summary=summary,
        operation_id=operation,
        tags=[tag],
        parameters=[*parameters, _HELD],
        responses={
            200: OpenApiResponse(answer, description="The answer, with its `ETag`.", examples=examples or []),
            304: OpenApiResponse(description="What you hold is still true."),
            **problems(*names),
        },
    )


def problems(*names: str) -> dict[tuple[int, str], OpenApiResponse]:
    """The responses for these kinds of problem."""
    return {
        (KINDS[name].status, MEDIA_TYPE): OpenApiResponse(
            ProblemSerializer, description=f"{KINDS[name].title}."
        )
        for name in names
    }


def number(name: str, *, default: int, most: int, what: str) -> OpenApiParameter:
    """A whole number from 1 up, capped rather than refused."""
    schema = {"type": "integer", "minimum": 1, "maximum": 10**MOST_DIGITS - 1, "default": default}
    return OpenApiParameter(name, schema, description=f"{what} What is over {most} counts as {most}.")


def kinds() -> OpenApiParameter:
    """The kinds of links to follow."""
    schema = {"type": "array", "items": {"type": "string", "enum": KIND_CHOICES}, "minItems": 1}
    return OpenApiParameter(
        "kinds",
        schema,
        style="form",
        explode=False,
        description="The kinds of links to follow, all by default.",
    )


def slugs(name: str, what: str) -> OpenApiParameter:
    """Several slugs joined by commas."""
    schema = {"type": "array", "items": {"type": "string"}}
    return OpenApiParameter(name, schema, style="form", explode=False, description=what)


def text(name: str, what: str, *, required: bool = False) -> OpenApiParameter:
    """A text."""
    schema = {"type": "string", "minLength": 1} if required else OpenApiTypes.STR
    return OpenApiParameter(name, schema, required=required, description=what)


def one_of(name: str, words: Sequence[str], what: str) -> OpenApiParameter:
    """One of some words."""
    return OpenApiParameter(name, {"type": "string", "enum": list(words)}, description=what)


def cursor() -> OpenApiParameter:
    """The place where a page begins."""
    return text("cursor", "Where the page begins, as `next` of the page before gave it.")
