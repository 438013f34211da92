"""Opens a Word file's package. Nothing is unpacked before its size is known to be sound."""

import io
import struct
import zipfile
import zlib

from library.reading.text import DocumentRefused

_MOST_ENTRIES = 10_000
# Of all parts that are read together. Word's markup is ten times its text at most times.
_MOST_UNPACKED = 200_000_000
# Deflate reaches a thousand; what Word writes stays below fifty, but for small parts that repeat themselves.
_MOST_RATIO = 200
_SMALL = 1_000_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# What zipfile raises on broken files, besides its own.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    IndexError,
)

_BROKEN = "This Word file is broken and cannot be unpacked. Open it in a word processor, save it anew and hand that in."
_BOMB = "This Word file would unpack to far more than a document holds, and is not read. Save its text as a new .docx."
_NO_WORD = "This is a packed file, but no Word document. Text, Markdown, HTML, PDF and Word (.docx) are read."
_LOCKED = "This Word file is protected by a password. Save a copy without one and hand that in."


class Package:
    """The parts of a Word file, read on demand. Raises: DocumentRefused from every method."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            entries = self._archive.infolist()
        except _FAULTS as error:
            raise DocumentRefused(_BROKEN) from error
        if len(entries) > _MOST_ENTRIES:
            raise DocumentRefused(_BOMB)
        self._entries = {entry.filename.lstrip("/"): entry for entry in entries}
        self._unpacked = 0
        if "[Content_Types].xml" not in self._entries and not any(
            name.startswith("word/") for name in self._entries
        ):
            raise DocumentRefused(_NO_WORD)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """A part, unpacked."""
        entry = self._entries[name]
        if entry.flag_bits & _ENCRYPTED:
            raise DocumentRefused(_LOCKED)
        if entry.compress_type not in _METHODS:
            raise DocumentRefused(_BROKEN)
        self._unpacked += entry.file_size
        swells = entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
        if swells or self._unpacked > _MOST_UNPACKED:
            raise DocumentRefused(_BOMB)
        try:
            # An entry gives no more than the size that it states; more is found by its checksum.
            return self._archive.read(entry)
        except _FAULTS as error:
            raise DocumentRefused(_BROKEN) from error
