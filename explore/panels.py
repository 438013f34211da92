"""What stands beside a map in a state of its page: a path, a connection, a concept, or what the map is about."""

from typing import Any

from concepts import selectors
from concepts.markdown import render_markdown
from concepts.models import KnowledgeMap
from concepts.snapshots import snapshot_of
from explore.ends import with_typed_ends
from explore.ledes import lede_and_rest
from explore.links import index_of, map_card
from explore.map_address import MapAddress
from explore.map_contexts import Panel
from explore.places import concept_or_none
from explore.routes import connection_in, path_in


def panel_page(map_slug: str, address: MapAddress, *, staff: bool) -> Panel:
    """The panel of a map. Queries: 2, and those of `panel_in`. Raises: UnknownMap."""
    return panel_in(selectors.find_map(map_slug, staff=staff), address, staff=staff)


def panel_in(knowledge_map: KnowledgeMap, address: MapAddress, *, staff: bool) -> Panel:
    """The panel of a map that has been found, in the state that is left without what the map does not have.

    Queries: 2 for a concept; for a connection in a map too large to choose from 1; else 0.
    """
    unknown = _unknown(knowledge_map, address, staff=staff)
    there = address.without(unknown)
    return Panel(
        map=map_card(knowledge_map, staff=staff),
        introduction_html=render_markdown(lede_and_rest(knowledge_map.summary, knowledge_map.detail)[1]),
        address=there,
        unknown=unknown,
        **_shown(knowledge_map, there, staff=staff),
    )


def _shown(knowledge_map: KnowledgeMap, address: MapAddress, *, staff: bool) -> dict[str, Any]:
    if address.path:
        return {"kind": "path", "path": path_in(knowledge_map, address.path, known=address.know, staff=staff)}
    if address.source:
        ends = {"source": address.source, "target": address.target}
        page = with_typed_ends(connection_in(knowledge_map, **ends, staff=staff), knowledge_map, staff=staff)
        return {"kind": "connection", "connection": page}
    if concept := concept_or_none(knowledge_map, address.concept, staff=staff):
        return {"kind": "concept", "concept": concept}
    return {"kind": "about"}


def _unknown(knowledge_map: KnowledgeMap, address: MapAddress, *, staff: bool) -> tuple[str, ...]:
    """The known ones are left out: the path itself says which of them it leaves aside."""
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    return tuple(slug for slug in address.slugs if index_of(snapshot, slug) is None)
