"""Gathers blocks, one after the other, into a text and its parts."""

from concepts.text import clean_line
from library.reading.cleaning import clean_text
from library.reading.text import MOST_CHARACTERS, DocumentRefused, Part, ReadText

HEADING = "heading"
POINT = "point"
PARAGRAPH = "paragraph"
# Between cells of a table's row.
CELL = " | "


class Blocks:
    """The text so far. Points of a list stand on lines of their own, all else has a blank line around it."""

    def __init__(self) -> None:
        self.navigation: list[str] = []
        self._pieces: list[str] = []
        self._parts: list[Part] = []
        self._length = 0

    def add(self, kind: str, text: str, level: int = 0) -> bool:
        """Takes one more block; False when its text is blank. Raises: DocumentRefused, when all are too long."""
        text = clean_text(text)
        if kind == HEADING:
            text = clean_line(text)
        if not text:
            return False
        if self._parts:
            gap = "\n" if kind == POINT == self._parts[-1].kind else "\n\n"
            self._pieces.append(gap)
            self._length += len(gap)
        self._parts.append(Part(kind, self._length, self._length + len(text), level))
        self._pieces.append(text)
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise DocumentRefused(
                f"This document holds more than {MOST_CHARACTERS:,} characters. Hand it in in several files."
            )
        return True

    def add_navigation(self, text: str) -> None:
        """Words of a menu, kept apart from the text."""
        if words := clean_line(clean_text(text)):
            self.navigation.append(words)

    def read_text(self, file_format: str, title: str = "") -> ReadText:
        """What was gathered. `title`: of the file itself; without one its first heading of level one is taken."""
        text = "".join(self._pieces)
        parts = tuple(self._parts)
        heading = next((part for part in parts if part.kind == HEADING and part.level == 1), None)
        title = clean_line(clean_text(title)) or (text[heading.start : heading.end] if heading else "")
        return ReadText(text, file_format, title, parts, tuple(self.navigation))
