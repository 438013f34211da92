"""The least that Django does: a project of one view, without middleware, apps or database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """Two letters."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bare/", bare)]

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="nothing is signed",
        MIDDLEWARE=[],
        USE_I18N=False,
    )

application = get_wsgi_application()
