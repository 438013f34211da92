"""The measurement of imports: what it holds them to, and that it inserts the rows which an import writes."""

from pathlib import Path

import pytest

from benchmarks.imports.inserting import insert_plainly
from benchmarks.imports.measuring import Measured
from benchmarks.imports.report import bars, table
from concepts.formats import draft_of, write_map
from concepts.formats.storing import store_map
from concepts.models import Concept, KnowledgeMap
from tests.concepts.formats.drafting import small_map

WORDNET = Measured("tables", "sqlite", 107_525, 101_148, 50.0, 5.0, 100.0, 220.0)


def test_times_are_held_against_merely_inserting() -> None:
    small = Measured("made-up", "postgresql", 2_000, 10_000, 9.0, 3.0, 2.0, 100.0)
    assert [(bar.what, bar.value, bar.holds) for bar in bars(small)] == [
        ("made-up, postgresql: import, multiple of merely inserting", 4.5, False),
        ("made-up, postgresql: again, multiple of the import", 1 / 3, True),
    ]


def test_large_maps_have_bounds_of_their_size_besides() -> None:
    assert [(bar.bound, bar.holds) for bar in bars(WORDNET)[2:]] == [(60, True), (400, True)]
    million = Measured("made-up", "sqlite", 1_000_000, 5_000_000, 601.0, 5.0, 900.0, 1_400.0)
    assert [(bar.bound, bar.holds) for bar in bars(million)[2:]] == [(600, False), (1_500, True)]


def test_the_table_has_a_line_for_each_map_and_database() -> None:
    heading, line = table([WORDNET]).splitlines()
    assert heading.split()[:3] == ["map", "database", "concepts"]
    assert line.split() == ["tables", "sqlite", "107,525", "101,148", "50.0", "5.0", "100.0", "0.50", "220"]


@pytest.mark.django_db
def test_what_is_merely_inserted_is_what_an_import_writes(tmp_path: Path) -> None:
    imported, _ = store_map(small_map())
    with (tmp_path / "garden.csv.zip").open("wb") as target:
        write_map(imported, "csv.zip", target, drafts=True)
    insert_plainly([tmp_path / "garden.csv.zip"], "inserted")
    inserted = KnowledgeMap.objects.get(slug="inserted")
    one, other = (draft_of(each, drafts=True) for each in (imported, inserted))
    assert (one.concepts, one.links) == (other.concepts, other.links)
    assert Concept.objects.exclude(folded_names="").values("slug").count() == 6
