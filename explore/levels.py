"""A map's outline as nested lists of links.

Written here and not as a template, because an outline may have 400 entries and a template takes seven times as long
for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.contexts import ConceptPage, OutlineEntry
from explore.map_address import CLOSED, Opening


@dataclass(frozen=True, slots=True)
class _Look:
    """`address`: where the map's concepts are, up to their slugs. `around`: what is open besides."""

    address: str
    opening: Opening
    around: frozenset[str]
    chosen: str


def outline_markup(
    map_slug: str,
    outline: Sequence[OutlineEntry],
    *,
    opening: Opening | None = None,
    chosen: ConceptPage | None = None,
) -> SafeString:
    """The items of an outline in reading order. Without an `opening` the levels around a chosen concept are open."""
    around = [*(step.slug for step in chosen.trail), chosen.slug] if chosen and opening is None else ()
    # Any concept's address serves to make the others: asking for each costs more than all the rest.
    address = reverse("explore:concept", args=[map_slug, "-"]).removesuffix("-/")
    look = _Look(address, opening or CLOSED, frozenset(around), chosen.slug if chosen else "")
    # Every text in it has gone through `escape`.
    return SafeString("".join(_items(outline, look)))  # nosec B703


def _items(entries: Sequence[OutlineEntry], look: _Look) -> Iterator[str]:
    for entry in entries:
        yield f'<li class="outline__item branch-{entry.branch}">{_link(entry, look)}'
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
    yield from _items(entry.children, look)
    if entry.hidden:
        yield (
            f'<li class="outline__hidden">and {entry.hidden} more, on '
            f'<a href="{look.address}{escape(entry.slug)}/">its own page</a></li>'
        )
    yield "</ul></details>"


def _link(entry: OutlineEntry, look: _Look) -> str:
    top = "" if entry.depth else " outline__pill--top"
    current = ' aria-current="true"' if entry.slug == look.chosen else ""
    draft = "" if entry.published else ' <span class="tag tag--draft">Draft</span>'
    # What it is has been said where it stands first.
    said = entry.repeated or not entry.summary
    note = "" if said else f'<span class="outline__note" dir="auto">{escape(entry.summary)}</span>'
    return (
        f'<a class="outline__pill{top}" href="{look.address}{escape(entry.slug)}/" dir="auto"{current}>'
        f"{escape(entry.title)}{draft}{note}</a>"
    )
