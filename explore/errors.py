"""Pages for what went wrong: each says what to do next."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from concepts.errors import UnknownConcept, UnknownMap, UnknownTopic
from library.errors import UnknownDocument, UnknownModel

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def unknown_is_404(
    view: Callable[Concatenate[HttpRequest, Parameters], Answer],
) -> Callable[Concatenate[HttpRequest, Parameters], Answer]:
    """What a map, concept, topic, document or AI model that is not there comes to on a page."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        try:
            return view(request, *args, **kwargs)
        except (UnknownMap, UnknownConcept, UnknownTopic, UnknownDocument, UnknownModel) as error:
            raise Http404(str(error)) from error

    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that this visitor may not see."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault. Whatever has failed, this page must not: it asks neither the request nor the database."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit."""
    return render(request, "403_csrf.html", status=403)
