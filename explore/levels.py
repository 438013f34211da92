"""A map's outline as nested lists of links.

Written here and not as a template, because an outline may have 400 entries and a template takes seven times as long
for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.contexts import ConceptPage, OutlineEntry, OutlineWay
from explore.map_address import CLOSED, Opening


@dataclass(frozen=True, slots=True)
class _Look:
    """`address`: where the map's concepts are, up to their slugs; `outline`: where its outline is in parts.

    `around`: what is open besides. `way`: where a chosen concept is that the outline leaves out.
    """

    address: str
    outline: str
    opening: Opening
    around: frozenset[str]
    chosen: str
    way: OutlineWay | None

    def way_under(self, slug: str) -> OutlineWay | None:
        return self.way if self.way and self.way.under == slug else None


def outline_markup(
    map_slug: str,
    outline: Sequence[OutlineEntry],
    *,
    top_count: int = 0,
    opening: Opening | None = None,
    chosen: ConceptPage | None = None,
    way: OutlineWay | None = None,
) -> SafeString:
    """The items of an outline in reading order, and where the others are of `top_count` top concepts.

    `way`: that to a chosen concept which the outline leaves out, shown beside what it has. Without an `opening` the
    levels around a chosen concept are open.
    """
    around = [*(step.slug for step in chosen.trail), chosen.slug] if chosen and opening is None else ()
    # Any concept's address serves to make the others: asking for each costs more than all the rest.
    address = reverse("explore:concept", args=[map_slug, "-"]).removesuffix("-/")
    parts = reverse("explore:outline", args=[map_slug])
    look = _Look(address, parts, opening or CLOSED, frozenset(around), chosen.slug if chosen else "", way)
    # Every text in it has gone through `escape`.
    items = (*_items(outline, look), *_way(look.way_under(""), look), *_more_tops(outline, look, top_count))
    return SafeString("".join(items))  # nosec B703


def _more_tops(outline: Sequence[OutlineEntry], look: _Look, top_count: int) -> Iterator[str]:
    more = top_count - len(outline) - _shown_by(look.way_under(""))
    if more > 0:
        beyond = f"?beyond={escape(outline[-1].slug)}" if outline else ""
        yield f'<li class="outline__hidden"><a href="{look.outline}{beyond}">{more:,} more</a></li>'


def _way(way: OutlineWay | None, look: _Look) -> Iterator[str]:
    """A concept that is left out, after what is above it: nested as deep as it is nobody could read it."""
    if way:
        trail = ["…"] if way.is_cut else []
        trail += (
            f'<a href="{look.address}{escape(step.slug)}/" dir="auto">{_title(step)}</a>'
            for step in way.steps
        )
        above = f'<p class="outline__trail">{" › ".join(trail)}</p>' if trail else ""
        yield from _item(way.end, look, above)


def _shown_by(way: OutlineWay | None) -> int:
    """How many of the concepts that an entry hides are shown all the same."""
    return 1 if way and not (way.steps or way.is_cut) else 0


def _beyond(slug: str) -> str:
    return f"&amp;beyond={escape(slug)}" if slug else ""


def _items(entries: Sequence[OutlineEntry], look: _Look) -> Iterator[str]:
    for entry in entries:
        yield from _item(entry, look)


def _item(entry: OutlineEntry, look: _Look, above: str = "") -> Iterator[str]:
    yield f'<li class="outline__item branch-{entry.branch}">{above}{_link(entry, look)}'
    below = len(entry.children) + entry.hidden
    if below:
        yield from _level(entry, below, look)
    yield "</li>"


def _level(entry: OutlineEntry, below: int, look: _Look) -> Iterator[str]:
    is_open = entry.slug in look.around or look.opening.opens(entry.slug, entry.depth)
    opened = " open" if is_open else ""
    yield (
        f'<details{opened}><summary class="outline__count"><span class="visually-hidden">Below {escape(entry.title)}: '
        f'</span>{below}<span class="visually-hidden"> concept{"" if below == 1 else "s"}</span></summary>'
        '<ul class="outline__children" role="list">'
    )
    way = look.way_under(entry.slug)
    yield from _items(entry.children, look)
    yield from _way(way, look)
    if hidden := entry.hidden - _shown_by(way):
        yield (
            f'<li class="outline__hidden"><a href="{look.outline}?under={escape(entry.slug)}{_beyond(entry.seen_to)}">'
            f"{hidden:,} more</a></li>"
        )
    yield "</ul></details>"


def _link(entry: OutlineEntry, look: _Look) -> str:
    top = "" if entry.depth else " outline__pill--top"
    current = ' aria-current="true"' if entry.slug == look.chosen else ""
    # What it is has been said where it stands first.
    said = entry.repeated or not entry.summary
    note = "" if said else f'<span class="outline__note" dir="auto">{escape(entry.summary)}</span>'
    return (
        f'<a class="outline__pill{top}" href="{look.address}{escape(entry.slug)}/" dir="auto"{current}>'
        f"{_title(entry)}{note}</a>"
    )


def _title(entry: OutlineEntry) -> str:
    draft = "" if entry.published else ' <span class="tag tag--draft">Draft</span>'
    return f"{escape(entry.title)}{draft}"
