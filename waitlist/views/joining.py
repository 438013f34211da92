"""The form, and the one answer for everyone who sends it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from waitlist import services
from waitlist.errors import AllowanceSpent
from waitlist.models import EMAIL_LENGTH, PAGE_LENGTH, Placement
from waitlist.networks import network_of
from waitlist.views.answers import come_again, in_minutes, unlisted

# Longer input is refused anyway and need not be sent back whole.
_ECHOED = 2 * EMAIL_LENGTH
STALE = "The form was out of date and nothing was sent. This one is new: press the button once more."


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
            services.join(email=email, placement=placement, page=page, network=network_of(request.META))
        except ValidationError as refused:
            said = {name: " ".join(texts) for name, texts in refused.message_dict.items()}
            # The form that is answered has a placement that is known, so it may be sent as it is.
            notice = STALE if "placement" in said else ""
            return _form(
                request, placement, page, typed=email, fault=said.get("email", ""), notice=notice, status=422
            )
        except AllowanceSpent as spent:
            fault = f"That was a lot of sign-ups at once. Try again {in_minutes(spent)}."
            return come_again(_form(request, placement, page, typed=email, fault=fault), spent)
    return HttpResponseRedirect(reverse("waitlist:thanks"), status=303)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """One answer for everyone who asked."""
    return unlisted(render(request, "waitlist/thanks.html"))


def _form(
    request: HttpRequest,
    placement: str,
    page: str,
    *,
    typed: str = "",
    fault: str = "",
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "placement": placement if placement in Placement.values else Placement.LIBRARY.value,
        "joined_from": page[:PAGE_LENGTH],
        "typed": typed[:_ECHOED],
        "meta": _meta(),
        "fault": fault,
        "notice": notice,
    }
    return render(request, "waitlist/join.html", context, status=status)


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
