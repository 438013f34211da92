"""A file as it is recognised. Nothing here knows of the database."""

from collections.abc import Callable

from library.reading import DocumentRefused, ReadText, read_file
from library.recognizing.found import Recognized
from library.recognizing.recognize import recognize

_HAS_LINES = frozenset({"text", "markdown", "html"})


def recognize_file(
    name: str, content: bytes, *, when_read: Callable[[], object] = lambda: None
) -> Recognized:
    """What a file says. `when_read` is called when its text is known. Raises: DocumentRefused, with the file's line."""
    read = read_file(name, content)
    when_read()
    try:
        return recognize(read)
    except DocumentRefused as refused:
        raise DocumentRefused(refused.message, _line_in_file(refused, read, content)) from refused


def _line_in_file(refused: DocumentRefused, read: ReadText, content: bytes) -> int | None:
    """Where in the file it is that a line of its clean text is refused; None where files have no lines to speak of.

    Reading joins and drops lines; the source as it stands is refused for the same reason.
    """
    if read.format not in _HAS_LINES:
        return None
    source = content.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    try:
        recognize(ReadText(source, "text"))
    except DocumentRefused as again:
        return again.line if again.message == refused.message else None
    return None
