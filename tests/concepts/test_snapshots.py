"""A map's snapshot is that of its present state, in every process, whatever happened to revision numbers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from concepts import snapshot_reading, snapshots
from concepts.errors import UnknownMap
from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from concepts.services import add_link
from concepts.snapshots import read_state, snapshot_of
from graph.snapshot import GraphSnapshot
from tests.concepts.atlas import make_chain, make_concepts, make_map

READER = """
import json, sys
import django
django.setup()
from concepts.snapshots import read_state, snapshot_of
for line in sys.stdin:
    snapshot = snapshot_of(read_state(line.strip()))
    titles = [snapshot.title_of(index) for index in range(snapshot.concept_count)]
    print(json.dumps([titles, snapshot.link_count]), flush=True)
"""


def titles(slug: str, *, drafts: bool = False) -> list[str]:
    snapshot = snapshot_of(read_state(slug), drafts=drafts)
    return [snapshot.title_of(index) for index in range(snapshot.concept_count)]


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_an_edit_is_in_the_next_snapshot() -> None:
    physics = make_map()
    first = make_concepts(physics, "First")[0]
    assert titles("physics") == ["First"]
    first.title = "Origin"
    first.save()
    assert titles("physics") == ["Origin"]


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_drafts_and_their_links_are_in_the_snapshot_for_staff_alone() -> None:
    physics = make_map()
    first, second = make_concepts(physics, "First", "Second")
    add_link(source=first, target=second, kind=LinkKind.PARENT)
    Concept.objects.filter(pk=second.pk).update(published=False)
    state = read_state("physics")
    assert (titles("physics"), snapshot_of(state).link_count) == (["First"], 0)
    assert (titles("physics", drafts=True), snapshot_of(state, drafts=True).link_count) == (
        ["First", "Second"],
        1,
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
@pytest.mark.parametrize("fault", [PermissionError("no second names here"), FileNotFoundError("it has gone")])
def test_where_files_cannot_be_shared_staff_are_given_one_of_their_own(
    monkeypatch: pytest.MonkeyPatch, fault: OSError
) -> None:
    def refuse(*_: Path) -> None:
        raise fault

    make_concepts(make_map(), "First")
    assert titles("physics") == ["First"]
    monkeypatch.setattr(snapshots, "share_files", refuse)
    assert titles("physics", drafts=True) == ["First"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("var_dir")
def test_a_revision_that_was_rolled_back_and_comes_again_is_another_state() -> None:
    make_concepts(make_map(), "First")
    with transaction.atomic():
        Concept.objects.update(title="Never Was")
        rolled_back = read_state("physics")
        assert titles("physics") == ["Never Was"]
        transaction.set_rollback(True)
    Concept.objects.update(title="Truth")
    now = read_state("physics")
    assert now.revision == rolled_back.revision
    assert now.etag != rolled_back.etag
    assert titles("physics") == ["Truth"]


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_an_empty_map_has_a_snapshot() -> None:
    make_map()
    assert titles("physics") == []


@pytest.mark.django_db
def test_a_map_that_is_not_there_is_said_so() -> None:
    with pytest.raises(UnknownMap):
        read_state("no-such-map")


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_a_map_deleted_after_its_state_was_read_is_said_so() -> None:
    physics = make_map()
    state = read_state("physics")
    physics.delete()
    with pytest.raises(UnknownMap):
        snapshot_of(state)


@pytest.mark.django_db
def test_old_states_do_not_pile_up(var_dir: Path) -> None:
    first = make_concepts(make_map(), "First")[0]
    for _ in range(6):
        first.save()
        titles("physics")
    assert len(list((var_dir / "snapshots" / str(first.map_id) / "published").iterdir())) <= 3


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_a_link_added_while_the_map_is_read_is_in_the_snapshot_with_its_concept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = make_concepts(make_map(), "First")[0]
    edits = iter(["Second"])

    def list_then_edit(rows: Iterable[Any]) -> list[Any]:
        read = list(rows)
        for title in edits:
            second = make_concepts(first.map, title)[0]
            add_link(source=first, target=second, kind=LinkKind.PARENT, reason="It comes next.")
        return read

    monkeypatch.setattr(snapshot_reading, "list", list_then_edit, raising=False)
    assert titles("physics") == ["First", "Second"]


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_a_map_that_changes_with_every_reading_is_never_kept_under_a_later_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = make_concepts(make_map(), "First")[0]
    read, edits = snapshot_reading.read_graph, iter(range(5))

    def read_then_edit(map_id: int, *, revision: int, drafts: bool) -> GraphSnapshot:
        snapshot = read(map_id, revision=revision, drafts=drafts)
        for number in islice(edits, 1):
            Concept.objects.filter(pk=first.pk).update(title=f"Edit {number}")
        return snapshot

    monkeypatch.setattr(snapshots, "read_graph", read_then_edit)
    snapshot_of(read_state("physics"))
    snapshots._opened.clear()
    assert titles("physics") == ["Edit 4"]


@pytest.mark.django_db
def test_old_states_may_be_removed_by_two_processes_at_once(
    var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_concepts(make_map(), "First")[0]
    titles("physics")
    listed = Path.iterdir

    def removed_meanwhile(folder: Path) -> Iterator[Path]:
        return iter([*listed(folder), folder / "removed-by-another"])

    monkeypatch.setattr(Path, "iterdir", removed_meanwhile)
    first.title = "Origin"
    first.save()
    assert titles("physics") == ["Origin"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_readers_in_another_process_see_an_edit_at_their_next_request(var_dir: Path) -> None:
    steps = make_chain(make_map(), 2)
    with _reader(var_dir) as reader:
        assert _ask(reader) == [["Step 1", "Step 2"], 1]
        make_concepts(steps[0].map, "Step 3")
        assert _ask(reader) == [["Step 1", "Step 2", "Step 3"], 1]
        Link.objects.filter(map=steps[0].map).delete()
        assert _ask(reader) == [["Step 1", "Step 2", "Step 3"], 0]
        KnowledgeMap.objects.get(pk=steps[0].map_id).delete()


def _reader(var_dir: Path) -> "subprocess.Popen[str]":
    """Another process on the same database and the same folder of snapshots."""
    name = connection.settings_dict["NAME"]
    environment = {**os.environ, "KINAPSE_VAR": str(var_dir), "KINAPSE_SECRET_KEY": settings.SECRET_KEY}
    environment["DJANGO_SETTINGS_MODULE"] = "kinapse.settings"
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{name}"
    else:
        server = connection.settings_dict
        account = f"{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT'] or 5432}"
        environment["DATABASE_URL"] = f"postgres://{account}/{name}"
    return subprocess.Popen(
        [sys.executable, "-c", READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        text=True,
    )


def _ask(reader: "subprocess.Popen[str]") -> object:
    assert reader.stdin is not None
    assert reader.stdout is not None
    print("physics", file=reader.stdin, flush=True)
    return json.loads(reader.stdout.readline())
