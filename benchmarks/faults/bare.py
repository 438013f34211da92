"""What sign-ups are measured against: a Django view, without middleware, that inserts one row and commits."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.faults.bare_settings"

application = get_wsgi_application()


class Row(models.Model):
    """An address."""

    email = models.CharField(max_length=254)

    class Meta:
        app_label = "outbox"
        managed = False
        db_table = "bare_row"

    def __str__(self) -> str:
        return self.email


def make_table() -> None:
    """In a database that the site has made ready."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)


def insert(request: HttpRequest) -> HttpResponse:
    """One row for a POST."""
    if request.method == "POST":
        Row(email=request.body.decode()).save()
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("", insert)]
