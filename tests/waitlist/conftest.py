"""Sign-ups to test with."""

from collections.abc import Callable

import pytest

from outbox import relay
from waitlist.models import Placement, Signup
from waitlist.services import join


@pytest.fixture
def joined(db: None) -> Callable[[str], Signup]:
    """Put an address on the waitlist and hand back its row."""

    def join_and_find(email: str) -> Signup:
        join(email=email, placement=Placement.LIBRARY, page="/maps/ai-agents/")
        return Signup.objects.get(email=email)

    return join_and_find


@pytest.fixture
def welcomed(joined: Callable[[str], Signup], mailoutbox: list[object]) -> Signup:
    """Somebody on the waitlist whose mail has gone out."""
    signup = joined("ada@example.com")
    relay.work_off()
    assert len(mailoutbox) == 1
    return signup
