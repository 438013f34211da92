"""The addresses of the site and those that are only measured."""

from django.urls import path

from benchmarks.http import twins
from kinapse.urls import handler400, handler403, handler404, handler500
from kinapse.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/bare/", twins.bare),
    path("bench/rows-by-orm/<slug:map_slug>/<slug:concept_slug>/", twins.rows_by_orm),
    path("bench/all-by-orm/<slug:map_slug>/<slug:concept_slug>/", twins.all_by_orm),
    path("bench/uncached/<slug:map_slug>/", twins.uncached_map_page),
    *of_the_site,
]
