"""Named arrays in one file: written beside and renamed into place, opened memory-mapped."""

import mmap
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import orjson

from graph.errors import SnapshotUnreadable

Array = npt.NDArray[Any]
MAGIC = b"KINAPSE\n"
VERSION = 1
# magic, format version, length of the header and its checksum
PREFIX = struct.Struct("<8sIII")
ALIGNMENT = 64


def write_arrays(path: Path, about: Mapping[str, int], arrays: Mapping[str, Array]) -> None:
    """Write `about` and `arrays` to `path`: a reader sees the old file or the new one, never a part.

    Two processes may write the same path at once; the later one stays. Cost: one copy of the arrays to disk.
    """
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    header, places = _header(about, contiguous)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.urandom(8).hex()}.part")
    try:
        with beside.open("xb") as file:
            file.write(header)
            for name, array in contiguous.items():
                file.seek(len(header) + places[name])
                file.write(array.data)
            file.truncate(len(header) + _end(contiguous, places))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _header(about: Mapping[str, int], arrays: Mapping[str, Array]) -> tuple[bytes, dict[str, int]]:
    places: dict[str, int] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = offset
        offset = _aligned(offset + array.nbytes)
    layout = {name: [arrays[name].dtype.str, place, arrays[name].size] for name, place in places.items()}
    body = orjson.dumps({"about": dict(about), "arrays": layout, "end": _end(arrays, places)})
    body += b" " * (_aligned(PREFIX.size + len(body)) - PREFIX.size - len(body))
    return PREFIX.pack(MAGIC, VERSION, len(body), crc32(body)) + body, places


def _end(arrays: Mapping[str, Array], places: Mapping[str, int]) -> int:
    return max((place + arrays[name].nbytes for name, place in places.items()), default=0)


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def read_arrays(path: Path) -> tuple[dict[str, int], dict[str, Array], dict[str, int], mmap.mmap]:
    """What `write_arrays` wrote: `about`, views into the mapped file, where in it each begins, and the file.

    Cost: the header only; pages are read as they are touched. Raises: SnapshotUnreadable.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise SnapshotUnreadable(f"{path.name} cannot be opened: {error}") from error
    header, start = _parsed(path, mapped)
    if len(mapped) < start + header["end"]:
        raise SnapshotUnreadable(f"{path.name} is short: {len(mapped)} of {start + header['end']} bytes")
    arrays = {
        name: np.frombuffer(mapped, dtype=np.dtype(kind), count=size, offset=start + place if size else 0)
        for name, (kind, place, size) in header["arrays"].items()
    }
    places = {name: start + place for name, (_, place, _) in header["arrays"].items()}
    return header["about"], arrays, places, mapped


def _parsed(path: Path, mapped: mmap.mmap) -> tuple[dict[str, Any], int]:
    if len(mapped) < PREFIX.size:
        raise SnapshotUnreadable(f"{path.name} is too short to be a snapshot")
    magic, version, length, checksum = PREFIX.unpack(mapped[: PREFIX.size])
    if magic != MAGIC:
        raise SnapshotUnreadable(f"{path.name} is not a snapshot")
    if version != VERSION:
        raise SnapshotUnreadable(f"{path.name} has version {version}, this program reads {VERSION}")
    body = mapped[PREFIX.size : PREFIX.size + length]
    if len(body) < length or crc32(body) != checksum:
        raise SnapshotUnreadable(f"the header of {path.name} is damaged")
    return orjson.loads(body), PREFIX.size + length
