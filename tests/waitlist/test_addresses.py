"""Which addresses can be written to, and which are one and the same."""

import pytest
from django.core.exceptions import ValidationError

from waitlist import addresses
from waitlist.addresses import read_address
from waitlist.models import EMAIL_LENGTH

SPELLINGS = (
    "ada@bücher.example",
    "ADA@bücher.example",
    "  ada@BÜCHER.example ",
    "ada@xn--bcher-kva.example",
    "Ada@XN--BCHER-KVA.example",
    "ａｄａ@bücher.example",
    "ada@bu\u0308cher.example",
    "ada@bücher\uff0eexample",
    "\u00a0ada@bücher.example\u3000",
    "ada\uff20bücher.example",
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_however_an_address_is_written_it_has_one_key(text: str) -> None:
    assert read_address(text).key == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada.l@gmail.com", "adal@gmail.com"),
        ("ada+maps@example.com", "ada@example.com"),
        ("ada@faß.de", "ada@fass.de"),
        ("ada@example.com", "ada@mail.example.com"),
    ],
)
def test_addresses_that_may_be_two_people_stay_two(one: str, other: str) -> None:
    assert read_address(one).key != read_address(other).key


def test_an_address_keeps_its_name_as_typed() -> None:
    assert read_address("Ada.Lovelace@Example.COM").typed == "Ada.Lovelace@example.com"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", addresses.MISSING),
        ("   ", addresses.MISSING),
        ("a" * 250 + "@example.com", addresses.TOO_LONG),
        ("x" * 1_000_000, addresses.TOO_LONG),
        ("ada@example.com\r\nBcc: all@example.com", addresses.UNSEEN),
        ("ada@example.com\n", addresses.UNSEEN),
        ("ada\x00@example.com", addresses.UNSEEN),
        ("ada\u202emoc.elpmaxe@example.com", addresses.UNSEEN),
        ("ada\u200b@example.com", addresses.UNSEEN),
        ("ada\u2028@example.com", addresses.UNSEEN),
        ("ada@exa\u2066mple.com", addresses.UNSEEN),
        ("\ud800@example.com", addresses.UNSEEN),
        ("адрес@example.com", addresses.NOT_PLAIN),
        ("\ufffd@example.com", addresses.NOT_PLAIN),
        ("ada", addresses.NOT_AN_ADDRESS),
        ("ada@", addresses.NOT_AN_ADDRESS),
        ("@example.com", addresses.NOT_AN_ADDRESS),
        ("ada@localhost", addresses.NOT_AN_ADDRESS),
        ("ada@mail.test", addresses.NOT_AN_ADDRESS),
        ("ada@127.0.0.1", addresses.NOT_AN_ADDRESS),
        ("ada@[127.0.0.1]", addresses.NOT_AN_ADDRESS),
        ("ada@[IPv6:::1]", addresses.NOT_AN_ADDRESS),
        ("Ada <ada@example.com>", addresses.NOT_AN_ADDRESS),
        ("ada@example.com, bob@example.com", addresses.NOT_AN_ADDRESS),
        ('"ada l"@example.com', addresses.NOT_AN_ADDRESS),
        ("ada@example.com?bcc=x", addresses.NOT_AN_ADDRESS),
        ("ada@exa mple.com", addresses.NOT_AN_ADDRESS),
        ("ada@-example.com", addresses.NOT_AN_ADDRESS),
        ("ﷺ" * 20 + "@example.com", addresses.NOT_PLAIN),
    ],
)
def test_what_cannot_be_written_to_is_refused_with_what_to_do(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_address(text)
    assert refused.value.messages == [words]


@pytest.mark.parametrize(
    ("text", "disposable"),
    [
        ("x@mailinator.com", True),
        ("x@MAILINATOR.com", True),
        ("x@deep.sub.mailinator.com", True),
        ("x@not-mailinator.example", False),
        ("x@mailinator.com.example", False),
        ("x@gmail.com", False),
    ],
)
def test_disposable_domains_are_known_with_all_below_them(text: str, disposable: bool) -> None:
    assert read_address(text).disposable is disposable


def test_the_longest_address_fits_its_column() -> None:
    text = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".example"
    address = read_address(text[:EMAIL_LENGTH])
    assert len(address.key) <= EMAIL_LENGTH
    assert len(address.typed) <= EMAIL_LENGTH
