"""What visitors write into an address, made fit to be used: cleaned and capped, never an error."""

from urllib.parse import urlencode

from django.http import QueryDict

from concepts.text import TITLE_LENGTH, clean_line
from explore.map_address import SAFE, MapAddress, Opening
from explore.model_address import NEWEST_FIRST, ModelsAddress
from library.model_choice import COLUMNS

MOST_KNOWN = 500
MOST_CHOSEN = 100
_MOST_DIGITS = 9
# What of the state of the map page changes its picture alone.
_PICTURE = ("radius", "kinds", "view", "at")


def line(query: QueryDict, name: str) -> str:
    """One parameter as a clean line, at most as long as a title; "" without it."""
    return clean_line(query.get(name, "")[: 2 * TITLE_LENGTH])[:TITLE_LENGTH]


def known_slugs(query: QueryDict) -> tuple[str, ...]:
    """The slugs of `know`, which may be repeated or joined by commas, each once and in order."""
    return _slugs(query, "know")[:MOST_KNOWN]


def _slugs(query: QueryDict, name: str) -> tuple[str, ...]:
    slugs = (clean_line(slug) for value in query.getlist(name) for slug in value.split(","))
    return tuple(dict.fromkeys(slug for slug in slugs if 0 < len(slug) <= TITLE_LENGTH))


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


def models_address(query: QueryDict) -> ModelsAddress:
    """The state of the page of AI models that the address gives."""
    return ModelsAddress(
        q=line(query, "q"),
        maker=line(query, "maker"),
        country=line(query, "country"),
        hardware=line(query, "hardware"),
        year_from=_whole(query, "year_from"),
        year_to=_whole(query, "year_to"),
        size_from=_decimal(query, "size_from"),
        size_to=_decimal(query, "size_to"),
        sort=_sort(line(query, "sort")),
        page=_whole(query, "page") or 1,
        compare=_slugs(query, "compare")[:MOST_CHOSEN],
    )


def _sort(text: str) -> str:
    return text if text.removeprefix("-") in COLUMNS else NEWEST_FIRST


def _whole(query: QueryDict, name: str) -> int | None:
    text = line(query, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _decimal(query: QueryDict, name: str) -> float | None:
    """A number that may have a decimal point or comma."""
    text = line(query, name).replace(",", ".")
    whole, _, rest = text.partition(".")
    digits = f"{whole}{rest}"
    fits = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return float(text) if fits else None
