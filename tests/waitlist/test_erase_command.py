"""`manage.py erase`: for people who asked in a letter, or who came back with a backup."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from tests.waitlist.putting import put_on_list
from waitlist.models import Signup, Withheld

pytestmark = pytest.mark.django_db


def test_a_person_is_erased_however_the_address_is_written(
    joined: Callable[[str], Signup], capsys: pytest.CaptureFixture[str]
) -> None:
    joined("ada@example.com")
    bob = joined("bob@example.com")
    call_command("erase", "ADA@Example.com", "nobody@example.com")
    assert list(Signup.objects.all()) == [bob]
    assert set(Withheld.objects.values_list("reason", flat=True)) == {"erased"}
    said = capsys.readouterr().out
    assert said == "1 of 2 were on the list; none is written to any more.\n"
    put_on_list("nobody@example.com", placement="library")
    assert Signup.objects.count() == 1


def test_what_is_no_address_is_refused_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="does not look like an e-mail address"):
        call_command("erase", "ada")
