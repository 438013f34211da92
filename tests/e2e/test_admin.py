"""Curation in a real browser, under the site's strict Content Security Policy."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from tests.concepts.curation import links_of, make_map
from tests.e2e.signing_in import sign_in


@pytest.fixture
def tree(transactional_db: None) -> KnowledgeMap:
    return make_map()


@pytest.fixture
def curator(page: Page, tree: KnowledgeMap, admin_user: User) -> Page:
    """The page of a curator who has signed in."""
    sign_in(page, admin_user)
    return page


def choose_concept(page: Page, row: str, typed: str, title: str) -> None:
    page.locator(f"#{row} .select2-selection").click()
    page.locator(".select2-search__field").fill(typed)
    page.get_by_role("option", name=title).click()


def test_a_curator_adds_a_linked_concept_and_sees_it_on_the_site(
    curator: Page, tree: KnowledgeMap, console_messages: list[str]
) -> None:
    curator.goto(f"/admin/concepts/knowledgemap/{tree.pk}/change/")
    curator.get_by_role("link", name="Add a concept").click()
    curator.get_by_label("Title").fill("Grafted Branch")
    curator.get_by_label("Summary").fill("Set upon the tree by hand.")
    curator.locator("#id_links_in-0-kind").select_option("has the parent")
    choose_concept(curator, "links_in-0", "roo", "Root")
    curator.locator("#id_links_in-0-reason").fill("It grows from there.")
    curator.locator("#links_related-group").get_by_text("Add another Link").click()
    choose_concept(curator, "links_related-1", "lea", "Leaf")
    curator.get_by_role("button", name="Save and continue editing").click()
    expect(curator.get_by_text("was added successfully")).to_be_visible()
    assert ("root", "grafted-branch", LinkKind.PARENT) in links_of()
    assert ("leaf", "grafted-branch", LinkKind.RELATED) in links_of()

    curator.get_by_role("link", name="View on site").click()
    expect(curator.get_by_role("heading", name="Grafted Branch")).to_be_visible()
    expect(
        curator.get_by_role("main").get_by_role("listitem").filter(has_text="It grows from there.")
    ).to_be_visible()


def test_a_circle_is_named_and_the_typed_link_stays(
    curator: Page, tree: KnowledgeMap, console_messages: list[str]
) -> None:
    right = Concept.objects.get(slug="right")
    curator.goto(f"/admin/concepts/concept/{right.pk}/change/")
    curator.locator("#id_links_out-0-kind").select_option("is needed before")
    choose_concept(curator, "links_out-0", "roo", "Root")
    curator.get_by_role("button", name="Save", exact=True).click()
    expect(curator.get_by_text("These links would run in a circle:")).to_be_visible()
    expect(curator.locator("#links_out-0 .select2-selection")).to_contain_text("Root")
    assert Link.objects.count() == 3


def test_concepts_are_ordered_by_dragging_by_keys_and_by_numbers(
    curator: Page, tree: KnowledgeMap, console_messages: list[str]
) -> None:
    curator.goto(f"/admin/concepts/knowledgemap/{tree.pk}/order/")
    rows = curator.locator(".order-row a")
    expect(rows).to_have_text(["Root", "Left", "Right", "Leaf"])
    handle = curator.locator(".order-row", has_text="Leaf").locator("[data-order-handle]")
    handle.drag_to(curator.locator(".order-row", has_text="Root"))
    expect(rows).to_have_text(["Leaf", "Root", "Left", "Right"])
    curator.get_by_label("Move Right up").press("Enter")
    expect(rows).to_have_text(["Leaf", "Root", "Right", "Left"])
    expect(curator.get_by_label("Move Right down")).to_be_focused()
    curator.get_by_label("Place of Leaf").fill("2")
    curator.get_by_label("Place of Leaf").press("Tab")
    expect(rows).to_have_text(["Root", "Right", "Left", "Leaf"])
    curator.get_by_role("button", name="Save the order").click()
    expect(curator.get_by_text("The order was saved")).to_be_visible()
    assert list(Concept.objects.values_list("slug", flat=True)) == ["root", "right", "left", "leaf"]


def test_no_page_of_the_curation_breaks_the_policy(
    curator: Page, tree: KnowledgeMap, console_messages: list[str]
) -> None:
    concept = Concept.objects.get(slug="root")
    for address in (
        "",
        "concepts/knowledgemap/",
        "concepts/knowledgemap/add/",
        f"concepts/knowledgemap/{tree.pk}/change/",
        f"concepts/knowledgemap/{tree.pk}/delete/",
        "concepts/concept/",
        f"concepts/concept/?map__id__exact={tree.pk}",
        "concepts/concept/add/",
        f"concepts/concept/{concept.pk}/change/",
        f"concepts/concept/{concept.pk}/delete/",
        f"concepts/concept/{concept.pk}/history/",
        "concepts/topic/",
        "concepts/topic/add/",
        "auth/user/",
        "password_change/",
    ):
        response = curator.goto(f"/admin/{address}")
        assert response is not None
        assert response.status == 200, address
        assert "script-src 'self'" in response.headers["content-security-policy"]
