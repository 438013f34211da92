"""A token is 256 random bits that only its holder knows, for one purpose and one person."""

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from waitlist.errors import UnknownToken
from waitlist.models import Signup, Token
from waitlist.tidying import tidy
from waitlist.tokens import new_token, signup_of

pytestmark = pytest.mark.django_db


def test_a_token_has_256_bits_and_is_not_stored(joined: Callable[[str], Signup]) -> None:
    token = new_token(signup=joined("ada@example.com"), purpose=Token.Purpose.LEAVE)
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    row = Token.objects.values().get()
    assert token not in str(row)
    assert len(row["digest"]) == 64


def test_a_token_finds_its_own_sign_up(joined: Callable[[str], Signup]) -> None:
    ada, bob = joined("ada@example.com"), joined("bob@example.com")
    tokens = {signup.pk: new_token(signup=signup, purpose=Token.Purpose.LEAVE) for signup in (ada, bob)}
    for pk, token in tokens.items():
        assert signup_of(token, purpose=Token.Purpose.LEAVE).pk == pk


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", str.swapcase, lambda t: "", lambda t: "\ud800\x00"]
)
def test_a_tampered_token_is_unknown(joined: Callable[[str], Signup], change: Callable[[str], str]) -> None:
    token = new_token(signup=joined("ada@example.com"), purpose=Token.Purpose.LEAVE)
    with pytest.raises(UnknownToken):
        signup_of(change(token), purpose=Token.Purpose.LEAVE)


def test_the_stored_digest_is_no_token(joined: Callable[[str], Signup]) -> None:
    new_token(signup=joined("ada@example.com"), purpose=Token.Purpose.LEAVE)
    with pytest.raises(UnknownToken):
        signup_of(Token.objects.get().digest, purpose=Token.Purpose.LEAVE)


def test_a_token_for_another_purpose_or_past_its_time_is_unknown(joined: Callable[[str], Signup]) -> None:
    token = new_token(signup=joined("ada@example.com"), purpose=Token.Purpose.LEAVE)
    Token.objects.update(purpose="confirm")
    with pytest.raises(UnknownToken):
        signup_of(token, purpose=Token.Purpose.LEAVE)
    Token.objects.update(purpose=Token.Purpose.LEAVE, expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(UnknownToken):
        signup_of(token, purpose=Token.Purpose.LEAVE)
    Token.objects.update(expires=timezone.now() + timedelta(minutes=1))
    assert signup_of(token, purpose=Token.Purpose.LEAVE)


def test_links_past_their_time_are_removed_and_the_others_stay(joined: Callable[[str], Signup]) -> None:
    ada = joined("ada@example.com")
    new_token(signup=ada, purpose=Token.Purpose.CONFIRM)
    Token.objects.update(expires=timezone.now())
    token = new_token(signup=ada, purpose=Token.Purpose.LEAVE)
    assert tidy() == 1
    assert signup_of(token, purpose=Token.Purpose.LEAVE).pk == ada.pk
