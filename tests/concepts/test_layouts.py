"""Large maps are laid out in the background and by command; visitors' tiles hold nothing that is not for them."""

import gc
import gzip
import io
import json
import os
import shutil
import time
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models.functions import Now

from concepts import layouts
from concepts.errors import UnknownMap
from concepts.formats.markdown_writer import write_markdown
from concepts.imports import ask_for_import
from concepts.layouts import KIND, ask_for_layouts, atlas_of, lay_out_map, run_layout, tile_of
from concepts.models import Concept, KnowledgeMap, Link, LinkKind, change_log
from concepts.selectors import state_of
from concepts.services import add_concept, add_link
from graph.atlas.cutting import cut_tiles
from graph.atlas.store import FILE
from outbox import relay
from outbox.models import Job
from outbox.progress import progress_of
from outbox.services import enqueue
from outbox.tidying import KIND as TIDY
from tests.concepts.atlas import make_concepts, make_map
from tests.concepts.formats.drafting import small_map
from tests.concepts.test_concurrent_writers import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]


def grove(trees: int = 5, leaves: int = 6) -> KnowledgeMap:
    """A map of some trees of one level."""
    knowledge_map = make_map("Grove")
    for tree in range(trees):
        top, *below = make_concepts(
            knowledge_map, f"Tree {tree}", *(f"Leaf {tree} {leaf}" for leaf in range(leaves))
        )
        Link.objects.bulk_create(
            Link(map=knowledge_map, source=top, target=leaf, kind=LinkKind.PARENT) for leaf in below
        )
    knowledge_map.refresh_from_db()
    return knowledge_map


def laid_out(knowledge_map: KnowledgeMap, *, again: bool = False) -> layouts.Atlas:
    return lay_out_map(knowledge_map.pk, again=again, progress=lambda done, steps: None)


def tile(knowledge_map: KnowledgeMap, z: int, x: int, y: int, *, staff: bool = False) -> bytes | None:
    state = state_of(knowledge_map)
    atlas = atlas_of(state, drafts=staff)
    return tile_of(atlas, state, z, x, y, staff=staff) if atlas else None


def first_tile(knowledge_map: KnowledgeMap, *, staff: bool = False) -> dict[str, Any]:
    knowledge_map.refresh_from_db()
    body = tile(knowledge_map, 0, 0, 0, staff=staff)
    assert body is not None
    found: dict[str, Any] = json.loads(gzip.decompress(body))
    return found


def places(knowledge_map: KnowledgeMap, *, staff: bool = False) -> dict[str, tuple[int, int]]:
    shown = first_tile(knowledge_map, staff=staff)["concepts"]
    return dict(zip(shown["title"], zip(shown["x"], shown["y"], strict=True), strict=True))


def test_a_map_that_was_never_laid_out_has_no_tiles() -> None:
    knowledge_map = grove()
    assert atlas_of(state_of(knowledge_map)) is None
    assert tile(knowledge_map, 0, 0, 0) is None


def test_a_map_that_is_laid_out_has_all_its_concepts_on_tiles() -> None:
    knowledge_map = grove()
    atlas = laid_out(knowledge_map)
    assert atlas.is_of(state_of(knowledge_map))
    assert len(places(knowledge_map)) == 35
    assert tile(knowledge_map, 1, 0, 0) is None


def test_a_layout_that_is_there_already_is_not_made_again() -> None:
    knowledge_map = grove()
    told: list[int] = []
    first = laid_out(knowledge_map)
    second = lay_out_map(knowledge_map.pk, progress=lambda done, steps: told.append(done * 100 // steps))
    assert (second.version, told) == (first.version, [100])


def test_laid_out_again_the_tiles_have_another_name_for_caches_keep_the_old_ones() -> None:
    knowledge_map = grove()
    first, second = laid_out(knowledge_map), laid_out(knowledge_map, again=True)
    assert first.version != second.version
    assert second.is_of(state_of(knowledge_map))
    found = atlas_of(state_of(knowledge_map))
    assert found is not None
    assert found.version == second.version


def changed_while_it_is_laid_out(knowledge_map: KnowledgeMap, monkeypatch: pytest.MonkeyPatch) -> None:
    """The map is laid out by a process that is overtaken by an edit and another process, which lays it out too."""

    def overtaken(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(layouts, "cut_tiles", cut_tiles)
        store = cut_tiles(*args, **options)
        add_concept(knowledge_map=knowledge_map, title="Came late")
        laid_out(knowledge_map)
        return store

    monkeypatch.setattr(layouts, "cut_tiles", overtaken)
    laid_out(knowledge_map, again=True)


def test_of_two_that_lay_out_at_the_same_time_the_one_of_the_present_state_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knowledge_map = grove()
    changed_while_it_is_laid_out(knowledge_map, monkeypatch)
    assert "Came late" in places(knowledge_map)
    found = atlas_of(state_of(knowledge_map))
    assert found is not None
    assert found.is_of(state_of(knowledge_map))


@pytest.mark.django_db(transaction=True)
def test_a_map_is_laid_out_by_one_at_a_time_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge_map, busy = grove(), Lock()

    def cut_alone(*args: Any, **options: Any) -> Any:
        assert busy.acquire(blocking=False)
        # Long enough for the others to begin.
        time.sleep(0.2)
        store = cut_tiles(*args, **options)
        busy.release()
        return store

    monkeypatch.setattr(layouts, "cut_tiles", cut_alone)
    made = at_once([lambda: laid_out(knowledge_map)] * 4)
    assert len({atlas.version for atlas in made}) == 1


def test_a_layout_that_is_lost_and_made_anew_has_a_name_that_caches_do_not_know(var_dir: Path) -> None:
    knowledge_map = grove()
    lost = laid_out(knowledge_map)
    shutil.rmtree(var_dir / "layouts")
    layouts._opened.clear()
    assert laid_out(knowledge_map).version != lost.version


def test_tiles_of_staff_and_those_of_everyone_have_different_names() -> None:
    knowledge_map = grove()
    Concept.objects.filter(title="Leaf 1 1").update(published=False)
    laid_out(knowledge_map)
    knowledge_map.refresh_from_db()
    state = state_of(knowledge_map)
    everyone, staff = atlas_of(state), atlas_of(state, drafts=True)
    assert everyone is not None
    assert staff is not None
    assert everyone.version != staff.version


def test_of_tiles_that_were_replaced_no_file_is_kept_open() -> None:
    knowledge_map = grove()
    for _ in range(4):
        laid_out(knowledge_map, again=True)
        places(knowledge_map)
    gc.collect()
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    assert [line for line in mapped if FILE in line and "(deleted)" in line] == []


@pytest.mark.parametrize("drafts", [0, 1])
def test_progress_goes_from_nothing_to_all(drafts: int) -> None:
    knowledge_map, told = grove(), list[float]()
    Concept.objects.filter(title="Leaf 1 1").update(published=not drafts)
    lay_out_map(knowledge_map.pk, progress=lambda done, steps: told.append(done / steps))
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(set(told)) > 5


def test_after_an_edit_what_did_not_change_stays_where_it_is() -> None:
    knowledge_map = grove()
    laid_out(knowledge_map)
    before = places(knowledge_map)
    top = Concept.objects.get(title="Tree 2")
    leaf = add_concept(knowledge_map=knowledge_map, title="New leaf")
    add_link(source=top, target=leaf, kind=LinkKind.PARENT)
    Concept.objects.get(title="Leaf 4 4").delete()
    atlas = laid_out(knowledge_map)
    knowledge_map.refresh_from_db()
    assert atlas.is_of(state_of(knowledge_map))
    after = places(knowledge_map)
    assert after.pop("New leaf")
    assert before.pop("Leaf 4 4")
    assert after == before


def test_until_tiles_are_made_anew_the_old_ones_serve_without_what_is_gone() -> None:
    knowledge_map = grove()
    laid_out(knowledge_map)
    before = places(knowledge_map)
    Concept.objects.get(title="Leaf 1 1").delete()
    knowledge_map.refresh_from_db()
    atlas = atlas_of(state_of(knowledge_map))
    assert atlas is not None
    assert not atlas.is_of(state_of(knowledge_map))
    del before["Leaf 1 1"]
    assert places(knowledge_map) == before


def test_until_tiles_are_made_anew_the_old_ones_say_what_things_are_called_and_linked_to_now() -> None:
    knowledge_map = grove()
    laid_out(knowledge_map)
    before = first_tile(knowledge_map)
    leaf = Concept.objects.get(title="Leaf 1 1")
    leaf.title, leaf.slug = "Needle", "needle"
    leaf.save()
    Link.objects.filter(target__title="Leaf 2 2").delete()
    now = first_tile(knowledge_map)
    place = before["concepts"]["title"].index("Leaf 1 1")
    assert (now["concepts"]["slug"][place], now["concepts"]["title"][place]) == ("needle", "Needle")
    assert len(now["links"]) == len(before["links"]) - 3
    assert [now["concepts"][axis] for axis in "xy"] == [before["concepts"][axis] for axis in "xy"]


def test_a_concept_that_becomes_a_draft_is_gone_from_the_tiles_at_once() -> None:
    knowledge_map = grove()
    laid_out(knowledge_map)
    Concept.objects.filter(title="Tree 3").update(published=False)
    found = first_tile(knowledge_map)
    assert "Tree 3" not in json.dumps(found)
    assert "Leaf 3 1" in found["concepts"]["title"]
    assert "Tree 3" in json.dumps(first_tile(knowledge_map, staff=True))


def test_drafts_are_on_the_tiles_of_staff_alone_and_move_nothing() -> None:
    knowledge_map = grove()
    Concept.objects.filter(title="Leaf 1 1").update(published=False)
    laid_out(knowledge_map)
    everyone, staff = places(knowledge_map), places(knowledge_map, staff=True)
    assert "Leaf 1 1" not in json.dumps(first_tile(knowledge_map))
    assert staff.keys() - everyone.keys() == {"Leaf 1 1"}
    assert staff.items() >= everyone.items()


def test_of_a_map_with_many_drafts_nothing_moves_for_staff_either() -> None:
    knowledge_map = grove()
    Concept.objects.filter(title__regex="[345]$").update(published=False)
    laid_out(knowledge_map)
    before = places(knowledge_map, staff=True)
    leaf = add_concept(knowledge_map=knowledge_map, title="New leaf")
    add_link(source=Concept.objects.get(title="Tree 2"), target=leaf, kind=LinkKind.PARENT)
    laid_out(knowledge_map)
    after = places(knowledge_map, staff=True)
    assert after.pop("New leaf")
    assert after == before


def test_when_no_draft_is_left_staff_get_what_all_get() -> None:
    knowledge_map = grove()
    Concept.objects.filter(title="Leaf 1 1").update(published=False)
    laid_out(knowledge_map)
    Concept.objects.filter(title="Leaf 1 1").update(published=True)
    laid_out(knowledge_map)
    assert places(knowledge_map, staff=True) == places(knowledge_map)
    assert "Leaf 1 1" in places(knowledge_map)


def test_tiles_of_staff_that_were_lost_are_made_again(var_dir: Path) -> None:
    knowledge_map = grove()
    Concept.objects.filter(title="Leaf 1 1").update(published=False)
    laid_out(knowledge_map)
    for file in (var_dir / "layouts" / str(knowledge_map.pk) / "all").rglob(FILE):
        file.unlink()
    layouts._opened.clear()
    laid_out(knowledge_map)
    assert "Leaf 1 1" in places(knowledge_map, staff=True)


def test_tiles_are_looked_for_on_disk_again_only_after_something_changed_there(
    var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge_map = grove()
    laid_out(knowledge_map)
    folder, state = var_dir / "layouts" / str(knowledge_map.pk) / "published", state_of(knowledge_map)
    long_ago = time.time() - 3_600
    os.utime(folder, (long_ago, long_ago))
    first = atlas_of(state)
    assert first is not None
    with monkeypatch.context() as patch:
        patch.delattr(layouts, "states_saved")
        assert atlas_of(state) is first
    second = laid_out(knowledge_map, again=True)
    now = atlas_of(state)
    assert now is not None
    assert now.version == second.version != first.version


def test_two_layouts_of_a_map_stay_on_disk_at_most(var_dir: Path) -> None:
    knowledge_map = grove()
    for _ in range(4):
        laid_out(knowledge_map, again=True)
    folder = var_dir / "layouts" / str(knowledge_map.pk) / "published"
    assert len(list(folder.iterdir())) == 2


def test_nothing_is_kept_of_a_map_that_is_deleted(var_dir: Path) -> None:
    kept, deleted = make_map("Kept"), grove()
    for knowledge_map in (kept, deleted):
        laid_out(knowledge_map)
    number = str(deleted.pk)
    deleted.delete()
    with transaction.atomic():
        enqueue(kind=TIDY, payload={}, key="now")
    relay.work_off()
    assert {folder.name for folder in var_dir.glob("*/*")} == {str(kept.pk)}
    assert number != str(kept.pk)


def test_a_file_that_is_still_being_written_is_passed_over(var_dir: Path) -> None:
    knowledge_map = grove()
    made = laid_out(knowledge_map)
    unfinished = var_dir / "layouts" / str(knowledge_map.pk) / "published" / "999999999-newer.1"
    unfinished.mkdir()
    (unfinished / FILE).write_bytes(b"KINAPSE\n")
    found = atlas_of(state_of(knowledge_map))
    assert found is not None
    assert found.version == made.version


def test_a_large_map_handed_in_is_laid_out_after_its_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "DRAWN_AT_ONCE", 1)
    ask_for_import(file_name="garden.md", content=write_markdown(small_map()).encode())
    assert relay.work_off() == 2
    knowledge_map = KnowledgeMap.objects.get()
    atlas = atlas_of(state_of(knowledge_map))
    assert atlas is not None
    assert atlas.is_of(state_of(knowledge_map))
    job = Job.objects.get(kind=KIND)
    assert progress_of(job).percent == 100


def test_a_large_map_imported_by_command_waits_for_the_relay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layouts, "DRAWN_AT_ONCE", 1)
    (tmp_path / "garden.md").write_text(write_markdown(small_map()), encoding="utf-8")
    call_command("import_map", str(tmp_path / "garden.md"), stdout=io.StringIO())
    assert Job.objects.get().kind == KIND
    # The same file again changes nothing, and asks for nothing.
    call_command("import_map", str(tmp_path / "garden.md"), stdout=io.StringIO())
    assert Job.objects.count() == 1


@pytest.mark.parametrize(("drawn_at_once", "is_asked"), [(33, True), (34, True), (35, True), (37, False)])
def test_a_map_drawn_from_tiles_is_laid_out_after_edits_too(
    monkeypatch: pytest.MonkeyPatch, drawn_at_once: int, is_asked: bool
) -> None:
    knowledge_map = grove()
    for module in (layouts, change_log):
        monkeypatch.setattr(module, "DRAWN_AT_ONCE", drawn_at_once)
    laid_out(knowledge_map)
    add_concept(knowledge_map=knowledge_map, title="New")
    Concept.objects.filter(title="Leaf 1 1").update(summary="Said in other words.")
    assert Job.objects.count() == is_asked
    Job.objects.update(due=Now())
    relay.work_off()
    knowledge_map.refresh_from_db()
    atlas = atlas_of(state_of(knowledge_map))
    assert atlas is not None
    assert atlas.is_of(state_of(knowledge_map)) == is_asked


def test_a_small_map_is_not_laid_out() -> None:
    with transaction.atomic():
        ask_for_layouts([grove()])
    assert not Job.objects.exists()


def test_a_map_deleted_before_its_turn_is_no_failure() -> None:
    with transaction.atomic():
        job = enqueue(kind=KIND, payload={"map": 0}, key="gone")
    run_layout(job)
    with pytest.raises(UnknownMap):
        lay_out_map(0, progress=lambda done, steps: None)


def test_the_command_says_how_many_tiles_there_are() -> None:
    knowledge_map = grove()
    out = io.StringIO()
    call_command("layout_map", "grove", stdout=out)
    assert out.getvalue() == f"grove: revision {knowledge_map.revision:,} in 1 tiles\n"
    call_command("layout_map", "grove", "--again", stdout=out)
    assert tile(knowledge_map, 0, 0, 0) is not None


def test_the_command_knows_maps_by_their_slug_alone() -> None:
    with pytest.raises(CommandError, match="There is no map at “nowhere”"):
        call_command("layout_map", "nowhere")


def test_a_map_without_concepts_is_laid_out_too() -> None:
    knowledge_map = make_map("Empty")
    assert laid_out(knowledge_map).store.tile_count == 0
    assert tile(knowledge_map, 0, 0, 0) is None
    knowledge_map.title = "Still empty"
    knowledge_map.save()
    assert laid_out(knowledge_map).store.tile_count == 0
