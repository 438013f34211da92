"""No page or answer grows with the map."""

import pytest
from django.test import Client

from explore import routes
from tests.concepts.atlas import make_chain, make_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]


@pytest.fixture
def long_path(monkeypatch: pytest.MonkeyPatch) -> str:
    """A concept with seven before it, of which a page shows three."""
    monkeypatch.setattr(routes, "MOST_STEPS", 4)
    make_chain(make_map(), 8)
    return "step-8"


def test_a_long_path_is_told_by_its_beginning_and_its_target(long_path: str) -> None:
    page = routes.path_page("physics", long_path, staff=False)
    assert [(step.number, step.slug) for step in page.steps] == [
        (1, "step-1"), (2, "step-2"), (3, "step-3"), (8, "step-8"),
    ]  # fmt: skip
    assert (page.step_count, page.left_out, page.minutes) == (8, 4, 40)
    assert [need.slug for need in page.steps[0].needed_by] == ["step-2"]


def test_what_is_known_counts_on_a_long_path_too(long_path: str) -> None:
    page = routes.path_page("physics", long_path, known=["step-3"], staff=False)
    assert [step.number for step in page.steps] == [1, 2, 3, 5]
    assert (page.step_count, page.saved_steps, page.saved_minutes) == (5, 3, 15)


@pytest.mark.parametrize("address", ["/maps/physics/concepts/step-8/path/", "/maps/physics/?path=step-8"])
def test_the_page_says_how_many_steps_it_leaves_out(client: Client, long_path: str, address: str) -> None:
    page = client.get(address).content.decode()
    assert "4 more steps come before the last" in page
    assert page.count("data-step=") == 4


def test_the_api_tells_how_many_steps_there_are(client: Client, long_path: str) -> None:
    found = client.get(f"/api/v1/maps/physics/concepts/{long_path}/path/").json()
    assert (len(found["steps"]), found["total"]) == (4, 8)
