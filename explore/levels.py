"""A map's outline as one run of rows: a template that includes itself for each level takes several times as long."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from explore.contexts import ConceptPage, OutlineEntry

_LEVEL_ENDS = SafeString("</ul></details></li>")


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """`below`: how many children follow; `closing`: the ends of the levels that this row is the last of.

    With `hidden` it stands for that many children that were left out of the concept at `slug`.
    """

    slug: str
    title: str = ""
    summary: str = ""
    url: str = ""
    branch: int = 0
    below: int = 0
    hidden: int = 0
    top: bool = False
    open: bool = False
    chosen: bool = False
    draft: bool = False
    closing: SafeString = SafeString()


@dataclass(frozen=True, slots=True)
class _Look:
    address: str
    opened: frozenset[str]
    all_open: bool
    chosen: str


def outline_rows(
    map_slug: str, outline: Sequence[OutlineEntry], *, chosen: ConceptPage | None = None, all_open: bool = False
) -> list[OutlineRow]:
    """The rows of an outline in reading order. The levels around a chosen concept are open."""
    opened: Collection[str] = [*(step.slug for step in chosen.trail), chosen.slug] if chosen else ()
    # Any concept's address serves to make the others: asking for each costs more than all the rest.
    address = reverse("explore:concept", args=[map_slug, "-"]).removesuffix("-/")
    look = _Look(address, frozenset(opened), all_open, chosen.slug if chosen else "")
    return list(_rows(outline, look, SafeString()))


def _rows(entries: Sequence[OutlineEntry], look: _Look, ends: SafeString) -> Iterator[OutlineRow]:
    """`ends` are closed after the last of the entries."""
    for entry in entries:
        after = ends if entry is entries[-1] else SafeString()
        if not entry.children and not entry.hidden:
            yield _row(entry, look, after)
            continue
        yield _row(entry, look, SafeString())
        inner = _LEVEL_ENDS + after
        yield from _rows(entry.children, look, SafeString() if entry.hidden else inner)
        if entry.hidden:
            yield OutlineRow(entry.slug, url=f"{look.address}{entry.slug}/", hidden=entry.hidden, closing=inner)


def _row(entry: OutlineEntry, look: _Look, closing: SafeString) -> OutlineRow:
    return OutlineRow(
        slug=entry.slug,
        title=entry.title,
        summary="" if entry.repeated else entry.summary,
        url=f"{look.address}{entry.slug}/",
        branch=entry.branch,
        below=len(entry.children) + entry.hidden,
        top=entry.depth == 0,
        open=look.all_open or entry.slug in look.opened,
        chosen=entry.slug == look.chosen,
        draft=not entry.published,
        closing=closing,
    )
