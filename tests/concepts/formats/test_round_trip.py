"""What is written is read again as the same map, and written again as the same text."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from concepts.formats import MapDraft, read_map
from concepts.formats.drafts import ConceptDraft
from concepts.formats.stored import EXPORT_FORMATS
from concepts.markdown import stored_detail
from tests.concepts.formats.drafting import map_drafts, small_map, texts

AWKWARD_DETAILS = (
    "```\nan open fence",
    "~~~python\n## a comment\n~~~",
    "---\ntitle: no head\n---",
    "```yaml\nsummary: not this concept's\n```",
    "- a list\n\n  ## in it",
    "> ## quoted",
    "Underlined\n---\n\nText",
    "Title\n-",
    "=SUM(A1:A9)",
    "'=already quoted",
    "# Top\n\n## Second\n\n### Third",
    "```\n\t```\nnot closed by a tab",
)


def written(draft: MapDraft, name: str) -> bytes:
    return b"".join(EXPORT_FORMATS[name].parts(draft.stream()))


def round_trip(draft: MapDraft, name: str) -> tuple[MapDraft, bytes, bytes]:
    export = EXPORT_FORMATS[name]
    first = written(draft, name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"map.{export.extension}"
        path.write_bytes(first)
        again = read_map(path)
    return again, first, written(again, name)


@pytest.mark.parametrize("name", EXPORT_FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draft=map_drafts())
@example(draft=small_map())
@example(
    draft=small_map(
        concepts=(ConceptDraft("c", "F #"), ConceptDraft("d", "#"), ConceptDraft("e", "C#")), links=()
    )
)
@example(draft=small_map(concepts=(), links=(), detail="", topics=()))
def test_a_map_that_was_exported_and_imported_is_the_same(name: str, draft: MapDraft) -> None:
    again, first, second = round_trip(draft, name)
    assert again == draft
    assert first == second


@pytest.mark.parametrize("name", EXPORT_FORMATS)
@pytest.mark.parametrize("detail", AWKWARD_DETAILS)
def test_a_detail_that_looks_like_the_format_itself_survives(name: str, detail: str) -> None:
    concepts = (
        ConceptDraft("a", "A", detail=stored_detail(detail)),
        ConceptDraft("b", "B", detail="The next one."),
    )
    draft = small_map(concepts=concepts, links=(), detail=stored_detail(detail))
    again, _, _ = round_trip(draft, name)
    assert again == draft


@settings(max_examples=200, deadline=None)
@given(st.lists(texts, max_size=4).map("\n".join))
def test_a_stored_detail_is_stored_the_same_a_second_time(text: str) -> None:
    assert stored_detail(stored_detail(text)) == stored_detail(text)


def test_a_zip_file_is_the_same_whenever_it_is_written() -> None:
    first = written(small_map(), "csv.zip")
    assert first == written(small_map(), "csv.zip")
    assert first.startswith(b"PK")
