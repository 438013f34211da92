"""How two concepts are connected, held against NetworkX."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.connection import DETOUR, HUB_LINKS, Connection, Route, connection
from graph.errors import UnknownConcept
from graph.kinds import ALL_KINDS, LinkKind
from graph.snapshot import GraphSnapshot
from graph.synthetic import power_law_dag
from tests.graph.drawings import Drawing, drawings, kind_sets


def assert_is_route(drawing: Drawing, route: Route, kinds: frozenset[LinkKind]) -> None:
    """Every two concepts of the route are joined by the best link there is between them."""
    assert len(set(route.concepts)) == len(route.concepts)
    assert len(route.links) == len(route.concepts) - 1
    for (before, after), link in zip(pairwise(route.concepts), route.links, strict=True):
        between = [
            (kind, source, target)
            for source, target, kind in drawing.links
            if {source, target} == {before, after} and kind in kinds
        ]
        assert (link.kind, link.source, link.target) in between
        assert link.kind == min(between)[0]


@given(st.data(), drawings(), kind_sets(), st.integers(0, 3))
def test_the_first_route_is_as_short_as_networkx_finds(
    data: st.DataObject, drawing: Drawing, kinds: frozenset[LinkKind], alternatives: int
) -> None:
    a, b = data.draw(st.sampled_from(drawing.ids)), data.draw(st.sampled_from(drawing.ids))
    found = connection(drawing.snapshot(), a, b, kinds=kinds, alternatives=alternatives)
    plain = drawing.both_ways(kinds)
    assert bool(found.routes) == nx.has_path(plain, a, b)
    for route in found.routes:
        assert (route.concepts[0], route.concepts[-1]) == (a, b)
        assert_is_route(drawing, route, kinds)
    if found.routes:
        assert len(found.routes[0].concepts) - 1 == nx.shortest_path_length(plain, a, b)


@given(st.data(), drawings(least=4))
def test_alternatives_differ_and_stay_near_the_shortest(data: st.DataObject, drawing: Drawing) -> None:
    a, b = data.draw(st.sampled_from(drawing.ids)), data.draw(st.sampled_from(drawing.ids))
    routes = connection(drawing.snapshot(), a, b).routes
    assert len(routes) <= 3
    assert len({route.concepts for route in routes}) == len(routes)
    assert all(len(route.concepts) <= len(routes[0].concepts) + DETOUR for route in routes)


@given(st.data(), drawings(least=4))
def test_an_alternative_is_as_short_as_can_be_without_the_busiest_concept_of_the_first(
    data: st.DataObject, drawing: Drawing
) -> None:
    a, b = data.draw(st.sampled_from(drawing.ids)), data.draw(st.sampled_from(drawing.ids))
    routes = connection(drawing.snapshot(), a, b, alternatives=1).routes
    plain = drawing.both_ways()
    if a == b or not routes:
        return
    if plain.has_edge(a, b):
        plain.remove_edge(a, b)
    inner = routes[0].concepts[1:-1]
    degrees = dict(drawing.network().degree())
    if inner:
        # Of equally busy ones the first on the route, as the search goes by the route.
        busiest = max(inner, key=lambda node: (degrees[node], -inner.index(node)))
        plain.remove_node(busiest)
    assert (len(routes) > 1) == nx.has_path(plain, a, b) or _too_long(plain, a, b, routes[0])
    if len(routes) > 1:
        assert len(routes[1].concepts) - 1 == nx.shortest_path_length(plain, a, b)


def _too_long(plain: "nx.Graph[int]", a: int, b: int, first: Route) -> bool:
    return nx.shortest_path_length(plain, a, b) > len(first.concepts) - 1 + DETOUR


def related(pairs: list[tuple[int, int]]) -> GraphSnapshot:
    """A map of related links alone."""
    ids = sorted({end for pair in pairs for end in pair})
    sources, targets = zip(*pairs, strict=True)
    return GraphSnapshot.build(
        concept_ids=ids, sources=sources, targets=targets, kinds=[LinkKind.RELATED] * len(pairs)
    )


def test_a_concept_is_connected_to_itself_by_a_route_of_itself() -> None:
    assert connection(related([(1, 2)]), 1, 1) == Connection(1, 1, (Route((1,), ()),))


def test_two_islands_have_no_route() -> None:
    assert connection(related([(1, 2), (3, 4)]), 1, 4).routes == ()


def test_a_direct_link_has_its_alternative_around_it() -> None:
    routes = connection(related([(1, 2), (1, 3), (3, 2)]), 1, 2).routes
    assert [route.concepts for route in routes] == [(1, 2), (1, 3, 2)]


def test_alternatives_go_around_hubs() -> None:
    hub, leaves = 500, range(100, 100 + HUB_LINKS)
    pairs = [(1, hub), (hub, 2), *((hub, leaf) for leaf in leaves), (1, 3), (3, 4), (4, 2)]
    second = [(1, 501), (501, 2), *((501, leaf) for leaf in leaves)]
    routes = connection(related(pairs + second), 1, 2).routes
    assert [len(route.concepts) for route in routes] == [3, 4]
    assert routes[1].concepts == (1, 3, 4, 2)


def test_a_detour_that_is_much_too_long_is_not_offered() -> None:
    long = list(pairwise([1, *range(10, 10 + DETOUR + 2), 2]))
    assert len(connection(related([(1, 3), (3, 2), *long]), 1, 2).routes) == 1
    assert len(connection(related([(1, 3), (3, 2), *long[:-2], (long[-2][0], 2)]), 1, 2).routes) == 2


def test_of_equally_short_routes_the_first_in_teaching_order_is_given() -> None:
    routes = connection(related([(1, 4), (4, 2), (1, 3), (3, 2), (1, 5), (5, 2)]), 1, 2).routes
    assert [route.concepts for route in routes] == [(1, 3, 2), (1, 4, 2), (1, 5, 2)]


def test_the_search_for_an_alternative_gives_up_where_it_would_reach_too_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshot = related([(1, 3), (3, 2), *pairwise([1, *range(10, 14), 2])])
    assert len(connection(snapshot, 1, 2).routes) == 2
    monkeypatch.setattr("graph.connection.MOST_REACHED", 3)
    assert len(connection(snapshot, 1, 2).routes) == 1


@pytest.mark.parametrize("ends", [(1, 9), (9, 1)])
def test_an_unknown_end_is_refused(ends: tuple[int, int]) -> None:
    with pytest.raises(UnknownConcept) as refusal:
        connection(related([(1, 2)]), *ends)
    assert refusal.value.concept_id == 9


def test_routes_in_a_graph_with_hubs_are_shortest_and_the_same_each_time() -> None:
    table = power_law_dag(3_000, 9_000, seed=5)
    snapshot = GraphSnapshot.build(
        concept_ids=range(3_000), sources=table.sources, targets=table.targets, kinds=table.kinds
    )
    plain: nx.Graph[int] = nx.Graph(zip(table.sources.tolist(), table.targets.tolist(), strict=True))
    for a, b in pairwise(range(7, 3_000, 90)):
        found = connection(snapshot, a, b, kinds=ALL_KINDS)
        assert len(found.routes[0].concepts) - 1 == nx.shortest_path_length(plain, a, b)
        assert all(plain.has_edge(*pair) for route in found.routes for pair in pairwise(route.concepts))
        assert connection(snapshot, a, b) == found
