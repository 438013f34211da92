"""import_map, export_map and generate_map as a person at a terminal meets them."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from concepts.formats import MapDraft, draft_of, store_map
from concepts.formats.made_up import made_up_title
from concepts.formats.markdown_writer import write_markdown
from concepts.models import Concept, KnowledgeMap, Link
from tests.concepts.formats.drafting import small_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    path = tmp_path / "garden.md"
    path.write_text(write_markdown(small_map()), encoding="utf-8")
    return path


def run(*words: Any) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def refusal(*words: Any) -> list[str]:
    """What is told on standard error by a command that ends with exit code 2."""
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(*map(str, words), stderr=err)
    assert ended.value.code == 2
    return err.getvalue().splitlines()


def test_an_import_says_what_became_of_the_map(garden: Path) -> None:
    assert run("import_map", garden) == "garden: created, revision 2\n"
    assert run("import_map", garden) == "garden: unchanged, revision 2\n"
    garden.write_text(write_markdown(small_map(title="Yard")), encoding="utf-8")
    assert run("import_map", garden) == "garden: changed, revision 3\n"


def test_an_import_may_be_put_under_another_slug(garden: Path) -> None:
    run("import_map", garden, "--map", "yard")
    assert KnowledgeMap.objects.get().slug == "yard"


def test_a_refused_file_leaves_everything_as_it_was(garden: Path, tmp_path: Path) -> None:
    run("import_map", garden)
    before = KnowledgeMap.objects.values().get()
    garden.write_text(write_markdown(small_map(title="Yard")), encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"title": "Bad",\n"summary": "", "colour": 1}', encoding="utf-8")
    assert refusal("import_map", garden, tmp_path / "bad.json", tmp_path / "none.md") == [
        f"{tmp_path}/bad.json:1: There is no key “colour” here; there are title, slug, summary, topics, featured, "
        "draft, position, detail, concepts, links.",
        f"{tmp_path}/none.md: There is no such file.",
        "Nothing was changed.",
    ]
    assert KnowledgeMap.objects.values().get() == before


def test_an_interrupted_import_leaves_everything_as_it_was(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("concepts.formats.storing.write_links", interrupt)
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_map", str(garden), stderr=err)
    assert (ended.value.code, err.getvalue()) == (130, "Interrupted: nothing was changed.\n")
    assert not KnowledgeMap.objects.exists()


@pytest.mark.parametrize("name", ["md", "json", "csv.zip"])
def test_an_exported_map_is_imported_unchanged(tmp_path: Path, name: str) -> None:
    store_map(small_map())
    path = tmp_path / f"garden.{name}"
    run("export_map", "garden", "--format", name, "--output", path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert run("import_map", path) == "garden: unchanged, revision 2\n"


def test_an_export_goes_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    knowledge_map, _ = store_map(small_map())
    call_command("export_map", "garden", "--format", "json")
    assert json.loads(capsysbinary.readouterr().out)["concepts"][2]["draft"] is True
    assert draft_of(knowledge_map, drafts=True).concepts[2].published is False


@pytest.mark.parametrize("words", [("nowhere",), ("garden", "--output", "/nowhere/garden.md")])
def test_an_export_that_cannot_be_made_says_why(words: tuple[str, ...]) -> None:
    store_map(small_map())
    with pytest.raises(CommandError, match=r"There is no map|cannot be written") as refused:
        run("export_map", *words)
    assert refused.value.returncode == 2


def test_a_made_up_map_has_the_size_that_was_asked_for() -> None:
    assert run("generate_map", "--concepts", 1_200, "--links", 5_000) == "made-up-1200: created, revision 2\n"
    knowledge_map = KnowledgeMap.objects.get()
    assert (knowledge_map.concepts.count(), knowledge_map.links.count()) == (1_200, 5_000)
    assert Concept.objects.values("title").distinct().count() == 1_200


@pytest.fixture
def made_up() -> Callable[[str, int], MapDraft]:
    def make(slug: str, seed: int) -> MapDraft:
        run("generate_map", "--concepts", 50, "--links", 120, "--seed", seed, "--slug", slug)
        return draft_of(KnowledgeMap.objects.get(slug=slug))

    return make


def test_the_same_seed_makes_the_same_map(made_up: Callable[[str, int], MapDraft]) -> None:
    assert made_up("a", 1).links == made_up("b", 1).links
    assert made_up("c", 2).links != made_up("a2", 1).links


def test_made_up_titles_are_words_and_never_the_same() -> None:
    titles = [made_up_title(number, 400_000) for number in range(0, 400_000, 7)]
    assert len(set(titles)) == len(titles)
    assert all(title.isalpha() and title.istitle() for title in titles)


@pytest.mark.parametrize(
    "words",
    [("--concepts", 0), ("--concepts", 10, "--links", 3), ("--seed", -1), ("--slug", "garden")],
)
def test_a_map_that_cannot_be_made_up_is_refused(words: tuple[object, ...]) -> None:
    store_map(small_map())
    with pytest.raises(CommandError) as refused:
        run("generate_map", *words)
    assert refused.value.returncode == 2
    assert Link.objects.count() == 3
