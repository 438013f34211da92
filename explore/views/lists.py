"""Pages that lead to maps: home, search, topics."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from explore import pages
from explore.errors import unknown_is_404
from explore.meta import PageMeta, home_meta
from explore.parameters import line
from explore.visitors import is_staff


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page. Not kept: its form carries a token of the visitor's own."""
    context = {"page": pages.home_page(staff=is_staff(request)), "meta": home_meta(), "section": "home"}
    return render(request, "explore/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for `q`."""
    query = line(request.GET, "q")
    page = pages.search_page(query, staff=is_staff(request))
    meta = PageMeta(
        title=f"Results for “{query}”" if query else "Search",
        description="Search the maps and concepts of Kinapse. Typing errors are forgiven.",
        path=reverse("explore:search"),
        indexed=not query,
    )
    return render(request, "explore/search.html", {"page": page, "meta": meta, "section": "search"})


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What is found so far, for the search field while one types."""
    # A blank behind the last word says that it is finished.
    ending = " " if request.GET.get("q", "")[-1:].isspace() else ""
    found = pages.suggestions(line(request.GET, "q") + ending, staff=is_staff(request))
    return JsonResponse(
        {"found": [{"title": one.title, "where": one.where or "Map", "url": one.url} for one in found]}
    )


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """All topics."""
    meta = PageMeta(
        title="Topics",
        description="Short subjects under which the maps of Kinapse are found.",
        path=reverse("explore:topics"),
    )
    context = {"topics": pages.topics_page(staff=is_staff(request)), "meta": meta, "section": "topics"}
    return render(request, "explore/topics.html", context)


@require_safe
@unknown_is_404
def topic(request: HttpRequest, topic_slug: str) -> HttpResponse:
    """A topic and its maps."""
    page = pages.topic_page(topic_slug, staff=is_staff(request))
    meta = PageMeta(
        title=page.topic.title,
        description=f"Maps about {page.topic.title}: what the subject is made of, and ordered ways to learn it.",
        path=reverse("explore:topic", args=[topic_slug]),
    )
    return render(request, "explore/topic.html", {"page": page, "meta": meta, "section": "topic"})
