"""Who may curate."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.concepts.curation import add_page, concept_named, make_map, values_on
from tests.staff import sign_in, with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator_client(client: Client, curators: Group) -> Client:
    curator = with_second_step(User.objects.create_user("keeper", is_staff=True))
    curator.groups.add(curators)
    sign_in(client, curator)
    return client


def test_curators_edit_maps_and_nothing_else(curator_client: Client) -> None:
    tree = make_map()
    values = values_on(curator_client, add_page(tree))
    values |= {"title": "New", "links_in-0-kind": 1, "links_in-0-other": concept_named("root").pk}
    assert curator_client.post(add_page(tree), values).status_code == 302
    assert curator_client.get(reverse("admin:concepts_knowledgemap_order", args=[tree.pk])).status_code == 200
    assert curator_client.get(reverse("admin:concepts_topic_add")).status_code == 200
    assert curator_client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_pages_under_curation_ask_to_sign_in(client: Client) -> None:
    tree = make_map()
    for page in (add_page(tree), reverse("admin:concepts_knowledgemap_order", args=[tree.pk])):
        assert client.get(page)["Location"].startswith(reverse("admin:login"))
