"""Maps to lay out: those of `drawings`, and larger ones drawn by rule, without chance, so that they never change."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from hypothesis import strategies as st

from graph.atlas import quadtree
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot
from tests.graph.drawings import Drawing, Triple


def drawing_of(parents: list[int | None], links: list[Triple], *, first: int = 1) -> Drawing:
    """Concepts numbered from `first`, each below the earlier one at `parents` or a root, with further links."""
    ids = list(range(first, first + len(parents)))
    tree = [
        (ids[above], concept, LinkKind.PARENT)
        for concept, above in zip(ids, parents, strict=True)
        if above is not None
    ]
    titles = [f"Concept {concept}" for concept in ids]
    return Drawing(ids, list(range(len(ids))), list(dict.fromkeys(tree + links)), {}, titles)


def ruled_drawing(concepts: int) -> Drawing:
    """Some trees with hubs, related links between them, and concepts without any link."""
    parents = [None if number % 97 == 0 else number * number // 7 % number for number in range(concepts)]
    numbers = range(1, concepts - 1)
    related: list[Triple] = [
        (number + 1, (number * 31) % number + 1, LinkKind.RELATED) for number in numbers if number % 3 == 0
    ]
    related = [link for link in related if link[0] != link[1]]
    return drawing_of(parents + [None] * (concepts // 20), related)


@st.composite
def forests(draw: st.DrawFn, *, least: int = 1, most: int = 60) -> Drawing:
    """Forests of any shape, chains and stars among them, with related links."""
    concepts = draw(st.integers(least, most))
    parents = [
        draw(st.none() | st.integers(max(0, number - draw(st.sampled_from([1, 3, 60]))), number - 1))
        if number
        else None
        for number in range(concepts)
    ]
    ends = st.integers(1, concepts)
    pairs = draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] < pair[1]), max_size=concepts))
    return drawing_of(parents, [(low, high, LinkKind.RELATED) for low, high in pairs] if concepts > 1 else [])


@contextmanager
def small_tiles() -> Iterator[None]:
    """Tiles that show a few concepts only, so that small maps have deep ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quadtree, "MOST_CONCEPTS", 5)
        patch.setattr(quadtree, "OF_TILE", 1)
        patch.setattr(quadtree, "PARTS_BITS", 2)
        yield


def parents_by_id(drawing: Drawing) -> dict[int, int]:
    """The parent under which each concept is drawn: the first in the map's order."""
    found: dict[int, int] = {}
    for source, target, kind in sorted(drawing.links, key=lambda link: drawing.place(link[0])):
        if kind is LinkKind.PARENT:
            found.setdefault(target, source)
    return found


def changed(draw: st.DrawFn, drawing: Drawing, changes: int) -> Drawing:
    """The same map after some concepts have come or gone, and some links other than to parents."""
    ids, links = list(drawing.ids), list(drawing.links)
    fresh = count(max(ids) + 1)
    leaves = set(ids) - {source for source, _, kind in links if kind is LinkKind.PARENT}
    for _ in range(draw(st.integers(0, changes))):
        if draw(st.booleans()) and leaves:
            gone = draw(st.sampled_from(sorted(leaves)))
            leaves.discard(gone)
            ids.remove(gone)
            links = [link for link in links if gone not in link[:2]]
        elif ids:
            new = next(fresh)
            if draw(st.booleans()):
                links.append((draw(st.sampled_from(ids)), new, LinkKind.PARENT))
            ids.append(new)
    links = [link for link in links if link[2] is LinkKind.PARENT or draw(st.booleans())]
    return Drawing(ids, ids, links, {}, [f"Concept {concept}" for concept in ids])


def snapshot_of(drawing: Drawing) -> GraphSnapshot:
    """The map with its words."""
    return drawing.snapshot(revision=7)
