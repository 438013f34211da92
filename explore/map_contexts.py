"""What the page of a map and its panel print."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from explore.contexts import ConceptPage, MapCard, OutlineEntry, OutlineWay
from explore.map_address import WHOLE_MAP, MapAddress
from explore.way_contexts import ConnectPage, PathPage


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside a map. `kind`: "about", "concept", "path" or "connection"; what it names is there.

    `unknown`: the slugs that the address of the page names in vain; `address`: the state without them, which is shown.
    `introduction_html`: the map's detail. Where it begins with the summary, which stands above it, what follows that;
    all of it where it cannot be parted there, as when the summary breaks off in a sentence.
    """

    kind: str
    map: MapCard
    introduction_html: str
    address: MapAddress = WHOLE_MAP
    concept: ConceptPage | None = None
    path: PathPage | None = None
    connection: ConnectPage | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapPage:
    """`data`: what its picture is drawn from, as JSON. `minutes`: what all of it takes to read, 0 for a large map.

    `top_count`: how many concepts have no parent. `further_tops`: the cursor after which the API lists those that the
    outline leaves out, empty when it has all. `chosen`: the concept that `?concept=` names, or None; `way`: where it is
    when the outline leaves it out. `unknown`: the slugs that the address names in vain.
    """

    card: MapCard
    detail_html: str
    outline: tuple[OutlineEntry, ...]
    data: SafeString
    link_counts: tuple[tuple[str, int], ...]
    minutes: int
    updated: str
    panel: Panel
    top_count: int = 0
    further_tops: str = ""
    chosen: ConceptPage | None = None
    way: OutlineWay | None = None
    unknown: tuple[str, ...] = ()
