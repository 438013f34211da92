"""Where the pages are that are measured. Another page of Kinapse is measured by another address here."""

from benchmarks.map.made_maps import MadeMap
from benchmarks.map.peers import BARE, PEERS, PLACE

KINAPSE = "kinapse"
LIGHTHOUSE = {
    "home": "/",
    "map": "/maps/claude-code-architecture/",
    "concept": "/maps/claude-code-architecture/concepts/context-management/",
    "path": "/maps/claude-code-architecture/concepts/dynamic-context-window-management/path/",
}


def address_of(name: str, made: MadeMap, *, opened: bool, near: bool = False) -> str:
    """The address of a map on a page, with all of its concepts shown, or the top ones alone. Peers show all.

    `near`: with the first concept chosen, so that it and those around it are large enough to be read and pressed.
    """
    if name == KINAPSE:
        chosen = f"&concept={made.concepts[0].slug}" if near else ""
        return f"/maps/{made.slug}/" + (f"?open=all{chosen}" if opened else "")
    if name == BARE:
        return f"/static/{PLACE}/{BARE}-{made.slug}-{'all' if opened else 'closed'}.html"
    if name in PEERS:
        return f"/static/{PLACE}/{name}-{made.slug}.html"
    raise ValueError(f"There is no page {name!r}.")
