"""Maps on their way from a file: bounded in memory whatever the file holds, and gone when they are not needed."""

import gzip
import zipfile
from pathlib import Path

import pytest

from concepts.formats import MapRefused, read_maps
from concepts.formats.faults import Fault, Faults, FirstFaults
from concepts.formats.staged_concepts import StagedConcepts
from concepts.formats.staging import staged
from tests.concepts.formats.drafting import read_several, small_map

CONCEPTS = "id,title\n" + "".join(f"c{number},Concept {number}\n" for number in range(300))
LINKS = "source,target,kind\n"


def tables(folder: Path, concepts: str | bytes = CONCEPTS, links: str | bytes = LINKS) -> list[Path]:
    paths = []
    for name, text in (("concepts", concepts), ("links", links)):
        paths.append(folder / f"{name}.csv")
        paths[-1].write_bytes(text.encode() if isinstance(text, str) else text)
    return paths


def refusal(paths: list[Path]) -> MapRefused:
    with pytest.raises(MapRefused) as refused:
        read_several(paths, slug="x")
    return refused.value


def test_the_first_hundred_faults_are_told_and_the_rest_are_counted(tmp_path: Path) -> None:
    links = LINKS + "".join(f"c{number},nowhere-{number},parent\n" for number in range(250))
    refused = refusal(tables(tmp_path, links=links))
    assert [fault.line for fault in refused.faults] == list(range(2, 102))
    assert refused.more == 150
    assert refused.lines()[-1] == "… and 150 more."


def test_the_first_faults_are_those_of_the_lowest_lines_in_whatever_order_they_come() -> None:
    first = FirstFaults()
    for line in [*range(2_000, 0, -1), 1, 1]:
        first.add(Fault("x", line, "wrong"))
    assert [fault.line for fault in first.shown()] == list(range(1, 101))
    assert first.more() == 1_900


def test_faults_of_both_tables_are_told(tmp_path: Path) -> None:
    refused = refusal(
        tables(tmp_path, CONCEPTS + "c1,Again\nc301,\n", LINKS + "c1,c1,parent\nc1,c2\nc1,c2,mother\n")
    )
    assert [(Path(fault.file).name, fault.line) for fault in refused.faults] == [
        ("concepts.csv", 302),
        ("concepts.csv", 303),
        ("links.csv", 2),
        ("links.csv", 3),
        ("links.csv", 4),
    ]


def test_up_to_twenty_circles_are_told_each_at_its_last_line_and_that_there_are_more(tmp_path: Path) -> None:
    links = LINKS + "".join(
        f"c{number},c{number + 1},parent\nc{number + 1},c{number},prerequisite\n"
        for number in range(0, 60, 2)
    )
    rest, *circles = refusal(tables(tmp_path, links=links)).faults
    assert (Path(rest.file).name, rest.line) == ("links.csv", 0)
    assert rest.text == "There are more circles than the 20 that are told: break those first, and try again."
    assert len(circles) == 20
    assert all(fault.line % 2 for fault in circles)
    assert "in a circle: Concept 0 → Concept 1 → Concept 0." in circles[0].text


def test_that_there_are_more_circles_is_not_said_when_there_are_none(tmp_path: Path) -> None:
    links = LINKS + "".join(
        f"c{number},c{number + 1},parent\nc{number + 1},c{number},prerequisite\n"
        for number in range(0, 40, 2)
    )
    refused = refusal(tables(tmp_path, links=links))
    assert len(refused.faults) == 20
    assert all(fault.line for fault in refused.faults)


def test_a_long_circle_is_told_by_its_beginning_and_its_end(tmp_path: Path) -> None:
    links = LINKS + "".join(f"c{number},c{(number + 1) % 300},parent\n" for number in range(300))
    (fault,) = refusal(tables(tmp_path, links=links)).faults
    assert fault.line == 301
    assert fault.text.count("→") == 12
    assert "→ … →" in fault.text


def test_the_same_pair_may_be_joined_by_links_of_several_kinds(tmp_path: Path) -> None:
    links = LINKS + "c1,c2,parent\nc1,c2,prerequisite\nc1,c2,related\n"
    (draft,) = read_several(tables(tmp_path, links=links), slug="x")
    assert [link.kind.word for link in draft.links] == ["related", "parent", "prerequisite"]


def test_of_links_that_are_given_again_the_first_hundred_are_told_and_the_rest_merely_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[list[int]] = []
    slugs = StagedConcepts.slugs

    def watched(concepts: StagedConcepts, places: list[int]) -> list[str]:
        named.append(places)
        return slugs(concepts, places)

    monkeypatch.setattr(StagedConcepts, "slugs", watched)
    refused = refusal(tables(tmp_path, links=LINKS + "c1,c2,parent\n" * 1_001))
    assert [fault.line for fault in refused.faults] == list(range(3, 103))
    assert refused.more == 900
    assert len(named) == 100


def test_a_related_link_from_both_ends_is_one_with_the_reason_of_either(tmp_path: Path) -> None:
    links = "source,target,kind,reason\nc2,c1,related,\nc1,c2,related,Alike.\nc3,c4,related,Same.\nc4,c3,related,\n"
    (draft,) = read_several(tables(tmp_path, links=links), slug="x")
    assert [(link.source, link.target, link.reason) for link in draft.links] == [
        ("c1", "c2", "Alike."),
        ("c3", "c4", "Same."),
    ]


def test_a_related_link_with_two_reasons_is_refused(tmp_path: Path) -> None:
    links = "source,target,kind,reason\nc2,c1,related,One.\nc1,c2,related,Other.\n"
    (fault,) = refusal(tables(tmp_path, links=links)).faults
    assert fault.line == 3
    assert "“c1” – “c2” has another reason already (line 2): keep one of them." in fault.text


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ("staged_concepts.MOST_CONCEPTS", r"concepts.csv:12: There are too many concepts: at most 10 are"),
        ("link_checks.MOST_LINKS", r"links.csv:12: There are too many links: at most 10 are read"),
    ],
)
def test_more_than_memory_is_meant_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, told: str
) -> None:
    monkeypatch.setattr(f"concepts.formats.{bound}", 10)
    links = LINKS + "".join(f"c0,c{number},parent\n" for number in range(1, 20))
    with pytest.raises(MapRefused, match=told):
        read_several(tables(tmp_path, links=links), slug="x")


def test_a_table_over_the_limit_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concepts.formats.tables.MOST_TABLE", 1_000)
    read: list[int] = []
    with (
        pytest.raises(MapRefused, match="too large"),
        read_maps(tables(tmp_path), slug="x", reading=read.append),
    ):
        pass
    assert read == []


def test_rows_in_another_encoding_are_told_at_their_line(tmp_path: Path) -> None:
    concepts = CONCEPTS.encode() + "c300,Été\n".encode("latin-1")
    (fault,) = refusal(tables(tmp_path, concepts)).faults
    assert fault.line == 302
    assert "not in UTF-8" in fault.text


def test_every_row_in_another_encoding_is_told_up_to_the_first_hundred(tmp_path: Path) -> None:
    rows = "".join(f"d{number},Été\n" for number in range(130))
    refused = refusal(tables(tmp_path, CONCEPTS.encode() + rows.encode("latin-1"), LINKS + "c1,zz,parent\n"))
    assert [fault.line for fault in refused.faults] == list(range(302, 402))
    assert refused.more == 31


def test_a_quote_that_is_never_closed_is_told_where_its_row_begins(tmp_path: Path) -> None:
    concepts = CONCEPTS + 'c300,"Open\n' + "c301,Next\n" * 20
    (fault,) = refusal(tables(tmp_path, concepts)).faults
    assert fault.line == 302
    assert "This table cannot be read" in fault.text


def test_a_packed_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    concepts, links = tables(tmp_path)
    packed = gzip.compress(CONCEPTS.encode())
    (tmp_path / "concepts.csv.gz").write_bytes(packed[: len(packed) // 2])
    (fault,) = refusal([tmp_path / "concepts.csv.gz", links]).faults
    assert "cannot be unpacked" in fault.text
    # Not under the name of the table that was opened last.
    assert fault.file == str(tmp_path / "concepts.csv.gz")
    assert concepts.exists()


def test_reading_is_told_in_bytes_of_the_file_however_it_is_packed(tmp_path: Path) -> None:
    paths = tables(tmp_path)
    with zipfile.ZipFile(tmp_path / "map.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    for files in (paths, [tmp_path / "map.zip"]):
        read: list[int] = []
        with read_maps(files, slug="x", reading=read.append):
            pass
        assert sum(path.stat().st_size for path in files) <= sum(read)


def test_what_is_staged_has_no_name_and_leaves_nothing_behind(var_dir: Path) -> None:
    with staged(small_map().stream(), Faults("garden")) as settled:
        assert settled.draft() == small_map()
        assert list((var_dir / "staging").iterdir()) == []
