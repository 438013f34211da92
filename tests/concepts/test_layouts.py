"""Large maps are laid out in the background and by command; visitors' tiles hold nothing that is not for them."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from concepts import layouts
from concepts.errors import UnknownMap
from concepts.formats.markdown_writer import write_markdown
from concepts.imports import ask_for_import
from concepts.layouts import KIND, ask_for_layouts, atlas_of, lay_out_map, run_layout, tile_of
from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from concepts.selectors import state_of
from concepts.services import add_concept, add_link
from graph.atlas.store import FILE
from outbox import relay
from outbox.models import Job
from outbox.progress import progress_of
from outbox.services import enqueue
from tests.concepts.atlas import make_concepts, make_map
from tests.concepts.formats.drafting import small_map

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


def test_two_that_lay_out_at_the_same_time_do_not_overwrite_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    knowledge_map = grove()
    laid_out(knowledge_map)
    monkeypatch.setattr(layouts, "states_saved", lambda _: [])
    assert laid_out(knowledge_map, again=True).version.endswith(".2")


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


def test_two_layouts_of_a_map_stay_on_disk_at_most(var_dir: Path) -> None:
    knowledge_map = grove()
    for _ in range(4):
        laid_out(knowledge_map, again=True)
    folder = var_dir / "layouts" / str(knowledge_map.pk) / "published"
    assert len(list(folder.iterdir())) == 2


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
