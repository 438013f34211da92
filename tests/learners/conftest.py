"""People who were invited."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.waitlist.putting import put_on_list
from waitlist.models import Placement, Signup, Token
from waitlist.services import confirm, invite
from waitlist.tokens import new_token


@pytest.fixture
def invited(db: None) -> Callable[[str], str]:
    """Put an address on the waitlist, confirm and invite it, and hand back the link of the invitation."""

    def join_and_invite(email: str) -> str:
        put_on_list(email, placement=Placement.LIBRARY)
        signup = Signup.objects.get(email=email)
        confirm(token=new_token(signup=signup, purpose=Token.Purpose.CONFIRM))
        invite(signup_ids=[signup.pk])
        return reverse("waitlist:invited", args=[new_token(signup=signup, purpose=Token.Purpose.INVITATION)])

    return join_and_invite


@pytest.fixture
def followed(invited: Callable[[str], str]) -> Client:
    """A browser in which ada has pressed the button behind her invitation."""
    client = Client()
    assert client.post(invited("Ada@example.com"))["Location"] == reverse("account_signup")
    return client
