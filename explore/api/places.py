"""Where concepts stand on the picture of a large map: what tiles show only where there is room for it."""

from collections.abc import Iterator

import orjson
from django.http import HttpRequest, HttpResponse

from concepts.layouts import Atlas, atlas_of
from concepts.snapshots import snapshot_of
from explore.api.description import described, slugs
from explore.api.parameters import few_words
from explore.api.reading import NotModified, ReadView
from explore.api.serializers import PlacesSerializer
from explore.caching import is_held, state_for
from explore.links import index_of
from graph.errors import UnknownConcept
from graph.snapshot import GraphSnapshot

MOST_PLACES = 200


class PlacesView(ReadView):
    """Places in the layout that the map's tiles show, for concepts that are searched, chosen or on a path.

    A map that is small enough to be drawn at once, or not laid out yet, has no `version` and no places.
    """

    @described(
        PlacesSerializer,
        summary="Where concepts stand on a large map",
        operation="get_places",
        tag="Maps",
        parameters=[
            slugs("concepts", f"Slugs joined by commas, at most {MOST_PLACES}; unknown ones are left out.")
        ],
    )
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        asked = few_words(request.GET, "concepts", most=MOST_PLACES)
        state, staff = state_for(request, map_slug)
        atlas = atlas_of(state, drafts=staff)
        version = atlas.version if atlas else ""
        scope = "private" if staff else "public"
        # The layout may be made anew while the map stays as it is, and the map may change before the layout does.
        tag = f'W/"{version}-{state.version}{"-staff" if staff else ""}"'
        headers = {"ETag": tag, "Cache-Control": f"{scope}, max-age=0, must-revalidate"}
        if is_held(request, tag):
            raise NotModified(headers)
        places = list(_places(snapshot_of(state, drafts=staff), atlas, asked)) if atlas else []
        body = orjson.dumps({"map": map_slug, "version": version, "places": places})
        return HttpResponse(body, content_type="application/json", headers=headers)


def _places(snapshot: GraphSnapshot, atlas: Atlas, asked: tuple[str, ...]) -> Iterator[dict[str, int | str]]:
    for slug in asked:
        index = index_of(snapshot, slug)
        if index is None:
            continue
        concept_id = snapshot.id_of(index)
        try:
            place = atlas.store.place_of(concept_id)
        except UnknownConcept:
            # It is newer than the layout.
            continue
        yield {"id": concept_id, "slug": slug, "title": snapshot.row(index).title, **place._asdict()}
