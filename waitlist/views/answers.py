"""What several pages of the waitlist answer alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from waitlist.errors import AllowanceSpent


def unlisted(response: HttpResponse) -> HttpResponse:
    """A page that no search engine should list."""
    response["X-Robots-Tag"] = "noindex"
    return response


def come_again(response: HttpResponse, spent: AllowanceSpent) -> HttpResponse:
    """The page as the answer that too much was asked."""
    response.status_code = 429
    response["Retry-After"] = str(spent.seconds)
    return response


def asked_too_much(
    request: HttpRequest, spent: AllowanceSpent, *, again: str = "Open the link again"
) -> HttpResponse:
    """The page that says when to come again, and for what."""
    page = render(request, "waitlist/asked_too_much.html", {"again": again, "when": in_minutes(spent)})
    return come_again(unlisted(page), spent)


def in_minutes(spent: AllowanceSpent) -> str:
    """When to come again, in words."""
    minutes = -(-spent.seconds // 60)
    return "in a minute" if minutes == 1 else f"in {minutes} minutes"
