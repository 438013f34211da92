"""The links of one concept in pieces, and all links in the order in which they are written."""

from hypothesis import given
from hypothesis import strategies as st

from graph.kinds import LinkKind
from graph.relations import Role, linked
from graph.snapshot import GraphSnapshot
from graph.written import links_written_at
from tests.graph.drawings import Drawing, drawings


def role_of(link: tuple[int, int, LinkKind], concept: int) -> tuple[Role, int] | None:
    """What the other end of a link is to a concept, and which one that is."""
    source, target, kind = link
    if concept not in (source, target):
        return None
    other = target if concept == source else source
    if kind is LinkKind.RELATED:
        return Role.RELATED, other
    if kind is LinkKind.PARENT:
        return (Role.CHILD if concept == source else Role.PARENT), other
    return (Role.DEPENDENT if concept == source else Role.PREREQUISITE), other


def reason_of(drawing: Drawing, link: tuple[int, int, LinkKind]) -> str:
    return drawing.reasons.get(drawing.links.index(link), "")


def pages(snapshot: GraphSnapshot, index: int, role: Role, most: int) -> list[tuple[int, str]]:
    """All of a list, turned page by page, each of which says how many are before and after it."""
    found: list[tuple[int, str]] = []
    beyond = None
    while True:
        part = linked(snapshot, index, role, beyond=beyond, most=most)
        assert part.before == len(found)
        ids = snapshot.concept_ids(part.others).tolist()
        assert len(ids) <= most
        found += zip(ids, part.reasons, strict=True)
        if not part.after:
            return found
        beyond = int(part.others[-1])


def without_pairs_related_twice(drawing: Drawing) -> bool:
    related = [frozenset(link[:2]) for link in drawing.links if link[2] is LinkKind.RELATED]
    return len(set(related)) == len(related)


@given(drawings(words=True).filter(without_pairs_related_twice), st.integers(1, 4))
def test_the_pages_of_a_list_are_all_that_is_linked_in_this_way(drawing: Drawing, most: int) -> None:
    snapshot = drawing.snapshot()
    for concept in drawing.ids:
        index = snapshot.index_of(concept)
        expected: dict[Role, dict[int, str]] = {role: {} for role in Role}
        for link in drawing.links:
            if found := role_of(link, concept):
                expected[found[0]][found[1]] = reason_of(drawing, link)
        for role in Role:
            listed = pages(snapshot, index, role, most)
            assert dict(listed) == expected[role]
            indices = [snapshot.index_of(other) for other, _ in listed]
            assert indices == sorted(set(indices))


@given(drawings(words=True), st.integers(1, 5))
def test_every_link_is_written_once_in_the_maps_order(drawing: Drawing, size: int) -> None:
    snapshot = drawing.snapshot()
    found: list[tuple[int, int, LinkKind, str]] = []
    for first in range(0, snapshot.concept_count, size):
        part = links_written_at(snapshot, snapshot.map_order()[first : first + size])
        here, others = (snapshot.concept_ids(ends).tolist() for ends in (part.here, part.others))
        found += zip(here, others, part.kinds, part.reasons, strict=True)
    places = {concept: place for place, concept in enumerate(sorted(drawing.ids, key=drawing.place))}
    expected = []
    for link in drawing.links:
        source, target, kind = link
        here, other = (source, target) if kind is LinkKind.RELATED else (target, source)
        if kind is LinkKind.RELATED and places[here] > places[other]:
            here, other = other, here
        expected.append((here, other, kind, reason_of(drawing, link)))
    assert sorted(found) == sorted(expected)
    keys = [(places[here], kind, places[other]) for here, other, kind, _ in found]
    assert keys == sorted(keys)
