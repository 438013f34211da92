"""Tokens for the API are told once, kept as hashes, and belong to who made them."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from learners.models import ApiToken
from learners.tokens import find_token, make_token
from tests.staff import sign_in, with_second_step

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:learners_apitoken_add", "admin:learners_apitoken_changelist"


def test_a_token_is_told_once_and_kept_as_a_hash(staff_client: Client, admin_user: User) -> None:
    answer = staff_client.post(reverse(ADD), {"name": "Nightly import"})
    found = re.search(r'value="(kinapse_[\w-]{43})"', answer.content.decode())
    assert found
    assert "no-store" in answer.headers["Cache-Control"]
    row = ApiToken.objects.get()
    assert (row.user, row.name, row.used) == (admin_user, "Nightly import", None)
    assert found[1] not in str(ApiToken.objects.values().get())
    assert found[1].startswith(row.beginning)
    assert find_token(found[1]) == row
    row.refresh_from_db()
    assert row.used is not None
    page = staff_client.get(reverse(LIST)).content.decode()
    assert row.beginning in page
    assert found[1] not in page


def test_a_token_that_was_never_made_is_not_found() -> None:
    assert find_token("kinapse_nonsense") is None
    assert find_token("") is None


def test_curators_see_and_revoke_their_own_alone(client: Client, admin_user: User) -> None:
    theirs, _ = make_token(user=admin_user, name="Theirs")
    curator = with_second_step(User.objects.create_user("keeper", is_staff=True))
    names = [f"{action}_apitoken" for action in ("add", "view", "delete")]
    curator.user_permissions.set(Permission.objects.filter(codename__in=names))
    mine, _ = make_token(user=curator, name="Mine")
    sign_in(client, curator)
    page = client.get(reverse(LIST)).content.decode()
    assert "Mine" in page
    assert "Theirs" not in page
    for token in (mine, theirs):
        client.post(reverse("admin:learners_apitoken_delete", args=[token.pk]), {"post": "yes"})
    assert list(ApiToken.objects.all()) == [theirs]
