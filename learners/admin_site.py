"""The door to the admin: the site's own sign-in with its limits, and a second step for everybody who works there."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from learners.second_step import has_second_step, used_second_step

SET_UP_FIRST = "To work in the admin, first set up a second step: an authenticator app or a security key."


class GuardedAdminSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and used_second_step(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Never the stock form: it knows neither limits nor a second step."""
        answer: HttpResponse = never_cache(secure_admin_login(self._enter))(request)
        return answer

    def _enter(self, request: HttpRequest) -> HttpResponse:
        if used_second_step(request):
            return HttpResponseRedirect(_wanted(request))
        if has_second_step(request):
            return HttpResponseRedirect(f"{_asking_for_it(request)}?{urlencode({'next': _wanted(request)})}")
        messages.info(request, SET_UP_FIRST)
        return HttpResponseRedirect(reverse("mfa_index"))


def _wanted(request: HttpRequest) -> str:
    """The page of the admin that was asked for."""
    wanted = request.GET.get("next", "")
    inside = wanted.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if inside else reverse("admin:index")


def _asking_for_it(request: HttpRequest) -> str:
    """The page that asks for the second step of somebody who has signed in."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    found: str = next(way["url"] for way in ways if way["id"].startswith("mfa_"))
    return found
