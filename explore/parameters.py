"""What visitors write into an address, made fit to be used: cleaned and capped, never an error."""

from urllib.parse import urlencode

from django.http import QueryDict

from concepts.text import TITLE_LENGTH, clean_line
from explore.map_address import SAFE, MapAddress, Opening

MOST_KNOWN = 500
# What of the state of the map page changes its picture alone.
_PICTURE = ("radius", "kinds", "view", "at")


def line(query: QueryDict, name: str) -> str:
    """One parameter as a clean line, at most as long as a title; "" without it."""
    return clean_line(query.get(name, "")[: 2 * TITLE_LENGTH])[:TITLE_LENGTH]


def known_slugs(query: QueryDict) -> tuple[str, ...]:
    """The slugs of `know`, which may be repeated or joined by commas, each once and in order."""
    slugs = (clean_line(slug) for value in query.getlist("know") for slug in value.split(","))
    return tuple(dict.fromkeys(slug for slug in slugs if 0 < len(slug) <= TITLE_LENGTH))[:MOST_KNOWN]


def map_address(query: QueryDict) -> MapAddress:
    """The state of the map page that the address gives."""
    return MapAddress(
        concept=line(query, "concept"),
        opening=_opening(query.get("open", "")),
        path=line(query, "path"),
        know=known_slugs(query),
        source=line(query, "from"),
        target=line(query, "to"),
    )


def _opening(text: str) -> Opening | None:
    return Opening.read(text) if text.strip() else None


def state_query(query: QueryDict) -> str:
    """The state of the map page as a query: what the server reads, and what only scripts do."""
    picture = urlencode({name: line(query, name) for name in _PICTURE if line(query, name)}, safe=SAFE)
    return "&".join(part for part in (map_address(query).query, picture) if part)
