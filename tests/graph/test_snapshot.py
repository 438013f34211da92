"""Building, saving and opening snapshots."""

import multiprocessing
import struct
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadGraph, GraphError, SnapshotUnreadable, TeachingCircle, UnknownConcept
from graph.kinds import TEACHING, LinkKind
from graph.neighborhood import neighborhood
from graph.path import learning_path
from graph.rows import Rows
from graph.snapshot import FILE, GraphSnapshot
from graph.storage import PREFIX, write_arrays
from tests.graph.drawings import Drawing, drawings

PARENT, PREREQUISITE, RELATED = LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED


def built(ids: list[int], links: Sequence[tuple[int, int, int]], **more: Any) -> GraphSnapshot:
    """A snapshot of links written as triples."""
    sources, targets, kinds = ([link[end] for link in links] for end in range(3))
    return GraphSnapshot.build(concept_ids=ids, sources=sources, targets=targets, kinds=kinds, **more)


def small() -> GraphSnapshot:
    """Four concepts with words."""
    rows = Rows(
        ["a", "b", "c", "d"],
        ["A", "B", "C", "D"],
        ["first", "", "Ünï", '"quoted"'],
        [1, 2, 3, 4],
        {1: "Since."},
    )
    links = [(10, 5, PARENT), (10, 7, PARENT), (5, 8, PREREQUISITE), (8, 7, RELATED)]
    return built([10, 5, 7, 8], links, positions=[0, 1, 2, 3], revision=6, rows=rows)


@given(drawings())
def test_indices_are_the_teaching_order(drawing: Drawing) -> None:
    snapshot = drawing.snapshot()
    ranks = {
        int(concept): index for index, concept in enumerate(snapshot.concept_ids(np.arange(len(drawing.ids))))
    }
    assert ranks == drawing.order()
    assert [snapshot.index_of(concept) for concept in drawing.ids] == [
        ranks[concept] for concept in drawing.ids
    ]
    assert snapshot.indices_of(drawing.ids).tolist() == [ranks[concept] for concept in drawing.ids]


@given(drawings())
def test_rows_give_every_link_from_both_ends_by_index(drawing: Drawing) -> None:
    snapshot, order = drawing.snapshot(), drawing.order()
    for concept, index in order.items():
        out = [(order[target], kind) for source, target, kind in drawing.links if source == concept]
        into = [(order[source], kind) for source, target, kind in drawing.links if target == concept]
        assert sorted(snapshot.out_links(index)) == sorted(out)
        assert sorted(snapshot.in_links(index)) == sorted(into)
    assert (snapshot.concept_count, snapshot.link_count) == (len(drawing.ids), len(drawing.links))


@given(drawings())
def test_the_maps_own_order_is_kept(drawing: Drawing) -> None:
    snapshot = drawing.snapshot()
    assert snapshot.concept_ids(snapshot.map_order()).tolist() == sorted(drawing.ids, key=drawing.place)


@given(drawings(), st.integers(-(2**70), 2**70))
def test_a_snapshot_contains_its_own_ids_alone(drawing: Drawing, other: int) -> None:
    snapshot = drawing.snapshot()
    assert all(concept in snapshot for concept in drawing.ids)
    assert (other in snapshot) == (other in drawing.ids)
    assert "1" not in snapshot


@settings(max_examples=40)
@given(drawings(words=True), st.integers(0, 2**40))
def test_a_saved_snapshot_opens_as_it_was(drawing: Drawing, revision: int) -> None:
    before = drawing.snapshot(revision=revision)
    with TemporaryDirectory() as folder:
        before.save(Path(folder))
        after = GraphSnapshot.open(Path(folder))
    assert (after.revision, after.concept_count, after.link_count) == (
        revision,
        before.concept_count,
        before.link_count,
    )
    for number, concept in enumerate(drawing.ids):
        index = after.index_of(concept)
        assert index == before.index_of(concept)
        assert after.row(index) == before.row(index)
        assert (after.title_of(index), after.minutes_of(index)) == (
            drawing.titles[number],
            1 + abs(concept) % 20,
        )
        assert after.index_of_slug(after.slug_of(index)) == index
        assert after.out_links(index) == before.out_links(index)
        assert neighborhood(after, concept, radius=2) == neighborhood(before, concept, radius=2)
        assert learning_path(after, concept) == learning_path(before, concept)


def test_a_bare_snapshot_says_that_it_has_no_words(tmp_path: Path) -> None:
    built([1, 2], [(1, 2, PARENT)]).save(tmp_path)
    snapshot = GraphSnapshot.open(tmp_path)
    assert not snapshot.has_rows
    assert neighborhood(snapshot, 1).links[0].reason == ""
    with pytest.raises(GraphError, match="without rows"):
        snapshot.index_of_slug("a")


def test_an_empty_map_is_a_graph(tmp_path: Path) -> None:
    built([], [], rows=Rows([], [], [], [])).save(tmp_path)
    snapshot = GraphSnapshot.open(tmp_path)
    assert (snapshot.concept_count, snapshot.link_count) == (0, 0)
    with pytest.raises(UnknownConcept):
        snapshot.index_of(1)
    with pytest.raises(UnknownConcept):
        snapshot.index_of_slug("a")


def test_slugs_that_share_a_hash_are_told_apart() -> None:
    # crc32 gives these two the same number.
    slugs = ["plumless", "buckeroo"]
    rows = Rows(slugs, ["P", "B"], ["", ""], [1, 1])
    snapshot = built([1, 2], [], rows=rows)
    assert [snapshot.title_of(snapshot.index_of_slug(slug)) for slug in slugs] == ["P", "B"]


def test_unknown_slugs_are_refused_whatever_they_hold() -> None:
    for slug in ("nowhere", "", "\ud800", 'a"'):
        with pytest.raises(UnknownConcept) as refusal:
            small().index_of_slug(slug)
        assert refusal.value.concept_id == slug


def test_reasons_are_found_where_their_link_stands() -> None:
    links = neighborhood(small(), 10, radius=3).links
    assert {(link.source, link.target): link.reason for link in links} == {
        (10, 5): "",
        (10, 7): "Since.",
        (5, 8): "",
        (8, 7): "",
    }


@pytest.mark.parametrize(
    ("ids", "links", "more", "message"),
    [
        ([1, 2, 2], [], {}, "concept 2 is given twice"),
        ([1, 5, 3, 5], [], {}, "concept 5 is given twice"),
        ([1, 10**12, 3, 10**12], [], {}, "is given twice"),
        ([1, 2], [(1, 3, PARENT)], {}, "concept 3, which is not in the graph"),
        ([1, 2], [(-1, 2, PARENT)], {}, "concept -1, which is not in the graph"),
        ([1, 2], [(2, 2, RELATED)], {}, "concept 2 is linked to itself"),
        ([1, 2], [(1, 2, 4)], {}, "no known kind"),
        ([1, 2], [(1, 2, PARENT), (1, 2, PARENT)], {}, "1 links are given more than once"),
        ([1, 2], [], {"positions": [1]}, "1 positions for 2 concepts"),
        ([1.5, 2], [], {}, "whole numbers"),
        ([1, 2], [], {"rows": Rows(["a"], ["A"], ["s"], [1])}, "rows of"),
        ([1, 2], [], {"rows": Rows(["a", "a"], ["A", "B"], ["", ""], [1, 1])}, "same slug"),
        ([1], [], {"rows": Rows(["a"], ["\ud800"], [""], [1])}, "not text"),
        ([1], [], {"rows": Rows(["a"], ["A"], [""], [1], {0: "Why."})}, "a link that is not there"),
    ],
)
def test_what_is_no_graph_is_refused(ids: Any, links: Any, more: dict[str, Any], message: str) -> None:
    with pytest.raises(BadGraph, match=message):
        built(ids, links, **more)


def test_uneven_arrays_are_refused() -> None:
    with pytest.raises(BadGraph, match="1 sources, 2 targets and 1 kinds"):
        GraphSnapshot.build(concept_ids=[1, 2], sources=[1], targets=[2, 2], kinds=[1])


def test_the_same_pair_may_be_linked_in_every_kind() -> None:
    snapshot = built([1, 2], [(1, 2, PARENT), (1, 2, PREREQUISITE), (1, 2, RELATED), (2, 1, RELATED)])
    assert snapshot.out_links(0) == [(1, PARENT), (1, PREREQUISITE), (1, RELATED)]
    assert snapshot.out_links(1) == [(0, RELATED)]


def test_a_teaching_circle_is_named_closed() -> None:
    links = [(1, 2, PARENT), (2, 3, PREREQUISITE), (3, 4, PARENT), (4, 2, PREREQUISITE), (4, 5, PARENT)]
    with pytest.raises(TeachingCircle) as refusal:
        built([1, 2, 3, 4, 5], links)
    assert refusal.value.circle == (2, 3, 4, 2)
    assert "2 → 3 → 4 → 2" in str(refusal.value)


@given(drawings(least=3), st.data())
def test_every_circle_that_is_named_is_one(drawing: Drawing, data: st.DataObject) -> None:
    teaching = [link for link in drawing.links if link[2] in TEACHING]
    back = data.draw(st.lists(st.sampled_from(teaching), max_size=3)) if teaching else []
    links = [*teaching, *((target, source, kind) for source, target, kind in set(back))]
    network: nx.DiGraph[int] = nx.DiGraph([link[:2] for link in links])
    if nx.is_directed_acyclic_graph(network):
        built(drawing.ids, links)
        return
    with pytest.raises(TeachingCircle) as refusal:
        built(drawing.ids, links)
    circle = refusal.value.circle
    assert circle[0] == circle[-1]
    assert len(set(circle)) == len(circle) - 1
    assert all(network.has_edge(*pair) for pair in pairwise(circle))


def _damaged_header(whole: bytes) -> bytes:
    return whole[: PREFIX.size + 3] + b"\x00" + whole[PREFIX.size + 4 :]


def _other_version(whole: bytes) -> bytes:
    magic, version, length, checksum = PREFIX.unpack(whole[: PREFIX.size])
    return struct.pack(PREFIX.format, magic, version + 1, length, checksum) + whole[PREFIX.size :]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda _: b"", "cannot be opened"),
        (lambda whole: whole[:10], "too short"),
        (lambda whole: b"X" + whole[1:], "is not a snapshot"),
        (lambda whole: whole[: PREFIX.size + 20], "header of snapshot.bin is damaged"),
        (_damaged_header, "header of snapshot.bin is damaged"),
        (_other_version, "has version 2, this program reads 1"),
        (lambda whole: whole[:-1], "is short"),
        (lambda whole: whole[: len(whole) // 2], "is short"),
    ],
)
def test_a_damaged_file_is_refused_with_the_reason(
    tmp_path: Path, damage: Callable[[bytes], bytes], message: str
) -> None:
    small().save(tmp_path)
    file = tmp_path / FILE
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(SnapshotUnreadable, match=message):
        GraphSnapshot.open(tmp_path)


def test_a_file_of_other_arrays_is_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / FILE, {"revision": 1}, {"starts": np.arange(3)})
    with pytest.raises(SnapshotUnreadable, match=r"lacks before, entries, positions, .*ids"):
        GraphSnapshot.open(tmp_path)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotUnreadable, match="cannot be opened"):
        GraphSnapshot.open(tmp_path / "nowhere")


def test_a_reader_keeps_what_it_opened_when_another_revision_is_saved_over_it(tmp_path: Path) -> None:
    small().save(tmp_path)
    before = GraphSnapshot.open(tmp_path)
    built([1], [], revision=7).save(tmp_path)
    assert (before.revision, before.slug_of(0)) == (6, "a")
    assert GraphSnapshot.open(tmp_path).revision == 7


def test_a_save_that_fails_leaves_neither_file_nor_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small().save(tmp_path)
    monkeypatch.setattr("graph.storage.os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        built([1], [], revision=7).save(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert GraphSnapshot.open(tmp_path).revision == 6


def _save_often(folder: str, times: int) -> None:
    snapshot = built(list(range(2_000)), [(0, other, PARENT) for other in range(1, 2_000)], revision=3)
    for _ in range(times):
        snapshot.save(Path(folder))


def test_readers_never_see_half_a_snapshot_while_two_processes_save_it(tmp_path: Path) -> None:
    _save_often(str(tmp_path), 1)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_save_often, args=(str(tmp_path), 30)) for _ in range(2)]
    for writer in writers:
        writer.start()
    reads = 0
    while any(writer.is_alive() for writer in writers):
        snapshot = GraphSnapshot.open(tmp_path)
        assert neighborhood(snapshot, 1_999, radius=2, limit=3).total == 2_000
        reads += 1
    assert reads
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
