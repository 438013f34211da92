"""Files that are not there, are no text, or are too large."""

import gzip
from pathlib import Path

import pytest

from concepts.formats import MapDraft, MapRefused, files, read_map, read_maps
from tests.concepts.formats.drafting import read_several

MAP = "---\ntitle: Garden\nsummary: What grows.\n---\n"


def read(folder: Path, content: bytes, name: str = "garden.md") -> MapDraft:
    path = folder / name
    path.write_bytes(content)
    return read_map(path)


def told(folder: Path, content: bytes, name: str = "garden.md") -> tuple[int, str]:
    with pytest.raises(MapRefused) as refused:
        read(folder, content, name)
    (fault,) = refused.value.faults
    assert fault.file == str(folder / name)
    return fault.line, fault.text


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MapRefused, match="There is no such file"):
        read_map(tmp_path / "nowhere.md")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(MapRefused, match="This is no file"):
        read_map(tmp_path / "folder.md")


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "is empty"),
        (b" \n\n", 0, "is empty"),
        (MAP.encode("utf-16"), 1, "is in UTF-16"),
        (MAP.replace("What", "Wh\xe4t").encode("latin-1"), 3, "not in UTF-8"),
        (MAP.encode() + b"\x00\x01\x02", 5, "zero bytes"),
        (b"\x89PNG\r\n\x1a\n\x00", 3, "zero bytes"),
    ],
)
def test_what_is_no_text_in_utf_8_is_told(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    place, text = told(tmp_path, content)
    assert (place, words in text) == (line, True), text


def test_a_file_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    assert "format of this file is not known" in told(tmp_path, b"x", "garden.docx")[1]


def test_the_format_may_be_given_when_the_name_does_not_tell(tmp_path: Path) -> None:
    (tmp_path / "garden.txt").write_text(MAP, encoding="utf-8")
    with read_maps([tmp_path / "garden.txt"], file_format="md") as (garden,):
        assert garden.head.title == "Garden"


@pytest.mark.parametrize("content", [MAP.encode("utf-8-sig"), MAP.replace("\n", "\r\n").encode()])
def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content).title == "Garden"


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(MAP.encode()), "garden.md.gz").title == "Garden"


@pytest.mark.parametrize(
    "content",
    [b"not packed", gzip.compress(MAP.encode(), mtime=0)[:-9], gzip.compress(b"x" * 99, mtime=0)[:12]],
    ids=["not packed", "cut off", "only a head"],
)
def test_a_packed_file_that_is_broken_is_told(tmp_path: Path, content: bytes) -> None:
    assert "cannot be unpacked" in told(tmp_path, content, "garden.md.gz")[1]


def test_a_packed_file_that_is_cut_off_is_told_to_end_in_the_middle(tmp_path: Path) -> None:
    content = gzip.compress(MAP.encode(), mtime=0)[:-9]
    assert told(tmp_path, content, "garden.md.gz")[1].endswith("it ends in the middle.")


def test_a_packed_file_that_bursts_is_not_read_to_its_end(tmp_path: Path) -> None:
    assert "unpacks to far more" in told(tmp_path, gzip.compress(b"x" * 20_000_000), "garden.md.gz")[1]


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concepts.formats.reading.MOST_TEXT", 1_000_000)
    assert told(tmp_path, b"x" * 1_000_001)[1] == "The file is too large: at most 1 MB are read."


def test_a_row_without_an_end_is_not_gathered_in_memory(tmp_path: Path) -> None:
    (tmp_path / "concepts.csv").write_bytes(b"id,title\n" + b"x" * (files.MOST_TEXT // 40))
    (tmp_path / "links.csv").write_bytes(b"source,target,kind\n")
    with pytest.raises(MapRefused, match=r"concepts.csv:2: This line is too long"):
        read_several([tmp_path / "concepts.csv", tmp_path / "links.csv"], slug="x")


def test_the_faults_of_all_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "b.json").write_text("x", encoding="utf-8")
    with pytest.raises(MapRefused) as refused:
        read_several([tmp_path / "a.md", tmp_path / "b.json"])
    assert [Path(fault.file).name for fault in refused.value.faults] == ["a.md", "b.json"]


def test_two_files_of_one_map_are_refused(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(MAP, encoding="utf-8")
    with pytest.raises(MapRefused, match=r"b.md:1: The map “garden” is in .*a.md too"):
        read_several([tmp_path / "a.md", tmp_path / "b.md"])
