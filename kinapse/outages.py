"""Outages of the store: what only reads waits until it is back, what writes is told at once when to come again."""

import logging
import sys
import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from explore import errors
from explore.api.problems import Problem, problem_response
from explore.outages import is_outage

RETRY_AFTER_SECONDS = 5
READS_WAIT_SECONDS = 12.0
_LOOK_AGAIN_SECONDS = 0.2
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

logger = logging.getLogger("kinapse.outages")


def unavailable(request: HttpRequest) -> HttpResponse:
    """The answer of an outage, a page or a problem; it asks neither the database nor the session."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    if request.path.startswith("/api/"):
        return problem_response(request, Problem("unavailable", headers=headers))
    response = HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """What Django asks for an error outside of views, as where a session is kept: an outage, or a fault of ours."""
    return unavailable(request) if is_outage(sys.exc_info()[1]) else errors.server_error(request)


class OutageMiddleware:
    """Stands between the outage of a store and a view. A GET never changes anything here, so it may be asked again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """What Django asks when a view, or the rendering of its answer, has failed."""
        if not is_outage(error):
            return None
        # The cause may hold what was being written: the log keeps only its type.
        logger.warning("The store does not answer (%s).", type(error.__cause__ or error).__name__)
        if request.method in _SAFE and not connection.in_atomic_block:
            return _asked_again(request)
        return unavailable(request)


def _asked_again(request: HttpRequest) -> HttpResponseBase:
    view, arguments, named = request.resolver_match or (None, (), {})
    give_up = time.monotonic() + READS_WAIT_SECONDS
    while view and time.monotonic() < give_up:
        connection.close()
        time.sleep(_LOOK_AGAIN_SECONDS)
        try:
            response: HttpResponseBase = view(request, *arguments, **named)
            render = getattr(response, "render", None)
            return render() if callable(render) else response
        except Exception as error:
            if not is_outage(error):
                raise
    return unavailable(request)
