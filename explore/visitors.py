"""Who is asking."""

from django.conf import settings
from django.http import HttpRequest

from learners.second_step import used_second_step


def is_staff(request: HttpRequest) -> bool:
    """Whether drafts may be shown, for which the admin's door must be open too.

    Queries: 0 for a visitor without a session, else 2, and for staff 3.
    """
    # Asking for the user of a visitor without a session would open one in vain, on every request.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = request.user
    return user.is_active and user.is_staff and used_second_step(request)
