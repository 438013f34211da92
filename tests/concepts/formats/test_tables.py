"""Maps in tables: files beside each other, or packed in one."""

import gzip
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from concepts.formats import MapDraft, MapRefused
from concepts.formats.csv_cells import read_cell, read_list, write_cell, write_list
from concepts.formats.faults import Faults
from concepts.formats.files import read_lines
from concepts.models import Source
from graph.kinds import LinkKind
from tests.concepts.formats.drafting import read_several

CONCEPTS = "id,title,summary,aliases\na,Alpha,The first,one|uno\nb,Beta,,\n"
LINKS = "source,target,kind\na,b,parent\nb,a,related\n"


def tables(folder: Path, concepts: str = CONCEPTS, links: str = LINKS, head: str = "") -> list[Path]:
    files = {"concepts.csv": concepts, "links.csv": links, "map.csv": head}
    for name, text in files.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name, text in files.items() if text]


def packed(folder: Path, **texts: str) -> Path:
    with zipfile.ZipFile(folder / "map.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"concepts": CONCEPTS, "links": LINKS, **texts}.items():
            archive.writestr(f"{name}.csv", text)
    return folder / "map.zip"


def read(paths: list[Path]) -> MapDraft:
    (draft,) = read_several(paths, slug="greek")
    return draft


def faults_of(paths: list[Path]) -> list[str]:
    with pytest.raises(MapRefused) as refused:
        read_several(paths, slug="greek")
    return [f"{Path(fault.file).name}:{fault.line}: {fault.text}" for fault in refused.value.faults]


def test_concepts_and_links_alone_make_a_map_under_a_given_slug(tmp_path: Path) -> None:
    draft = read(tables(tmp_path))
    assert (draft.slug, draft.title, draft.summary) == (
        "greek",
        "Greek",
        "Imported from concepts.csv.",
    )
    assert [(concept.slug, concept.aliases) for concept in draft.concepts] == [
        ("a", ("one", "uno")),
        ("b", ()),
    ]
    assert [(link.source, link.target, link.kind) for link in draft.links] == [
        ("a", "b", LinkKind.RELATED),
        ("a", "b", LinkKind.PARENT),
    ]


def test_tables_may_be_packed_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "concepts.csv.gz").write_bytes(gzip.compress(CONCEPTS.encode()))
    (tmp_path / "links.csv.gz").write_bytes(gzip.compress(LINKS.encode()))
    assert len(read(sorted(tmp_path.iterdir())).concepts) == 2


def test_a_table_without_a_slug_for_its_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MapRefused, match="do not say which map"):
        read_several(tables(tmp_path))


def test_a_head_table_names_the_map(tmp_path: Path) -> None:
    head = "key,value\ntitle,Letters\nslug,letters\nsummary,Of Greece\ntopics,Script|Greece\nposition,3\ndraft,true\n"
    (draft,) = read_several(tables(tmp_path, head=head))
    assert (draft.slug, draft.topics, draft.position, draft.published) == (
        "letters",
        ("Script", "Greece"),
        3,
        False,
    )


def test_a_definition_too_long_for_a_summary_becomes_the_detail(tmp_path: Path) -> None:
    text = "A letter. " * 50
    draft = read(
        tables(tmp_path, concepts=f"id,title,summary\na,Alpha,{text}\n", links="source,target,kind\n")
    )
    (concept,) = draft.concepts
    assert concept.detail == text.strip()
    assert concept.summary.endswith("letter.")
    assert 200 < len(concept.summary) <= 300


def test_a_summary_too_long_beside_a_detail_is_a_fault(tmp_path: Path) -> None:
    text = f"id,title,summary,detail\na,Alpha,{'x' * 301},More\n"
    assert "concepts.csv:2: The summary of “Alpha” has 301" in faults_of(tables(tmp_path, concepts=text))[0]


def test_sources_of_a_cell_have_their_addresses(tmp_path: Path) -> None:
    text = "id,title,sources\na,Alpha,Homer <https://a.example/x>|Hesiod\nb,Beta,\n"
    assert read(tables(tmp_path, concepts=text)).concepts[0].sources == (
        Source("Homer", "https://a.example/x"),
        Source("Hesiod"),
    )


@pytest.mark.parametrize(
    ("concepts", "links", "told"),
    [
        (CONCEPTS + "a,Again,,\n", LINKS, "concepts.csv:4: The address “a” is taken by “Alpha” (line 2)"),
        ('id,title,summary\na,"two\nlines",x\nb,Beta,x,y\n', LINKS, "concepts.csv:4: This row has 4 cells"),
        ("id,title\na\n", LINKS, "concepts.csv:2: This row has 1 cell; the first row has 2"),
        ('id,title\na,"open\n', LINKS, "concepts.csv:2: This table cannot be read"),
        ("id,name\na,b\n", LINKS, "concepts.csv:1: There is no column “name”"),
        ("id\na\n", LINKS, "title is missing"),
        ("id,title,title\na,b,c\n", LINKS, "concepts.csv:1: The column “title” is given twice"),
        ("id,title,minutes\na,A,long\nb,B,\n", LINKS, "concepts.csv:2: minutes must be a whole number"),
        ("id,title,draft\na,A,perhaps\nb,B,\n", LINKS, "concepts.csv:2: draft must be true or false"),
        (CONCEPTS, "source,target,kind\na,z,parent\n", "links.csv:2: There is no concept “z”"),
        (CONCEPTS, "source,target,kind\na,a,parent\n", "links.csv:2: “a” is linked to itself"),
        (CONCEPTS, "source,target,kind\na,b,mother\n", "links.csv:2: There is no kind “mother”"),
        (CONCEPTS, LINKS + "a,b,parent\n", "links.csv:4: The same parent link is given twice: “a” – “b” (line 2)"),
        (CONCEPTS, LINKS + "b,a,parent\n", "links.csv:4: These links run in a circle: Alpha → Beta → Alpha"),
        (CONCEPTS, LINKS + "b,a,related\n", "links.csv:4: The same related link is given twice: “a” – “b” (line 3)"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_table_and_line(tmp_path: Path, concepts: str, links: str, told: str) -> None:
    faults = faults_of(tables(tmp_path, concepts, links))
    assert any(told in fault for fault in faults), faults


@pytest.mark.parametrize("ends", ["a,b b,a b,a", "b,a a,b a,b", "a,b a,b b,a", "a,b b,a a,b"])
def test_a_related_link_given_twice_from_one_end_is_one_fault_beside_the_other_end(
    tmp_path: Path, ends: str
) -> None:
    rows = [f"{row},related" for row in ends.split()]
    lines = [number for number, row in enumerate(rows, start=2) if rows.count(row) == 2]
    (fault,) = faults_of(tables(tmp_path, links="\n".join(["source,target,kind", *rows, ""])))
    told = f"The same related link is given twice: “a” – “b” (line {lines[0]})."
    assert fault == f"links.csv:{lines[1]}: {told}"


def test_reasons_of_repeated_links_are_no_fault_of_their_own(tmp_path: Path) -> None:
    links = "source,target,kind,reason\na,b,related,One\nb,a,related,One\nb,a,related,Other\n"
    (fault,) = faults_of(tables(tmp_path, links=links))
    assert fault.startswith("links.csv:4: The same related link is given twice")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path: Path, end: str) -> None:
    concepts = 'id,title,detail\na,Alpha,"Two\nlines"\nb,Beta,\n'
    draft = read(tables(tmp_path, concepts.replace("\n", end), LINKS.replace("\n", end)))
    assert [(c.slug, c.detail) for c in draft.concepts] == [("a", "Two\nlines"), ("b", "")]
    assert len(draft.links) == 2
    assert read([packed(tmp_path, concepts=concepts.replace("\n", end))]).concepts == draft.concepts


def test_a_fault_in_a_table_of_an_old_mac_is_told_at_its_line(tmp_path: Path) -> None:
    (fault,) = faults_of(tables(tmp_path, links="source,target,kind\ra,b,parent\ra,z,parent\r"))
    assert fault == "links.csv:3: There is no concept “z” in this file."


def test_a_large_table_of_an_old_mac_is_read_to_its_end(tmp_path: Path) -> None:
    rows = "".join(f"c{number},Concept {'x' * 100}\r" for number in range(12_000))
    assert len(read(tables(tmp_path, f"id,title\r{rows}", "source,target,kind\r")).concepts) == 12_000


@pytest.mark.parametrize(
    ("first", "end"), [("\r", "\r\n"), ("\r\r\n", "\r\r\n"), ("\r", "\n"), ("\r", "\r\r\n")]
)
def test_the_end_of_the_first_line_doubles_no_other(tmp_path: Path, first: str, end: str) -> None:
    links = f"source,target,kind{first}a,b,parent{end}a,z,parent{end}"
    (fault,) = faults_of(tables(tmp_path, links=links))
    assert fault == "links.csv:3: There is no concept “z” in this file."
    concepts = f'id,title,detail{first}a,Alpha,"Two{end}lines"{end}b,Beta,{end}'
    draft = read(tables(tmp_path, concepts=concepts))
    assert draft.concepts[0].detail.split() == ["Two", "lines"]
    assert end == "\r\r\n" or draft.concepts[0].detail == "Two\nlines"


@pytest.mark.parametrize("size", [3, 4, 5, 7, 65_536])
@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"a\rb\r\nc\r\nd\re", ["a\n", "b\r\n", "c\r\n", "d\n", "e"]),
        (b"a\rb\r\rc\r", ["a\n", "b\n", "\n", "c\n"]),
        (b"a\r\r\nb\rc\r\r\n", ["a\r\r\n", "b\rc\r\r\n"]),
    ],
)
def test_line_ends_are_read_alike_wherever_the_parts_of_a_file_end(
    monkeypatch: pytest.MonkeyPatch, size: int, given: bytes, lines: list[str]
) -> None:
    monkeypatch.setattr("concepts.formats.files._CHUNK", size)
    assert list(read_lines(BytesIO(given), Faults("links.csv"))) == lines


def test_a_long_row_of_carriage_returns_is_read_at_once() -> None:
    given = b"a\rb" + b"\r" * 300_000 + b"\n"
    assert sum(line.count("\n") for line in read_lines(BytesIO(given), Faults("links.csv"))) > 1


def test_line_ends_of_two_kinds_are_told_in_a_sentence(tmp_path: Path) -> None:
    (fault,) = faults_of(tables(tmp_path, concepts="id,title\na,Alpha\nb,Beta\rc,Gamma\n"))
    assert fault == (
        "concepts.csv:3: This line holds a carriage return that ends no line: "
        "save the table with line ends of one kind, or put quotes around the cell."
    )


def test_a_table_that_a_spreadsheet_saved_as_unicode_is_told_how_to_save_it(tmp_path: Path) -> None:
    paths = tables(tmp_path)
    paths[0].write_bytes(CONCEPTS.encode("utf-16"))
    assert faults_of(paths) == ["concepts.csv:1: The file is in UTF-16: save it as UTF-8."]


def test_a_table_in_a_zip_file_is_named_in_its_faults(tmp_path: Path) -> None:
    (fault,) = faults_of(
        [packed(tmp_path, links="source,target,kind\na,z,parent\n", map="key,value\ntitle,T\n")]
    )
    assert fault.startswith("links.csv:2:")


@pytest.mark.parametrize("key", ["title", "colour"])
def test_a_head_table_with_a_wrong_key_is_refused(tmp_path: Path, key: str) -> None:
    (fault,) = faults_of(tables(tmp_path, head=f"key,value\ntitle,T\n{key},x\n"))
    assert fault.startswith("map.csv:3:")


def test_a_zip_file_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of([packed(tmp_path, **{"../../evil": "x"})])
    assert "is none of them" in fault


def test_a_zip_file_that_would_burst_is_refused_unread(tmp_path: Path) -> None:
    (fault,) = faults_of([packed(tmp_path, concepts="id,title\n" + "a" * 30_000_000)])
    assert "unpacks to far more" in fault


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_zip_file_is_read_or_refused_however_it_was_packed(tmp_path: Path, packing: int) -> None:
    path, rows = tmp_path / "map.zip", "".join(f"c{number},Concept {number}\n" for number in range(200))
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("concepts.csv", f"id,title\n{rows}")
        archive.writestr("links.csv", "source,target,kind\nc1,c2,parent\n")
    whole = path.read_bytes()
    for place in range(0, len(whole), max(len(whole) // 150, 1)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with suppress(MapRefused):
            read_several([path], slug="greek")


def test_what_is_no_zip_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.zip").write_bytes(b"PK\x03\x04 no more of it")
    (fault,) = faults_of([tmp_path / "map.zip"])
    assert "cannot be unpacked" in fault


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_written_that_a_spreadsheet_would_run(text: str) -> None:
    assert write_cell(text) == f"'{text}"
    assert write_list([text, "b"]).startswith("'")


@pytest.mark.parametrize("text", ["=1", "'=1", "''-1", "'tis", "plain", "", "'", "=", "a=b"])
def test_a_cell_is_read_as_it_was_before_it_was_written(text: str) -> None:
    assert read_cell(write_cell(text)) == text


@pytest.mark.parametrize("entries", [("a|b", "c\\"), ("\\|",), ("\\\\", "|"), ("=x", "y"), ()])
def test_a_list_is_read_as_it_was_before_it_was_written(entries: tuple[str, ...]) -> None:
    assert read_list(write_list(entries)) == entries


def test_an_apostrophe_and_a_backslash_of_someone_elses_table_stay() -> None:
    assert read_cell("'tis") == "'tis"
    assert read_list("C:\\temp|x") == ("C:\\temp", "x")
