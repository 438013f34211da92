"""Reads files that may be anything: missing, huge, packed to burst, or no text at all."""

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from concepts.formats.faults import Faults, quoted

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_TEXT = 50_000_000
MOST_TABLE = 500_000_000
_CHUNK = 65_536
# Text packs to a tenth, at most to a thirtieth. What swells more than this was made to burst.
_MOST_SWELLING = 100
_SWELLS_FREELY = 1_000_000
_LONGEST_LINE = 1_000_000
# Carriage returns that no newline follows end lines on old Macs. Those before one belong to it, however many they are:
# what is sent as text from one system to another gets a second one. A run is tried once, from its beginning.
_LONE = rb"(?<!\r)\r++(?!\n)"
_LONE_RETURNS = re.compile(_LONE)
_FIRST_ENDS_ALONE = re.compile(rb"[^\r\n]*" + _LONE)


# Told how many bytes of a file were read, each time some were.
Reading = Callable[[int], object]


def unwatched(count: int) -> None:
    """For files whose reading nobody watches."""


class Readable(Protocol):
    """What is needed of an open file."""

    def read(self, size: int, /) -> bytes: ...


class Bounded:
    """A stream that stops with a fault when it gets longer than `most`, or swells beyond measure when unpacked."""

    def __init__(self, stream: IO[bytes], packed: IO[bytes] | None, most: int, faults: Faults) -> None:
        self.is_packed = packed is not None
        self._stream = stream
        self._packed = packed
        self._most = most
        self._faults = faults
        self._count = 0

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes. Raises: MapRefused, under the name of this file: others may be open around it."""
        with told(self._faults):
            read = self._stream.read(size)
        self._count += len(read)
        if self._count > self._most:
            self._faults.stop(0, _too_large(self._most))
        if self._packed and swells(self._count, self._packed.tell()):
            self._faults.stop(0, "The file unpacks to far more than text can: it is not read.")
        return read

    def seekable(self) -> IO[bytes]:
        """The stream itself, for what must leap about in it; nothing is counted."""
        return self._stream


def _too_large(most: int) -> str:
    return f"The file is too large: at most {most // 1_000_000:,} MB are read."


def swells(unpacked: int, packed: int) -> bool:
    """Whether something packed unpacks to more than honest text would."""
    return unpacked > _SWELLS_FREELY + _MOST_SWELLING * packed


class _Watched(io.FileIO):
    """A file that tells how many bytes of it are read."""

    def __init__(self, path: Path, reading: Reading) -> None:
        super().__init__(path)
        self._reading = reading

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        count = super().readinto(buffer)
        self._reading(count or 0)
        return count


@contextmanager
def opened(path: Path, faults: Faults, most: int, reading: Reading = unwatched) -> Iterator[Bounded]:
    """A file, unpacked if its name ends in .gz. Raises: MapRefused for all that cannot be read."""
    with told(faults):
        if not path.is_file():
            faults.stop(0, "This is no file." if path.exists() else "There is no such file.")
        if path.stat().st_size > most:
            faults.stop(0, _too_large(most))
        with io.BufferedReader(_Watched(path, reading), _CHUNK) as file:
            if path.suffix.lower() != ".gz":
                yield Bounded(file, None, most, faults)
                return
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield Bounded(unpacked, file, most, faults)  # type: ignore[arg-type]


@contextmanager
def told(faults: Faults) -> Iterator[None]:
    """Tell of a file that cannot be unpacked or read as of a fault in it. Raises: MapRefused."""
    try:
        yield
    except EOFError:
        faults.stop(0, "The file cannot be unpacked: it ends in the middle.")
    except (gzip.BadGzipFile, zlib.error) as error:
        faults.stop(0, f"The file cannot be unpacked: {str(error).rstrip('.')}.")
    except OSError as error:
        faults.stop(0, f"The file cannot be read: {error.strerror or error}.")


def read_text(stream: Readable, faults: Faults) -> str:
    """The whole text of a stream, its line ends as newlines. Raises: MapRefused."""
    parts = []
    while part := stream.read(_CHUNK):
        parts.append(part)
    raw = b"".join(parts)
    if not raw.strip():
        faults.stop(0, "The file is empty.")
    _refuse_utf_16(raw, faults)
    text = _decoded(raw, 1, faults)
    faults.raise_if_any()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_lines(stream: Readable, faults: Faults) -> Iterator[str]:
    """The lines of a stream with their ends as they are. Those not in UTF-8 are faults, and read as far as they can be.

    Where a carriage return alone ends the first line, as on old Macs, newlines stand in the place of all such.
    Raises: MapRefused.
    """
    number, begun, of_old_mac = 1, b"", False
    for read in _chunks(stream):
        if number == 1:
            _refuse_utf_16(begun + read, faults)
            of_old_mac = _FIRST_ENDS_ALONE.match(begun + read) is not None
        chunk = _LONE_RETURNS.sub(lambda found: b"\n" * len(found[0]), read) if of_old_mac else read
        whole, newline, rest = chunk.rpartition(b"\n")
        if newline:
            block = begun + whole + newline
            yield from _lines(block, number, faults)
            number, begun = number + block.count(b"\n"), rest
        else:
            begun += rest
        if len(begun) >= _LONGEST_LINE:
            faults.stop(number, f"This line is too long: at most {_LONGEST_LINE:,} bytes are read.")
    if begun:
        yield _decoded(begun, number, faults)


def _chunks(stream: Readable) -> Iterator[bytes]:
    """A stream in parts that tear no line end: the carriage returns at the end of one come with the next."""
    held = b""
    while read := stream.read(_CHUNK):
        read = held + read
        end = len(read.rstrip(b"\r"))
        if len(read) - end >= _CHUNK:
            # No line ends so; and to hold ever more of them would take ever longer.
            end = len(read)
        held = read[end:]
        if end:
            yield read[:end]
    if held:
        yield held


def _refuse_utf_16(beginning: bytes, faults: Faults) -> None:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.stop(1, "The file is in UTF-16: save it as UTF-8.")


def _lines(block: bytes, number: int, faults: Faults) -> Iterator[str]:
    """The lines of a block that ends with one. All at once, since most are right; else up to the one that is not."""
    try:
        text = "" if b"\0" in block else block.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        text = ""
    if text:
        yield from (f"{line}\n" for line in text[:-1].split("\n"))
    else:
        for line, raw in enumerate(block[:-1].split(b"\n"), start=number):
            yield _decoded(raw + b"\n", line, faults)


def _decoded(raw: bytes, line: int, faults: Faults) -> str:
    """The text, with a fault and signs in place of its bad bytes when it is not in UTF-8."""
    if b"\0" in raw:
        faults.stop(line + raw.count(b"\n", 0, raw.index(b"\0")), "This is no text: it holds zero bytes.")
    encoding = "utf-8-sig" if line == 1 else "utf-8"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        bad = quoted(raw[error.start : error.start + 1].hex())
        faults.add(
            line + raw.count(b"\n", 0, error.start),
            f"The file is not in UTF-8: the byte {bad} is none of it.",
        )
        return raw.decode(encoding, "replace")
