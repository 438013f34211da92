"""The keys of a map file: which there are, and how a value that was written as text is read."""

from collections.abc import Collection

from concepts.formats.faults import Faults, quoted

HEAD_KEYS = ("title", "slug", "summary", "topics", "featured", "draft", "position")
CONCEPT_KEYS = ("slug", "summary", "minutes", "aliases", "sources", "draft")
LINK_KEYS = ("parents", "prerequisites", "related")

# Stands for a value that could not be read, so that it is not told as missing too. Such a file is never stored.
UNREADABLE = "unreadable"
_YES_OR_NO = {"true": True, "false": False}
_MOST_DIGITS = 10


def read_switch(name: str, text: str, line: int, faults: Faults) -> bool:
    """A yes or no."""
    if text.lower() not in _YES_OR_NO:
        faults.add(line, f"{name} must be true or false, not {quoted(text)}.")
    return _YES_OR_NO.get(text.lower(), False)


def read_number(name: str, text: str, line: int, faults: Faults, *, stand_in: int = 1) -> int:
    """A whole number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        faults.add(line, f"{name} must be a whole number, not {quoted(text)}.")
        return stand_in
    return int(text)


def refuse_unknown(key: str, known: Collection[str], line: int, faults: Faults) -> None:
    """A fault when there is no such key, which is most often a slip of the pen."""
    if key not in known:
        faults.add(line, f"There is no key {quoted(key)} here; there are {', '.join(known)}.")
