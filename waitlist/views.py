"""Pages of the waitlist. What they answer never tells who is on it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from waitlist import services
from waitlist.errors import UnknownToken
from waitlist.models import EMAIL_LENGTH, PAGE_LENGTH, Placement, Token
from waitlist.tokens import signup_of

# Longer input is refused anyway and need not be sent back whole.
_ECHOED = 2 * EMAIL_LENGTH


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends."""
    if request.method != "POST":
        return _form(request, request.GET.get("placement", ""), request.GET.get("page", ""))
    placement, page, email = (request.POST.get(name, "") for name in ("placement", "page", "email"))
    # A field that people do not see: whoever fills it is a machine and is told what everyone is told.
    if not request.POST.get("website"):
        try:
            services.join(email=email, placement=placement, page=page)
        except ValidationError as refused:
            return _form(request, placement, page, typed=email[:_ECHOED], refused=refused)
    return HttpResponseRedirect(reverse("waitlist:thanks"), status=303)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """One answer for everyone who asked."""
    return _unlisted(render(request, "waitlist/thanks.html"))


# The token is the permission, so a forged post gains nothing without it; and mail programs that unsubscribe for their
# reader (RFC 8058) bring neither cookie nor CSRF token, and follow no redirect.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button that takes an address off the list. Opening the page changes nothing: mail scanners open every link."""
    try:
        if request.method == "POST":
            services.leave(token=token)
            return _unlisted(render(request, "waitlist/left.html"))
        signup_of(token, purpose=Token.Purpose.LEAVE)
    except UnknownToken:
        return _unlisted(render(request, "waitlist/unknown_link.html", status=404))
    return _unlisted(render(request, "waitlist/leave.html"))


def _form(
    request: HttpRequest,
    placement: str,
    page: str,
    *,
    typed: str = "",
    refused: ValidationError | None = None,
) -> HttpResponse:
    faults = refused.message_dict if refused else {}
    context = {
        "placement": placement if placement in Placement.values else Placement.LIBRARY.value,
        "joined_from": page[:PAGE_LENGTH],
        "typed": typed,
        "meta": _meta(),
        "fault": " ".join(message for messages in faults.values() for message in messages),
    }
    return render(request, "waitlist/join.html", context, status=422 if refused else 200)


def _meta() -> dict[str, object]:
    # With its own address, because `placement` and `page` make many of it.
    return {
        "title": "Join the waitlist",
        "full_title": "Join the waitlist · Kinapse",
        "description": "Leave your e-mail address and be told when Kinapse opens its library.",
        "url": f"{settings.SITE_URL}{reverse('waitlist:join')}",
        "kind": "website",
        "indexed": True,
    }


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
