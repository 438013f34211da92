"""Addresses of the pages."""

from django.urls import path

from explore.exports import export
from explore.model_exports import export_models
from explore.views import explorer, families, library, lists, maps, models, oembed, pictures

app_name = "explore"

_MAP = "maps/<slug:map_slug>/"
_DOCUMENT = "library/<slug:document_slug>/"
_CONCEPT = _MAP + "concepts/<slug:concept_slug>/"

urlpatterns = [
    path("", lists.home, name="home"),
    path("search/", lists.search, name="search"),
    path("search/suggestions/", lists.suggestions, name="suggestions"),
    path("topics/", lists.topics, name="topics"),
    path("topics/<slug:topic_slug>/", lists.topic, name="topic"),
    path("models/", models.models_page, name="models"),
    path("models/export.<str:ending>", export_models, name="models_export"),
    path("models/<slug:model_slug>/", models.model_page, name="model"),
    path("library/", library.library, name="library"),
    path(_DOCUMENT, library.document, name="document"),
    path(_DOCUMENT + "picture.png", library.share_picture, name="document_picture"),
    path(_MAP, explorer.map_page, name="map"),
    path(_MAP + "panel/", explorer.panel, name="panel"),
    path(_MAP + "embed/", explorer.embed, name="embed"),
    path(_MAP + "outline/", families.outline, name="outline"),
    path("oembed/", oembed.oembed, name="oembed"),
    path(_CONCEPT, maps.concept_page, name="concept"),
    path(_CONCEPT + "path/", maps.path_page, name="path"),
    path(_CONCEPT + "<slug:role>/", families.linked, name="linked"),
    path(_MAP + "connect/", maps.connect_page, name="connect"),
    path(_MAP + "picture.svg", pictures.miniature, name="miniature"),
    path(_MAP + "picture.png", pictures.share_picture, name="share_picture"),
    path(_MAP + "export.svg", pictures.poster_svg, name="poster_svg"),
    path(_MAP + "export.png", pictures.poster_png, name="poster_png"),
    path(_MAP + "export.<str:ending>", export, name="export"),
]
