"""How often somebody may try to get into an account.

For a network successes count too, since a guesser may own one of the accounts. For a name only failures do, and not
those from where its owner has signed in lately: who guesses from many networks does not lock the owner out.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waitlist.allowances import Spending, give_back, is_remembered, remember, spend
from waitlist.errors import AllowanceSpent
from waitlist.networks import network_of
from waitlist.views.answers import asked_too_much, come_again, in_minutes

# An hour. A name is limited by network first, so that a stranger can hardly lock its owner out.
POSTS_PER_NETWORK = 120
SIGN_INS_PER_NETWORK = 30
SIGN_INS_PER_NAME_AND_NETWORK = 10
SIGN_INS_PER_NAME = 100
CODES_PER_USER = 20
# A stranger's three leave the owner's own.
RESETS_PER_ADDRESS_AND_NETWORK = 3
MAILS_PER_ADDRESS = 10
_SPENT = "allowance_spent"
_OWNERS, _OWNERS_SECONDS = "sign-in.owners", 30 * 24 * 3_600


def limit_posts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a network may send to the pages of accounts. Forms that hold a `refusal` answer 429."""
    root = reverse("account_login").removesuffix("login/")

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path.startswith(root):
            try:
                spend(Spending("account.network", network_of(request.META), POSTS_PER_NETWORK))
            except AllowanceSpent as spent:
                return asked_too_much(request, spent, again="Go back and try again")
        response = get_response(request)
        refused_for = getattr(request, _SPENT, None)
        return come_again(response, refused_for) if refused_for else response

    return answer


def refusal(request: HttpRequest, spent: AllowanceSpent) -> ValidationError:
    """What a form says that was sent too often, beside what was typed."""
    setattr(request, _SPENT, spent)
    return ValidationError(f"That was a lot at once. Try again {in_minutes(spent)}.", code="spent")


def spend_sign_in(request: HttpRequest, name: str) -> None:
    """Count a try with a password, before it is looked at. Raises: AllowanceSpent."""
    network, name = network_of(request.META), name.strip().casefold()
    owners = is_remembered(_OWNERS, f"{network} {name}")
    spend(
        Spending("sign-in.network", network, SIGN_INS_PER_NETWORK),
        Spending("sign-in.name-and-network", f"{network} {name}", SIGN_INS_PER_NAME_AND_NETWORK),
        *(() if owners else (_failures(name),)),
    )


def take_back_failure(request: HttpRequest, name: str) -> None:
    """The password was right: the try counts for the network alone."""
    network, name = network_of(request.META), name.strip().casefold()
    if not is_remembered(_OWNERS, f"{network} {name}"):
        give_back(_failures(name))


@receiver(user_logged_in)
def note_network(request: HttpRequest, user: User, **_: Any) -> None:
    """Know for a month from where somebody signed in, by all that they are called."""
    for name in {user.username, user.email} - {""}:
        remember(_OWNERS, f"{network_of(request.META)} {name.casefold()}", seconds=_OWNERS_SECONDS)


def _failures(name: str) -> Spending:
    return Spending("sign-in.name", name, SIGN_INS_PER_NAME)


def spend_code(user_id: int) -> None:
    """Count a try with a code of the second step. Raises: AllowanceSpent."""
    spend(Spending("sign-in.code", str(user_id), CODES_PER_USER))


def spend_right_code(user_id: int, code: str) -> None:
    """Use up a code that was right: whoever looked over a shoulder comes too late. Raises: AllowanceSpent."""
    spend(Spending("sign-in.right-code", f"{user_id} {code}", 1))


def spend_reset(request: HttpRequest, email: str) -> None:
    """Count a request for a new password, whether there is an account or not. Raises: AllowanceSpent."""
    subject = f"{network_of(request.META)} {email.casefold()}"
    spend(Spending("reset.address-and-network", subject, RESETS_PER_ADDRESS_AND_NETWORK))


def spend_mail(email: str) -> None:
    """Count a mail to the owner of an account. Raises: AllowanceSpent."""
    spend(Spending("account.mail", email.casefold(), MAILS_PER_ADDRESS))
