"""Who wrote a text, where a line below its title says so: "By Jane Doe and John Roe"."""

import re
from collections.abc import Iterable

from concepts.text import clean_line
from library.reading.text import Part

_BYLINE = re.compile(
    r"(?:written\s|text\s|an article\s)?by:?\s(?P<names>\S.*?)\.?|authors?:\s(?P<list>\S.*?)\.?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s*(?:,\s*(?:and|&)\s|,|;|\s&\s|\sand\s)\s*")
# "Jane Doe", "J. R. R. Tolkien", "Ludwig van Beethoven", "Søren Kierkegaard"; no "our team", no "OpenAI".
_NAME = re.compile(
    r"[^\W\d_a-z][\w'’.-]*(?:\s(?:van|von|de|der|den|da|di|du|del|la|le|el|al|bin|ibn|ten|ter))*"
    r"(?:\s[^\W\d_a-z][\w'’.-]*){1,4}"
)
_FIRST_PARTS, _LONGEST, _MOST_NAMES = 4, 200, 20


def authors_in(text: str, parts: Iterable[Part]) -> tuple[str, ...]:
    """The names in a byline among the first parts; none where one of them is no name of a person. Cost: O(1)."""
    for part in list(parts)[:_FIRST_PARTS]:
        if part.end - part.start > _LONGEST:
            continue
        match = _BYLINE.fullmatch(clean_line(text[part.start : part.end]))
        names = _PARTED.split(match["names"] or match["list"]) if match else []
        if 0 < len(names) <= _MOST_NAMES and all(_NAME.fullmatch(name) for name in names):
            return tuple(names)
    return ()
