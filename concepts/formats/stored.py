"""A stored map row by row, for the formats to write: nothing of it stays in memory, however large it is.

Which concepts and links there are, and their order, is told by one snapshot; the longer texts are read beside it, so
they may be newer when the map is changed meanwhile, but what is written always fits together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from concepts.formats.csv_writer import zip_parts
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft, MapHead, MapStream
from concepts.formats.json_writer import json_parts
from concepts.formats.markdown_writer import markdown_parts
from concepts.models import Concept, KnowledgeMap
from concepts.models.concept import read_source
from concepts.selectors import state_of
from concepts.snapshots import snapshot_of
from graph.adjacency import Indices
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot
from graph.written import links_written_at

_COLUMNS = ("pk", "slug", "title", "summary", "detail", "aliases", "sources", "minutes", "published")
# Each may have some thousand letters of text.
_CONCEPTS_A_PART = 500


@dataclass(frozen=True, slots=True)
class StoredMap:
    """A map in one state. Queries: 1 for each 500 concepts that are read."""

    head: MapHead
    snapshot: GraphSnapshot

    def concepts(self) -> Iterator[ConceptDraft]:
        """The concepts in the map's order."""
        for indices in self._parts():
            yield from self._drafts(indices)

    def links(self) -> Iterator[LinkDraft]:
        """The links in their order."""
        for indices in self._parts():
            for _, link in self._links(indices):
                yield link

    def linked_concepts(self) -> Iterator[tuple[ConceptDraft, list[LinkDraft]]]:
        """The concepts in the map's order, each with the links that are written at it."""
        for indices in self._parts():
            links: dict[int, list[LinkDraft]] = {index: [] for index in indices.tolist()}
            for here, link in self._links(indices):
                links[here].append(link)
            yield from zip(self._drafts(indices), links.values(), strict=True)

    def stream(self) -> MapStream:
        """The same row by row."""
        return MapStream(self.head, self.concepts(), self.links(), self.linked_concepts())

    def _parts(self) -> Iterator[Indices]:
        order = self.snapshot.order
        for first in range(0, order.size, _CONCEPTS_A_PART):
            yield order[first : first + _CONCEPTS_A_PART].astype("int64")

    def _drafts(self, indices: Indices) -> Iterator[ConceptDraft]:
        ids = self.snapshot.concept_ids(indices).tolist()
        found = Concept.objects.filter(pk__in=ids).order_by().values(*_COLUMNS)
        rows = {row.pop("pk"): row for row in found}
        for index, pk in zip(indices.tolist(), ids, strict=True):
            yield _draft(rows[pk]) if pk in rows else self._without_texts(index)

    def _without_texts(self, index: int) -> ConceptDraft:
        """A concept that was deleted after the state that is written."""
        row = self.snapshot.row(index)
        return ConceptDraft(row.slug, row.title, row.summary, minutes=row.minutes)

    def _links(self, indices: Indices) -> Iterator[tuple[int, LinkDraft]]:
        """The links written at some concepts, each with the index of the one it is written at."""
        written = links_written_at(self.snapshot, indices)
        slug_of = self.snapshot.slug_of
        slugs = {index: slug_of(index) for index in {*written.here.tolist(), *written.others.tolist()}}
        ends = zip(written.here.tolist(), written.others.tolist(), strict=True)
        for (here, other), kind, reason in zip(ends, written.kinds, written.reasons, strict=True):
            source, target = (here, other) if kind is LinkKind.RELATED else (other, here)
            yield here, LinkDraft(slugs[source], slugs[target], kind, reason)


class ExportFormat(NamedTuple):
    """How a map leaves the house. `extension`: without its first dot."""

    media_type: str
    extension: str
    parts: Callable[[MapStream], Iterator[bytes]]


EXPORT_FORMATS = {
    "md": ExportFormat("text/markdown; charset=utf-8", "md", markdown_parts),
    "json": ExportFormat("application/json", "json", json_parts),
    "csv.zip": ExportFormat("application/zip", "csv.zip", zip_parts),
}


def stored_map(knowledge_map: KnowledgeMap, *, drafts: bool = False) -> StoredMap:
    """A map in the state in which it was read. Queries: 1 at most, and those of `snapshot_of`."""
    head = MapHead(
        slug=knowledge_map.slug,
        title=knowledge_map.title,
        summary=knowledge_map.summary,
        detail=knowledge_map.detail,
        topics=tuple(topic.title for topic in knowledge_map.topics.all()),
        featured=knowledge_map.featured,
        published=knowledge_map.published,
        position=knowledge_map.position,
    )
    return StoredMap(head, snapshot_of(state_of(knowledge_map), drafts=drafts))


def export_parts(knowledge_map: KnowledgeMap, format_name: str, *, drafts: bool = False) -> Iterator[bytes]:
    """A map as a file of one of EXPORT_FORMATS, part by part, with draft concepts or without."""
    return EXPORT_FORMATS[format_name].parts(stored_map(knowledge_map, drafts=drafts).stream())


def export_map(knowledge_map: KnowledgeMap, format_name: str, *, drafts: bool = False) -> bytes:
    """The whole file at once."""
    return b"".join(export_parts(knowledge_map, format_name, drafts=drafts))


def write_map(
    knowledge_map: KnowledgeMap, format_name: str, target: IO[bytes], *, drafts: bool = False
) -> None:
    """Write a map to a file in one of EXPORT_FORMATS, row by row."""
    for part in export_parts(knowledge_map, format_name, drafts=drafts):
        target.write(part)


def draft_of(knowledge_map: KnowledgeMap, *, drafts: bool = False) -> MapDraft:
    """A stored map as a draft: importing it would change nothing, if it has its draft concepts."""
    return stored_map(knowledge_map, drafts=drafts).stream().draft()


def _draft(row: dict[str, Any]) -> ConceptDraft:
    aliases, sources = row.pop("aliases"), row.pop("sources")
    return ConceptDraft(
        **row,
        aliases=tuple(aliases.split("\n")) if aliases else (),
        sources=tuple(map(read_source, sources.split("\n"))) if sources else (),
    )
