"""Sign-ups to test with."""

from collections.abc import Callable

import pytest

from tests.waitlist.putting import put_on_list
from waitlist.models import Placement, Signup, Token
from waitlist.services import confirm
from waitlist.tokens import new_token


@pytest.fixture
def joined(db: None) -> Callable[[str], Signup]:
    """Put an address on the waitlist and hand back its row."""

    def join_and_find(email: str) -> Signup:
        put_on_list(email, placement=Placement.LIBRARY, page="/maps/ai-agents/")
        return Signup.objects.get(email=email)

    return join_and_find


@pytest.fixture
def confirmed(joined: Callable[[str], Signup]) -> Callable[[str], Signup]:
    """Put an address on the waitlist and confirm it."""

    def join_and_confirm(email: str) -> Signup:
        confirm(token=new_token(signup=joined(email), purpose=Token.Purpose.CONFIRM))
        return Signup.objects.get(email=email)

    return join_and_confirm
