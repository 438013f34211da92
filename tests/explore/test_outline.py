"""The outline of a map: every concept once with its children, no page that grows with the map."""

from hypothesis import given
from hypothesis import strategies as st

from explore.contexts import OutlineEntry
from explore.outline import outline_of
from graph.kinds import LinkKind
from graph.rows import Rows
from graph.snapshot import GraphSnapshot


def snapshot_from(count: int, parents: list[tuple[int, int]]) -> GraphSnapshot:
    ids = list(range(1, count + 1))
    return GraphSnapshot.build(
        concept_ids=ids,
        sources=[source for source, _ in parents],
        targets=[target for _, target in parents],
        kinds=[LinkKind.PARENT] * len(parents),
        rows=Rows([f"c{i}" for i in ids], [f"C {i}" for i in ids], [""] * count, [5] * count),
    )


def entries(outline: tuple[OutlineEntry, ...]) -> list[OutlineEntry]:
    return [found for entry in outline for found in (entry, *entries(entry.children))]


@st.composite
def forests(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(1, 25))
    pair = st.tuples(st.integers(1, count), st.integers(1, count))
    return count, sorted({(min(p), max(p)) for p in draw(st.lists(pair, max_size=50)) if p[0] != p[1]})


@given(forests())
def test_every_concept_stands_in_the_outline_once_and_as_a_reference_elsewhere(forest) -> None:
    count, parents = forest
    found = entries(outline_of(snapshot_from(count, parents)))
    owned = [entry.slug for entry in found if not entry.repeated]
    assert sorted(owned) == sorted(f"c{i}" for i in range(1, count + 1))
    tops = set(range(1, count + 1)) - {target for _, target in parents}
    assert len(found) == len(parents) + len(tops)


@given(forests(), st.integers(1, 30))
def test_an_outline_holds_no_more_than_asked_and_says_how_many_it_hides(forest, most) -> None:
    count, parents = forest
    found = entries(outline_of(snapshot_from(count, parents), most=most))
    references = sum(entry.repeated for entry in found)
    assert len(found) - references == min(most, count)
    assert references <= most
    children = {f"c{i}": sum(source == i for source, _ in parents) for i in range(1, count + 1)}
    for entry in found:
        if not entry.repeated:
            assert len(entry.children) + entry.hidden == children[entry.slug]


def test_a_reference_has_no_children_of_its_own() -> None:
    outline = outline_of(snapshot_from(4, [(1, 3), (2, 3), (3, 4)]))
    first, second = outline
    assert [child.slug for child in first.children[0].children] == ["c4"]
    assert second.children[0].repeated
    assert second.children[0].children == ()
