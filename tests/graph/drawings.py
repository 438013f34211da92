"""Random maps for the graph tests, and the same maps as plain NetworkX graphs."""

from dataclasses import dataclass, field
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from graph.kinds import ALL_KINDS, TEACHING, LinkKind
from graph.rows import Rows
from graph.snapshot import GraphSnapshot

Triple = tuple[int, int, LinkKind]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@dataclass(frozen=True)
class Drawing:
    """A small map: ids in some order, a position for each, and links."""

    ids: list[int]
    positions: list[int]
    links: list[Triple]
    reasons: dict[int, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    slugs: dict[int, str] = field(default_factory=dict)

    def snapshot(self, *, revision: int = 0) -> GraphSnapshot:
        """The map as the graph service has it."""
        return GraphSnapshot.build(
            concept_ids=self.ids,
            sources=[link[0] for link in self.links],
            targets=[link[1] for link in self.links],
            kinds=[link[2] for link in self.links],
            positions=self.positions,
            revision=revision,
            rows=self.rows() if self.titles else None,
        )

    def rows(self) -> Rows:
        """Words for every concept: minutes made from its id, and a slug if none is drawn; the others as drawn."""
        slugs = [self.slugs.get(concept_id, f"concept-{concept_id}") for concept_id in self.ids]
        minutes = [1 + abs(concept_id) % 20 for concept_id in self.ids]
        return Rows(slugs, self.titles, self.titles[::-1], minutes, self.reasons)

    def network(self, kinds: frozenset[LinkKind] = ALL_KINDS) -> "nx.MultiDiGraph[Any]":
        """The links of some kinds as NetworkX holds them."""
        network: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
        network.add_nodes_from(self.ids)
        for source, target, kind in self.links:
            if kind in kinds:
                network.add_edge(source, target, key=kind)
        return network

    def both_ways(self, kinds: frozenset[LinkKind] = ALL_KINDS) -> "nx.Graph[Any]":
        """The same without directions or parallel links."""
        return nx.Graph(self.network(kinds).to_undirected())

    def place(self, concept_id: int) -> tuple[int, int]:
        """What sorts concepts into the map's own order."""
        return self.positions[self.ids.index(concept_id)], concept_id

    def order(self) -> dict[int, int]:
        """The teaching order by NetworkX: each concept's rank."""
        network = self.network(TEACHING)
        return {
            node: rank for rank, node in enumerate(nx.lexicographical_topological_sort(network, self.place))
        }


@st.composite
def drawings(draw: st.DrawFn, *, least: int = 1, most: int = 14, words: bool = False) -> Drawing:
    """Maps with several parents, parallel kinds, related links both ways, lone concepts, at times a hub."""
    wide = draw(st.booleans())
    numbers = st.integers(-(2**62), 2**62) if wide else st.integers(1, 40)
    ids = draw(st.lists(numbers, min_size=least, max_size=most, unique=True))
    positions = draw(st.lists(st.integers(0, 6), min_size=len(ids), max_size=len(ids)))
    pairs = [(a, b) for place, a in enumerate(ids) for b in ids[place + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=3 * most)) if pairs else []
    if draw(st.booleans()):
        chosen += [(ids[0], other) for other in ids[1:]]
    links: dict[Triple, None] = {}
    for source, target in chosen:
        kind = draw(st.sampled_from(LinkKind))
        turned = kind is LinkKind.RELATED and draw(st.booleans())
        links[(target, source, kind) if turned else (source, target, kind)] = None
    # The ids are given in another order than the one that keeps the links from forming a circle.
    shuffled = draw(st.permutations(ids))
    drawing = Drawing(list(shuffled), positions, list(links))
    return _with_words(draw, drawing) if words else drawing


def _with_words(draw: st.DrawFn, drawing: Drawing) -> Drawing:
    titles = draw(st.lists(TEXTS, min_size=len(drawing.ids), max_size=len(drawing.ids)))
    numbers = st.integers(0, max(len(drawing.links) - 1, 0))
    reasons = draw(st.dictionaries(numbers, TEXTS, max_size=len(drawing.links))) if drawing.links else {}
    return Drawing(drawing.ids, drawing.positions, drawing.links, reasons, titles)


def kind_sets() -> st.SearchStrategy[frozenset[LinkKind]]:
    """Which links to follow: any choice of at least one kind."""
    return st.frozensets(st.sampled_from(LinkKind), min_size=1)
