"""What visitors write into an address, made fit to be used: cleaned and capped, never an error."""

from django.http import HttpRequest

from concepts.text import TITLE_LENGTH, clean_line
from explore.map_address import MapAddress, Opening

MOST_KNOWN = 500


def line(request: HttpRequest, name: str) -> str:
    """One parameter as a clean line, at most as long as a title; "" without it."""
    return clean_line(request.GET.get(name, "")[: 2 * TITLE_LENGTH])[:TITLE_LENGTH]


def known_slugs(request: HttpRequest) -> tuple[str, ...]:
    """The slugs of `know`, which may be repeated or joined by commas, each once and in order."""
    slugs = (clean_line(slug) for value in request.GET.getlist("know") for slug in value.split(","))
    return tuple(dict.fromkeys(slug for slug in slugs if 0 < len(slug) <= TITLE_LENGTH))[:MOST_KNOWN]


def map_address(request: HttpRequest) -> MapAddress:
    """The state of the map page that the address gives."""
    return MapAddress(
        concept=line(request, "concept"),
        opening=Opening.read(request.GET.get("open", "")),
        path=line(request, "path"),
        know=known_slugs(request),
        source=line(request, "from"),
        target=line(request, "to"),
    )
