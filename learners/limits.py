"""How often somebody may try to get into an account. Successes count too: a guesser may own one of the accounts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waitlist.allowances import Spending, spend
from waitlist.errors import AllowanceSpent
from waitlist.networks import network_of
from waitlist.views.answers import asked_too_much

TRY_AGAIN = "Go back and try again"
# An hour. A name is limited by network first, so that a stranger can hardly lock its owner out.
POSTS_PER_NETWORK = 120
SIGN_INS_PER_NETWORK = 30
SIGN_INS_PER_NAME_AND_NETWORK = 10
SIGN_INS_PER_NAME = 100
CODES_PER_USER = 20
MAILS_PER_ADDRESS = 3


def limit_posts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a network may send to the pages of accounts."""
    root = reverse("account_login").removesuffix("login/")

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path.startswith(root):
            try:
                spend(Spending("account.network", network_of(request.META), POSTS_PER_NETWORK))
            except AllowanceSpent as spent:
                return asked_too_much(request, spent, again=TRY_AGAIN)
        return get_response(request)

    return answer


def spend_sign_in(request: HttpRequest, name: str) -> None:
    """Count a try with a password. Raises: AllowanceSpent."""
    network, name = network_of(request.META), name.strip().casefold()
    spend(
        Spending("sign-in.network", network, SIGN_INS_PER_NETWORK),
        Spending("sign-in.name-and-network", f"{network} {name}", SIGN_INS_PER_NAME_AND_NETWORK),
        Spending("sign-in.name", name, SIGN_INS_PER_NAME),
    )


def spend_code(user_id: int) -> None:
    """Count a try with a code of the second step. Raises: AllowanceSpent."""
    spend(Spending("sign-in.code", str(user_id), CODES_PER_USER))


def spend_right_code(user_id: int, code: str) -> None:
    """Use up a code that was right: whoever looked over a shoulder comes too late. Raises: AllowanceSpent."""
    spend(Spending("sign-in.right-code", f"{user_id} {code}", 1))


def spend_mail(email: str) -> None:
    """Count a mail to the owner of an account. Raises: AllowanceSpent."""
    spend(Spending("account.mail", email.casefold(), MAILS_PER_ADDRESS))
