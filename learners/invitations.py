"""The invitation that a session has followed: without one, no account is opened."""

from django.http import HttpRequest
from django.utils import timezone

from waitlist.models import Signup, Token
from waitlist.views.links import INVITATION


def invited_address(request: HttpRequest) -> str | None:
    """The address that this session's invitation was mailed to, if it still holds. Queries: at most 1.

    With its domain in ASCII: other parts of the house would spell some domains as those of somebody else.
    """
    token_id = request.session.get(INVITATION)
    if token_id is None:
        return None
    tokens = Token.objects.filter(pk=token_id, purpose=Token.Purpose.INVITATION, used=None)
    valid = tokens.filter(expires__gt=timezone.now(), signup__state=Signup.State.INVITED)
    token = valid.select_related("signup").first()
    return token.signup.mailbox if token else None
