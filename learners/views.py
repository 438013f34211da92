"""The account page: plain so far."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from waitlist.models import Signup


@never_cache
@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and where to change how."""
    signup = Signup.objects.filter(account=request.user.pk).first()
    response = render(request, "learners/me.html", {"signup": signup})
    response["X-Robots-Tag"] = "noindex"
    return response
