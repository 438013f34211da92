"""Who was on the list before anything had to be confirmed stays on it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = ("waitlist", "0001_initial"), ("waitlist", "0002_whole_flow")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _migrate(target: tuple[str, str]) -> Any:
    """The models as they were at a migration, after the tables have come there."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


@pytest.fixture
def before() -> Iterator[Any]:
    yield _migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_who_was_waiting_is_confirmed_and_who_had_left_has_left(before: Any) -> None:
    joined = timezone.now()
    signups = before.get_model("waitlist", "Signup").objects
    ada = signups.create(
        email="ada@example.com", email_key="ada@example.com", placement="library", joined=joined
    )
    signups.create(email="bob@example.com", email_key="bob@example.com", placement="library", state="left")
    before.get_model("waitlist", "Token").objects.create(signup=ada, purpose="leave", digest="0" * 64)
    after = _migrate(AFTER)
    rows = after.get_model("waitlist", "Signup").objects.order_by("email")
    assert [(row.email, row.state, row.confirmed) for row in rows] == [
        ("ada@example.com", "confirmed", joined),
        ("bob@example.com", "left", None),
    ]
    assert (rows[0].asked, rows[0].round, rows[0].mails) == (joined, 1, 1)
    assert after.get_model("waitlist", "Token").objects.get().expires > joined
    back = _migrate(BEFORE).get_model("waitlist", "Signup").objects
    assert set(back.values_list("email", "state")) == {
        ("ada@example.com", "waiting"),
        ("bob@example.com", "left"),
    }
