"""Opens the tables of a map: files beside each other, or one zip file."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from concepts.formats.csv_reader import read_tables
from concepts.formats.csv_writer import CONCEPTS_TABLE, HEAD_TABLE, LINKS_TABLE, TABLES
from concepts.formats.drafts import MapStream
from concepts.formats.faults import Faults
from concepts.formats.files import MOST_TABLE, Bounded, Reading, opened, read_lines, swells

_PARTS = {HEAD_TABLE: "head", CONCEPTS_TABLE: "concepts", LINKS_TABLE: "links"}
_RULE = f"A map in tables is {CONCEPTS_TABLE}, {LINKS_TABLE} and, if there is one, {HEAD_TABLE}"
# All that Python raises for a zip file that is damaged or was made to harm.
_UNPACKABLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
)
_PACKED = re.compile(r"\.gz$", re.IGNORECASE)


def faults_of_tables(paths: Sequence[Path]) -> Faults:
    """Faults that are told under the names of these tables."""
    return Faults(str(paths[0]), {_PARTS.get(_table_name(path), ""): str(path) for path in paths})


@contextmanager
def loose_tables(paths: Sequence[Path], faults: Faults, reading: Reading) -> Iterator[MapStream]:
    """The map of tables that are files of their own, told apart by their names."""
    files = {_table_name(path): path for path in paths}
    _check_names(list(files), faults)
    if len(files) < len(paths):
        faults.stop(0, f"{_RULE}: give each once.")
    with ExitStack() as stack:
        streams = {
            name: stack.enter_context(opened(path, faults.of(_PARTS[name]), MOST_TABLE, reading))
            for name, path in files.items()
        }
        yield _read(streams, faults)


@contextmanager
def packed_tables(path: Path, reading: Reading) -> Iterator[tuple[MapStream, Faults]]:
    """The map of a zip file."""
    faults = Faults(str(path), {part: f"{path}/{name}" for name, part in _PARTS.items()})
    try:
        with (
            opened(path, faults, MOST_TABLE, reading) as file,
            zipfile.ZipFile(file.seekable()) as archive,
            ExitStack() as stack,
        ):
            yield _read(_unpacked(archive, stack, faults), faults), faults
    except _UNPACKABLE as error:
        faults.stop(0, f"The file cannot be unpacked: {error}.")


def _unpacked(archive: zipfile.ZipFile, stack: ExitStack, faults: Faults) -> dict[str, Bounded]:
    _check_names(archive.namelist(), faults)
    for entry in archive.infolist():
        if entry.file_size > MOST_TABLE or swells(entry.file_size, entry.compress_size):
            faults.of(_PARTS[entry.filename]).stop(
                0, "The table unpacks to far more than text can: it is not read."
            )
    return {
        name: Bounded(stack.enter_context(archive.open(name)), None, MOST_TABLE, faults.of(_PARTS[name]))
        for name in archive.namelist()
    }


def _read(streams: dict[str, Bounded], faults: Faults) -> MapStream:
    lines = {name: read_lines(stream, faults.of(_PARTS[name])) for name, stream in streams.items()}
    return read_tables(lines[CONCEPTS_TABLE], lines[LINKS_TABLE], lines.get(HEAD_TABLE), faults)


def _check_names(names: Sequence[str], faults: Faults) -> None:
    for name in names:
        if name not in TABLES:
            faults.stop(0, f"{_RULE}; {name[:80]!a} is none of them.")
    if CONCEPTS_TABLE not in names or LINKS_TABLE not in names or len(set(names)) < len(names):
        faults.stop(0, f"{_RULE}: give each once.")


def _table_name(path: Path) -> str:
    return _PACKED.sub("", path.name).lower()
