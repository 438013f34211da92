"""What the atlas holds already, for proposals to be compared with."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from concepts.folding import fold
from concepts.models import Concept, KnowledgeMap, Link
from graph.kinds import TEACHING
from library.models import Citation, Document, Proposal


class Known(NamedTuple):
    """A concept that is there. `map`: the title of its map."""

    pk: int
    title: str
    summary: str
    detail: str
    aliases: tuple[str, ...]
    map_id: int
    map: str


@dataclass(slots=True)
class Standing:
    """Concepts by folded title or other name: those of the document's map, and those that the document became."""

    named: dict[str, Known] = field(default_factory=dict)
    links: set[tuple[int, int]] = field(default_factory=set)
    # Keys of proposals that were decided, so that what somebody decided is not asked in other words.
    decided: set[str] = field(default_factory=set)
    # Concepts that were accepted from this very document.
    made_of_it: set[int] = field(default_factory=set)
    cited: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def concept(self, title: str) -> Known | None:
        """The concept that a title of the document means."""
        return self.named.get(fold(title))

    def is_cited(self, concept_id: int, start: int, end: int) -> bool:
        """Whether a citation of this concept touches the passage."""
        return any(first < end and start < last for first, last in self.cited.get(concept_id, ()))


def standing_of(document: Document) -> Standing:
    """What there is already for a document. Queries: up to 5."""
    standing = Standing()
    if document.map_id:
        known = concepts_known(Concept.objects.filter(map_id=document.map_id))
        standing.named = by_name(known)
        links = Link.objects.filter(map_id=document.map_id, kind__in=TEACHING)
        standing.links = set(links.values_list("source_id", "target_id"))
    _add_decided(standing, document)
    # Those whose words are gone stand nowhere.
    placed = Citation.objects.placed().filter(document=document)
    for concept_id, start, end in placed.values_list("concept", "start", "end"):
        standing.cited.setdefault(concept_id, []).append((start, end))
    return standing


def concepts_to_cite(map_id: int | None, topics: Collection[int]) -> list[Known]:
    """Concepts that a text may speak of: of its map, else of the published maps that share its topics. Queries: 1."""
    if map_id:
        return concepts_known(Concept.objects.filter(map_id=map_id))
    maps = KnowledgeMap.objects.filter(published=True)
    if topics:
        maps = maps.filter(pk__in=KnowledgeMap.objects.filter(topics__in=topics).values("pk"))
    return concepts_known(Concept.objects.filter(map__in=maps, published=True))


def concepts_known(concepts: "Iterable[Concept]") -> list[Known]:
    """Concepts with what is compared of them. Queries: 1."""
    columns = ("pk", "title", "summary", "detail", "aliases", "map_id", "map__title")
    rows = concepts.order_by("map_id", "position", "pk").values_list(*columns)  # type: ignore[attr-defined]
    return [
        Known(pk, title, summary, detail, tuple(aliases.split("\n")) if aliases else (), map_id, in_map)
        for pk, title, summary, detail, aliases, map_id, in_map in rows.iterator(5_000)
    ]


def by_name(known: Iterable[Known]) -> dict[str, Known]:
    """Concepts by folded title, and by other names that are nobody's title."""
    rows = list(known)
    named: dict[str, Known] = {}
    for concept in rows:
        named.setdefault(fold(concept.title), concept)
    for concept in rows:
        for alias in concept.aliases:
            named.setdefault(fold(alias), concept)
    return named


def _add_decided(standing: Standing, document: Document) -> None:
    decided = document.proposals.filter(state__in=[Proposal.State.ACCEPTED, Proposal.State.REFUSED])
    became: dict[int, list[str]] = {}
    for key, kind, concept_id, payload in decided.values_list("key", "kind", "became", "payload"):
        standing.decided.add(key)
        if kind == Proposal.Kind.CONCEPT and concept_id:
            became.setdefault(concept_id, []).append(fold(payload["title"]))
    standing.made_of_it = set(became)
    for known in concepts_known(Concept.objects.filter(pk__in=became)) if became else ():
        for title in became[known.pk]:
            standing.named[title] = known
