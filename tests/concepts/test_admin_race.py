"""Two curators who press Save in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from concepts.models import LinkKind
from tests.concepts.curation import (
    change_page,
    concept_named,
    faults_in,
    links_of,
    make_map,
    revision_of,
    values_on,
)
from tests.staff import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def save_at_once(curator: User, posts: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """The answers to posts that are sent by as many browsers in the same moment."""
    together = Barrier(len(posts))

    def save(post: tuple[str, dict[str, Any]]) -> Any:
        client = Client()
        sign_in(client, curator)
        together.wait(timeout=20)
        try:
            return client.post(*post)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as browsers:
        return list(browsers.map(save, posts))


def test_two_links_that_close_a_circle_together_are_not_both_saved(
    admin_user: User, staff_client: Client
) -> None:
    tree = make_map()
    posts = []
    for source, target in (("left", "leaf"), ("leaf", "left")):
        page = change_page(concept_named(source))
        values = values_on(staff_client, page)
        row = {"kind": LinkKind.PREREQUISITE, "other": concept_named(target).pk}
        number = values["links_out-INITIAL_FORMS"]
        posts.append((page, values | {f"links_out-{number}-{name}": value for name, value in row.items()}))
    answers = save_at_once(admin_user, posts)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    refused = next(answer for answer in answers if answer.status_code == 200)
    # Who comes second also finds that the concept has a link more than when the page was opened.
    assert "Someone else has changed this" in faults_in(refused)
    assert len(links_of()) == 4
    assert revision_of() == tree.revision + 1


def test_a_circle_through_concepts_of_different_pages_is_named_to_the_second(
    admin_user: User, staff_client: Client
) -> None:
    tree = make_map()
    posts = []
    # Root → … → Left stands already; Left → Leaf and Leaf → Root together would close the circle.
    for source, target, kind in (("left", "leaf", "links_out"), ("root", "leaf", "links_in")):
        page = change_page(concept_named(source))
        values = values_on(staff_client, page)
        number = values[f"{kind}-INITIAL_FORMS"]
        row = {
            f"{kind}-{number}-kind": LinkKind.PREREQUISITE,
            f"{kind}-{number}-other": concept_named(target).pk,
        }
        posts.append((page, values | row))
    answers = save_at_once(admin_user, posts)
    refused = [answer for answer in answers if answer.status_code == 200]
    assert len(refused) == 1
    assert "These links would run in a circle: " in faults_in(refused[0])
    assert len(links_of()) == 4
    assert revision_of() == tree.revision + 1


def test_of_two_saves_of_one_concept_the_second_is_refused(admin_user: User, staff_client: Client) -> None:
    tree = make_map()
    page = change_page(concept_named("left"))
    values = values_on(staff_client, page)
    answers = save_at_once(admin_user, [(page, values | {"summary": text}) for text in ("One.", "Two.")])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert revision_of() == tree.revision + 1
