"""Seeds create what is missing and never touch what a curator made their own."""

import io
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from concepts.formats import MapRefused
from concepts.formats.markdown_writer import write_markdown
from concepts.formats.seeding import TOPICS, Seeding, seed_maps
from concepts.models import Concept, KnowledgeMap, Topic
from tests.concepts.formats.drafting import small_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "What grows.")
    return tmp_path


def write(folder: Path, summary: str) -> None:
    (folder / "garden.md").write_text(write_markdown(small_map(summary=summary)), encoding="utf-8")


def test_a_missing_map_is_created_with_the_topics_in_their_order(folder: Path) -> None:
    assert seed_maps(folder) == Seeding(created=("garden",))
    assert tuple(Topic.objects.values_list("title", flat=True))[:12] == TOPICS


def test_seeding_again_changes_nothing(
    folder: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seed_maps(folder)
    before = list(KnowledgeMap.objects.values())
    # A savepoint and its release stand around the two.
    with django_assert_num_queries(4):
        assert seed_maps(folder) == Seeding()
    assert list(KnowledgeMap.objects.values()) == before


def test_an_untouched_map_follows_its_file(folder: Path) -> None:
    seed_maps(folder)
    write(folder, "What thrives.")
    assert seed_maps(folder) == Seeding(updated=("garden",))
    assert KnowledgeMap.objects.get().summary == "What thrives."
    write(folder, "What lasts.")
    assert seed_maps(folder) == Seeding(updated=("garden",))


def test_an_edited_map_is_left_alone(folder: Path) -> None:
    seed_maps(folder)
    Concept.objects.filter(slug="roots").update(title="My roots")
    assert seed_maps(folder) == Seeding()
    write(folder, "What thrives.")
    assert seed_maps(folder) == Seeding(kept=("garden",))
    assert Concept.objects.filter(title="My roots").exists()


def test_a_map_that_was_there_before_its_seed_is_left_alone(folder: Path) -> None:
    KnowledgeMap.objects.create(title="Garden", summary="Mine.")
    assert seed_maps(folder) == Seeding(kept=("garden",))


def test_topics_that_a_curator_has_moved_stay_there(folder: Path) -> None:
    seed_maps(folder)
    Topic.objects.filter(title="LLM").update(position=99)
    seed_maps(folder)
    assert Topic.objects.get(title="LLM").position == 99


def test_a_seed_that_is_not_named_for_its_slug_is_refused(folder: Path) -> None:
    (folder / "garden.md").rename(folder / "yard.md")
    with pytest.raises(MapRefused, match=r"must be named garden\.md"):
        seed_maps(folder)
    assert not Topic.objects.exists()


def test_the_command_says_what_was_done_and_is_quick_when_there_is_nothing_to_do() -> None:
    out = io.StringIO()
    call_command("seed", stdout=out)
    assert "claude-code-architecture: created\n" in out.getvalue()
    times = []
    for _ in range(3):
        again, start = io.StringIO(), time.perf_counter()
        call_command("seed", stdout=again)
        times.append(time.perf_counter() - start)
    assert again.getvalue() == ""
    assert min(times) < 0.05
