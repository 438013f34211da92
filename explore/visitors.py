"""Who is asking."""

from django.conf import settings
from django.http import HttpRequest


def is_staff(request: HttpRequest) -> bool:
    """Whether drafts may be shown. Queries: 0 for a visitor without a session, else 2."""
    # Asking for the user of a visitor without a session would open one in vain, on every request.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = request.user
    return user.is_active and user.is_staff
