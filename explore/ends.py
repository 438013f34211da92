"""The ends of a connection as visitors name them: by address, or by title where a map is too large to choose from."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from concepts import selectors
from concepts.models import KnowledgeMap
from concepts.search import Hit, search, slugs_titled
from concepts.snapshots import MapState, snapshot_of
from concepts.text import TITLE_LENGTH
from explore.contexts import ConceptLink
from explore.links import index_of
from explore.routes import connection_in, told_apart
from explore.way_contexts import ConnectPage, MeantEnd
from graph.snapshot import GraphSnapshot

_MOST_MEANT = 8
_VERY_TITLE = 1.0


@dataclass(frozen=True, slots=True)
class AskedEnds:
    """Both ends of a connection: the addresses that are meant, or as they were given in vain, with what was found."""

    slugs: tuple[str, str]
    found: tuple[tuple[Hit, ...], tuple[Hit, ...]]


def read_ends(state: MapState, map_slug: str, source: str, target: str, *, staff: bool) -> AskedEnds:
    """The ends that visitors name by address, by a title that no other concept has, or by both.

    Queries: 3 for each end that is no address of the map.
    """
    if not source and not target:
        return AskedEnds(("", ""), ((), ()))
    snapshot = snapshot_of(state, drafts=staff)
    first, found_first = _read_end(snapshot, map_slug, source, staff=staff)
    last, found_last = _read_end(snapshot, map_slug, target, staff=staff)
    return AskedEnds((first, last), (found_first, found_last))


def asked_connection(map_slug: str, ends: AskedEnds, *, staff: bool) -> ConnectPage:
    """How two concepts are connected, and what may be meant by an end that is none of the map.

    Queries: 2, and those of `with_typed_ends`. Raises: UnknownMap.
    """
    knowledge_map = selectors.find_map(map_slug, staff=staff)
    source, target = ends.slugs
    meant = tuple(
        MeantEnd(text, _offers(ends.slugs, place, hits))
        for place, (text, hits) in enumerate(zip(ends.slugs, ends.found, strict=True))
        if hits
    )
    page = connection_in(knowledge_map, source=source, target=target, staff=staff)
    unclear = {end.asked for end in meant}
    unknown = tuple(text for text in page.unknown if text not in unclear)
    page = replace(page, typed=ends.slugs, unknown=unknown, meant=meant)
    return with_typed_ends(page, knowledge_map, staff=staff)


def with_typed_ends(page: ConnectPage, knowledge_map: KnowledgeMap, *, staff: bool) -> ConnectPage:
    """The same with what the fields of its form hold. Queries: 1 with an end, 0 with a list to choose from."""
    ends = [end for end in (page.source, page.target) if end]
    if page.choices or not ends:
        return page
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    titled = slugs_titled((end.title for end in ends), knowledge_map.pk, staff=staff)

    def held(end: ConceptLink | None, text: str) -> str:
        return text if end is None else _name(snapshot, end, titled[end.title])

    return replace(page, typed=(held(page.source, page.typed[0]), held(page.target, page.typed[1])))


def _name(snapshot: GraphSnapshot, end: ConceptLink, titled: tuple[str, ...]) -> str:
    """The title where it leads back to its concept, `titled` being those that have it; else with the address behind."""
    meant = _slug_in(snapshot, end.title)
    if end.slug == meant or (not meant and titled == (end.slug,)):
        return end.title
    both = told_apart(end.title, end.slug)
    return both if len(both) <= TITLE_LENGTH else end.slug


def _read_end(
    snapshot: GraphSnapshot, map_slug: str, text: str, *, staff: bool
) -> tuple[str, tuple[Hit, ...]]:
    """The address that a text means; else the text with what was found for it."""
    if not text:
        return text, ()
    if slug := _slug_in(snapshot, text):
        return slug, ()
    hits = tuple(
        hit
        for hit in search(text, staff=staff, map_slug=map_slug, limit=_MOST_MEANT)
        if hit.kind == "concept" and index_of(snapshot, hit.slug) is not None
    )
    same = [hit.slug for hit in hits if hit.score == _VERY_TITLE]
    return (same[0], ()) if len(same) == 1 else (text, hits)


def _slug_in(snapshot: GraphSnapshot, text: str) -> str:
    """The address that a text is, or has behind its title; "" where there is no such concept."""
    return text if index_of(snapshot, text) is not None else _slug_of(snapshot, text)


def _slug_of(snapshot: GraphSnapshot, text: str) -> str:
    """The address in a title that has it behind; "" where there is no such concept."""
    title, _, behind = text.rpartition(" (")
    slug = behind.removesuffix(")")
    index = index_of(snapshot, slug) if title else None
    if index is None or text != told_apart(snapshot.row(index).title, slug):
        return ""
    return slug


def _offers(slugs: tuple[str, str], place: int, hits: tuple[Hit, ...]) -> tuple[tuple[str, str, str], ...]:
    names = ("from", "to")
    given = dict(zip(names, slugs, strict=True))
    return tuple((urlencode({**given, names[place]: hit.slug}), hit.title, hit.summary) for hit in hits)
