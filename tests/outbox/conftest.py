"""The outbox with a handler that tests direct."""

from collections.abc import Iterator

import pytest

from outbox import registry
from tests.outbox import work
from tests.waitlist.mailbox import Mailbox, mail_server


@pytest.fixture(autouse=True)
def _handler_of_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(registry._handlers, work.KIND, "tests.outbox.work.handle")
    work.done.clear()
    work.doing.clear()
    yield
    work.done.clear()
    work.doing.clear()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server, and what it was sent."""
    with mail_server() as server:
        yield server
