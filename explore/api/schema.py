"""The description of the API: as OpenAPI for machines, as a page for people."""

from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from drf_spectacular.generators import SchemaGenerator

from explore.api.operations import operations_of, shapes_of
from explore.api.problems import KINDS, Problem, problem_response


@lru_cache(maxsize=1)
def schema_document() -> dict[str, Any]:
    """The API as OpenAPI 3.1. Kept, because it is made by looking through all views."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


@lru_cache(maxsize=1)
def _schema_json() -> bytes:
    return orjson.dumps(schema_document(), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)


def _etag(request: HttpRequest) -> str:
    return f'"{sha256(_schema_json()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for anyone on any site."""
    return HttpResponse(
        _schema_json(), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"}
    )


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page that explains the API, made from its schema."""
    document = schema_document()
    context = {"operations": operations_of(document), "shapes": shapes_of(document), "kinds": KINDS.values()}
    return render(request, "api/docs.html", context)


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Any address of the API that leads nowhere. One that lacks only its last slash is led on."""
    if (
        not request.path.endswith("/")
        and request.method in {"GET", "HEAD"}
        and _leads_on(f"{request.path_info}/")
    ):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problem_response(request, Problem("not-found", f"There is nothing at {request.path}."))


def _leads_on(path: str) -> bool:
    try:
        return resolve(path).func is not unknown_address
    except Resolver404:
        return False
