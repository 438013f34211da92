"""The contexts of ways through a map: learning paths and connections."""

from collections import Counter
from collections.abc import Collection, Sequence

from concepts import selectors
from concepts.errors import UnknownConcept
from concepts.models import KnowledgeMap
from concepts.snapshots import MapState, snapshot_of
from explore.contexts import ConceptLink
from explore.links import concept_link, index_of, map_card, minutes_of
from explore.way_contexts import ConnectPage, Need, PathPage, PathStep, RouteHop, RouteStep
from graph.connection import Route, connection
from graph.path import Step, learning_path, way_to
from graph.snapshot import GraphSnapshot

# What a form can offer to choose from; larger maps are searched.
MOST_CHOICES = 400
# A concept of a large map may have tens of thousands before it; the page says how many it leaves out.
MOST_STEPS = 400
# Nobody follows a longer connection, and a chain of concepts may be as long as the map.
MOST_HOPS = 60


def path_page(map_slug: str, concept_slug: str, *, known: Collection[str] = (), staff: bool) -> PathPage:
    """The learning path to a concept, less what is known. Queries: 2. Raises: UnknownMap, UnknownConcept."""
    return path_in(selectors.find_map(map_slug, staff=staff), concept_slug, known=known, staff=staff)


def path_in(
    knowledge_map: KnowledgeMap, concept_slug: str, *, known: Collection[str] = (), staff: bool
) -> PathPage:
    """The learning path in a map that has been found. Queries: 0. Raises: UnknownConcept."""
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    target = _required(snapshot, concept_slug)
    found, unknown = _known(snapshot, known)
    path = learning_path(snapshot, target, known=found.values(), most=MOST_STEPS)
    step_count = len(path.steps) + path.left_out
    numbers = [*range(1, len(path.steps)), step_count]
    index = snapshot.index_of(target)
    whole = left = way_to(snapshot, index).steps
    if found:
        left = way_to(snapshot, index, known=snapshot.indices_of(found.values())).steps
    minutes = minutes_of(snapshot, left)
    return PathPage(
        map=map_card(knowledge_map, staff=staff),
        target=concept_link(snapshot, target),
        steps=tuple(_path_step(snapshot, *step) for step in zip(numbers, path.steps, strict=True)),
        step_count=step_count,
        known=tuple(found),
        known_links=tuple(concept_link(snapshot, concept) for concept in path.known),
        unknown=unknown,
        minutes=minutes,
        saved_steps=len(whole) - step_count,
        saved_minutes=minutes_of(snapshot, whole) - minutes,
    )


def connect_page(map_slug: str, *, source: str = "", target: str = "", staff: bool) -> ConnectPage:
    """How two concepts are connected; without both, what there is to choose from. Queries: 2. Raises: UnknownMap."""
    return connection_in(selectors.find_map(map_slug, staff=staff), source=source, target=target, staff=staff)


def connection_in(
    knowledge_map: KnowledgeMap, *, source: str = "", target: str = "", staff: bool
) -> ConnectPage:
    """The connection in a map that has been found. Queries: 0."""
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    ends, unknown = _known(snapshot, [slug for slug in (source, target) if slug])
    start, end = ends.get(source), ends.get(target)
    routes: tuple[Route, ...] = ()
    if start is not None and end is not None:
        routes = connection(snapshot, start, end, longest=MOST_HOPS).routes
    return ConnectPage(
        map=map_card(knowledge_map, staff=staff),
        source=_link_or_none(snapshot, start),
        target=_link_or_none(snapshot, end),
        routes=tuple(_route_steps(snapshot, route) for route in routes),
        unknown=unknown,
        choices=_choices(snapshot),
    )


def choices_in(state: MapState, *, staff: bool) -> tuple[tuple[str, str], ...]:
    """Slug and title of the concepts that a form can offer. Queries: 0 when the snapshot is open."""
    return _choices(snapshot_of(state, drafts=staff))


def _required(snapshot: GraphSnapshot, slug: str) -> int:
    index = index_of(snapshot, slug)
    if index is None:
        raise UnknownConcept(slug)
    return snapshot.id_of(index)


def _known(snapshot: GraphSnapshot, slugs: Collection[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The ids of those slugs that the map has, and the others, each once and in the order given."""
    places = {slug: index_of(snapshot, slug) for slug in slugs}
    found = {slug: snapshot.id_of(index) for slug, index in places.items() if index is not None}
    return found, tuple(slug for slug in places if slug not in found)


def _path_step(snapshot: GraphSnapshot, number: int, step: Step) -> PathStep:
    row = snapshot.row(snapshot.index_of(step.concept_id))
    needs = tuple(
        Need(later.slug, later.title, need.kind.word, need.reason)
        for need in step.needed_by
        for later in (concept_link(snapshot, need.concept_id),)
    )
    return PathStep(number, row.slug, row.title, row.summary, row.minutes, needs)


def _route_steps(snapshot: GraphSnapshot, route: Route) -> tuple[RouteStep, ...]:
    concepts = [concept_link(snapshot, concept) for concept in route.concepts]
    slugs = {concept: link.slug for concept, link in zip(route.concepts, concepts, strict=True)}
    hops: Sequence[RouteHop | None] = [
        RouteHop(slugs[link.source], slugs[link.target], link.kind.word, link.reason, link.source == here)
        for here, link in zip(route.concepts, route.links, strict=False)
    ]
    return tuple(
        RouteStep(link.slug, link.title, link.summary, hop)
        for link, hop in zip(concepts, [*hops, None], strict=True)
    )


def _link_or_none(snapshot: GraphSnapshot, concept_id: int | None) -> ConceptLink | None:
    return None if concept_id is None else concept_link(snapshot, concept_id)


def _choices(snapshot: GraphSnapshot) -> tuple[tuple[str, str], ...]:
    """Slug and title of every concept by title, for maps small enough to choose from."""
    if snapshot.concept_count > MOST_CHOICES:
        return ()
    rows = [snapshot.row(index) for index in range(snapshot.concept_count)]
    titles = Counter(row.title for row in rows)
    choices = (
        (row.slug, row.title if titles[row.title] == 1 else told_apart(row.title, row.slug)) for row in rows
    )
    return tuple(sorted(choices, key=lambda choice: choice[1].casefold()))


def told_apart(title: str, slug: str) -> str:
    """A concept's name where its title alone may be another's too."""
    return f"{title} ({slug})"
