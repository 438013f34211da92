"""The addresses of the API, under /api/."""

from django.urls import URLPattern, path, re_path

from explore.api import (
    concepts,
    documents,
    documents_in,
    facts,
    finding,
    linked,
    maps,
    models,
    places,
    schema,
    signups,
    tiles,
    ways,
)

app_name = "api"

_MAP = "v1/maps/<slug:map>/"
_CONCEPT = _MAP + "concepts/<slug:concept>/"

urlpatterns: list[URLPattern] = [
    # First, because it is asked most and addresses are tried in turn.
    path(_CONCEPT + "neighborhood/", concepts.NeighborhoodView.as_view(), name="neighborhood"),
    path(_MAP + "tiles/<int:z>/<int:x>/<int:y>/", tiles.TileView.as_view(), name="tile"),
    path(_MAP + "places/", places.PlacesView.as_view(), name="places"),
    path(_MAP + "trails/", concepts.TrailsView.as_view(), name="trails"),
    path("v1/maps/", maps.MapListView.as_view(), name="maps"),
    path(_MAP, maps.MapView.as_view(), name="map"),
    path(_MAP + "tops/", linked.TopsView.as_view(), name="tops"),
    path(_MAP + "graph/", maps.GraphView.as_view(), name="graph"),
    path(_MAP + "concepts/", concepts.ConceptListView.as_view(), name="concepts"),
    path(_CONCEPT + "children/", concepts.ChildrenView.as_view(), name="children"),
    path(_CONCEPT + "links/<slug:role>/", linked.LinkedView.as_view(), name="linked"),
    path(_CONCEPT, concepts.ConceptView.as_view(), name="concept"),
    path(_CONCEPT + "path/", ways.PathView.as_view(), name="path"),
    path(_MAP + "connection/", ways.ConnectionView.as_view(), name="connection"),
    path("v1/documents/", documents_in.DocumentsView.as_view(), name="documents"),
    path("v1/documents/<slug:document>/", documents.DocumentView.as_view(), name="document"),
    path("v1/search/", finding.SearchView.as_view(), name="search"),
    path("v1/topics/", finding.TopicListView.as_view(), name="topics"),
    path("v1/models/", models.AIModelListView.as_view(), name="models"),
    path("v1/models/<slug:model>/", models.AIModelView.as_view(), name="model"),
    path("v1/facts/", facts.FactListView.as_view(), name="facts"),
    path("v1/waitlist/", signups.SignupView.as_view(), name="waitlist"),
    path("v1/intakes/<int:intake>/", documents_in.IntakeView.as_view(), name="intake"),
    path("schema/", schema.schema, name="schema"),
    path("docs/", schema.docs, name="docs"),
    re_path("", schema.unknown_address, name="unknown"),
]
