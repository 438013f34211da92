"""AI models: the table of what documents state, models side by side, and one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from explore import model_pages
from explore.caching import Rendered, answer_from_tag
from explore.errors import unknown_is_404
from explore.map_address import with_query
from explore.meta import PageMeta, absolute
from explore.model_address import MOST_COMPARED, NEWEST_FIRST, ModelsAddress
from explore.model_contexts import ComparePage
from explore.model_meta import model_meta
from explore.parameters import models_address
from explore.visitors import is_staff
from library.ai_models import find_model
from library.selectors import library_tag

_EXPORTS = (("csv", "CSV"), ("json", "JSON"))
_DESCRIPTION = (
    "What documents disclose of AI models, figure by figure with the words it came from: parameters, hardware,"
    " processors, training time, country and year. Where they disagree, both stand."
)


@require_safe
def models_page(request: HttpRequest) -> HttpResponse:
    """The table of models, or those that `?compare=` names side by side."""
    address = models_address(request.GET)
    if address.compare:
        return _compare(request, address.compare)
    # The button to compare, with nothing ticked.
    none_ticked = "compare" in request.GET
    staff, tag = is_staff(request), library_tag()

    def render() -> Rendered:
        page = model_pages.models_page(address, tag, staff=staff)
        meta = PageMeta(
            title="AI models",
            description=_DESCRIPTION,
            path=reverse("explore:models"),
            indexed=address.plain,
        )
        context = {
            **_shared(),
            "page": page,
            "none_ticked": none_ticked,
            "meta": meta,
            "exports": _exports(address),
            "sort": "" if address.sort == NEWEST_FIRST else address.sort,
            "size_from": address.written("size_from"),
            "size_to": address.written("size_to"),
        }
        # Every filter makes a page of its own: too many to keep.
        return Rendered(
            render_to_string("explore/models.html", context), lasting=address.plain and not none_ticked
        )

    return answer_from_tag(
        request,
        tag,
        view=f"models:{address.query}{':none-ticked' if none_ticked else ''}",
        staff=staff,
        render=render,
    )


@require_safe
@unknown_is_404
def model_page(request: HttpRequest, model_slug: str) -> HttpResponse:
    """A model with everything that is stated of it."""
    staff, tag = is_staff(request), library_tag()
    # Looked for before what the browser holds is believed: a model may have gone with the last change.
    find_model(model_slug, tag, staff=staff)

    def render() -> Rendered:
        page = model_pages.model_page(model_slug, tag, staff=staff)
        context = {
            **_shared(),
            "page": page,
            "meta": model_meta(page),
            "section": "model",
            "exports": _exports(ModelsAddress(compare=(model_slug,))),
        }
        return Rendered(render_to_string("explore/model.html", context))

    return answer_from_tag(request, tag, view=f"model:{model_slug}", staff=staff, render=render)


def _compare(request: HttpRequest, slugs: tuple[str, ...]) -> HttpResponse:
    query = ModelsAddress(compare=slugs).query
    if request.META["QUERY_STRING"] != query:
        # What a form sends, as the one address that is sent on.
        return HttpResponseRedirect(with_query(reverse("explore:models"), query))
    staff, tag = is_staff(request), library_tag()

    def render() -> Rendered:
        page = model_pages.compare_page(slugs, tag, staff=staff)
        context = {
            **_shared(),
            "page": page,
            "meta": _compare_meta(page),
            "share_url": absolute(with_query(reverse("explore:models"), page.query)),
            "exports": _exports(ModelsAddress(compare=tuple(each.row.slug for each in page.models))),
        }
        return Rendered(render_to_string("explore/models_compared.html", context), lasting=False)

    return answer_from_tag(request, tag, view=f"compare:{query}", staff=staff, render=render)


def _compare_meta(page: ComparePage) -> PageMeta:
    names = [each.row.name for each in page.models]
    return PageMeta(
        title=f"{' and '.join(names)} compared" if 1 < len(names) < 3 else f"{len(names)} AI models compared",
        description=f"What documents state of {', '.join(names) or 'AI models'}, side by side.",
        path=reverse("explore:models"),
        indexed=False,
    )


def _shared() -> dict[str, Any]:
    return {"section": "models", "models_url": reverse("explore:models"), "most": MOST_COMPARED}


def _exports(address: ModelsAddress) -> list[tuple[str, str]]:
    """The names of the files, and where they are."""
    query = address.on_page(1).query
    return [
        (name, with_query(reverse("explore:models_export", args=[ending]), query))
        for ending, name in _EXPORTS
    ]
