"""Where the links in mails lead. Opening one changes nothing, since mail scanners open every link; its button does."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from waitlist import leaving, services
from waitlist.allowances import Spending, spend
from waitlist.errors import AllowanceSpent, UnknownToken
from waitlist.models import WORKING_ON_LENGTH, Signup, Stage, Token
from waitlist.networks import network_of
from waitlist.tokens import signup_of, token_row
from waitlist.views.answers import asked_too_much, unlisted

# Where the session keeps whose invitation was followed.
INVITATION = "waitlist_invitation"
_ECHOED = 2 * WORKING_ON_LENGTH

_View = Callable[[HttpRequest, str], HttpResponse]


def _link(view: _View) -> _View:
    """A page behind a mailed link: kept by no cache, listed by nobody, and not to be tried out by the thousand.

    Opening counts, whether the token is known or not. A button counts only when its token is unknown: by a known one
    nothing is found out, and mail providers press those of all their readers from a few addresses.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            if request.method != "POST":
                _spend_opening(request)
            return unlisted(view(request, token))
        except AllowanceSpent as spent:
            return asked_too_much(request, spent)
        except UnknownToken:
            return _unknown(request)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(answer))


@_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button that confirms an address, then what may be told about oneself."""
    if request.method != "POST":
        signup_of(token, purpose=Token.Purpose.CONFIRM)
        return render(request, "waitlist/confirm.html")
    answering = services.confirm(token=token)
    if answering is None:
        return render(request, "waitlist/confirmed.html")
    return HttpResponseRedirect(reverse("waitlist:confirmed", args=[answering]), status=303)


@_link
def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """That one is on the list, and two questions that nobody has to answer."""
    if request.method != "POST":
        signup = signup_of(token, purpose=Token.Purpose.ANSWER)
        return _questions(request, signup.working_on, signup.stage)
    working_on, stage = (request.POST.get(name, "") for name in ("working_on", "stage"))
    try:
        services.answer(token=token, working_on=working_on, stage=stage)
    except ValidationError as refused:
        return _questions(request, working_on[:_ECHOED], stage, refused=refused)
    return HttpResponseRedirect(reverse("waitlist:answered"), status=303)


@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Thanks for the answers."""
    return unlisted(render(request, "waitlist/answered.html"))


# The token is the permission, so a forged post gains nothing without it; and mail programs that unsubscribe for their
# reader (RFC 8058) bring neither cookie nor CSRF token, and follow no redirect.
@csrf_exempt
@_link
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button that takes an address off the list."""
    if request.method == "POST":
        leaving.leave(token=token)
        return render(request, "waitlist/left.html")
    signup_of(token, purpose=Token.Purpose.LEAVE)
    return render(request, "waitlist/leave.html")


@_link
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """A button that removes all that is known of a person."""
    if request.method == "POST":
        leaving.erase_by(token=token)
        return render(request, "waitlist/erased.html")
    signup = signup_of(token, purpose=Token.Purpose.ERASE)
    return render(request, "waitlist/erase.html", {"with_account": _goes_too(signup)})


@_link
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """A button that leads to the form of a new account, which this session may then open."""
    row = token_row(token, purpose=Token.Purpose.INVITATION)
    if row.used:
        raise UnknownToken
    if request.method != "POST":
        return render(request, "waitlist/invited.html")
    # A session that somebody else may have begun must not be the one that opens the account.
    request.session.cycle_key()
    request.session[INVITATION] = row.pk
    return HttpResponseRedirect(reverse("account_signup"), status=303)


def _goes_too(signup: Signup) -> bool:
    """Whether there is an account that erasing removes: those of staff stay."""
    return signup.account is not None and not signup.account.is_staff


def _questions(
    request: HttpRequest, working_on: str, stage: str, *, refused: ValidationError | None = None
) -> HttpResponse:
    context = {
        "ask": True,
        "working_on": working_on,
        "stage": stage,
        "stages": Stage.choices,
        "most": WORKING_ON_LENGTH,
        "faults": {name: " ".join(texts) for name, texts in refused.message_dict.items()} if refused else {},
    }
    return render(request, "waitlist/confirmed.html", context, status=422 if refused else 200)


def _unknown(request: HttpRequest) -> HttpResponse:
    try:
        if request.method == "POST":
            _spend_opening(request)
    except AllowanceSpent as spent:
        return asked_too_much(request, spent)
    return unlisted(render(request, "waitlist/unknown_link.html", status=404))


def _spend_opening(request: HttpRequest) -> None:
    spend(Spending("link.network", network_of(request.META), settings.SIGNUPS_PER_NETWORK))
