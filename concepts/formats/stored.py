"""A stored map row by row, for the formats to write."""

import io
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt

from concepts.formats.batches import ROWS_AT_A_TIME
from concepts.formats.csv_writer import write_zip
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft, MapHead, MapStream
from concepts.formats.json_writer import write_json
from concepts.formats.markdown_writer import write_markdown
from concepts.formats.staged_links import LinkTable, Reasons, rows_of
from concepts.formats.staging import private_tables
from concepts.models import Concept, KnowledgeMap, Link
from concepts.models.concept import read_source
from graph.kinds import LinkKind


class ExportFormat(NamedTuple):
    """How a map leaves the house. `extension`: without its first dot."""

    media_type: str
    extension: str
    write: Callable[[MapStream, IO[bytes]], object]


EXPORT_FORMATS = {
    "md": ExportFormat(
        "text/markdown; charset=utf-8",
        "md",
        # A concept's links stand with it, so these are needed before the first concept.
        lambda stream, target: target.write(write_markdown(stream.draft()).encode()),
    ),
    "json": ExportFormat("application/json", "json", write_json),
    "csv.zip": ExportFormat("application/zip", "csv.zip", write_zip),
}


def export_map(knowledge_map: KnowledgeMap, format_name: str, *, drafts: bool = False) -> bytes:
    """A map as a file of one of EXPORT_FORMATS, with draft concepts or without. Queries: 3."""
    target = io.BytesIO()
    write_map(knowledge_map, format_name, target, drafts=drafts)
    return target.getvalue()


def write_map(
    knowledge_map: KnowledgeMap, format_name: str, target: IO[bytes], *, drafts: bool = False
) -> None:
    """Write a map to a file in one of EXPORT_FORMATS; all but Markdown row by row. Queries: 3."""
    EXPORT_FORMATS[format_name].write(stream_of(knowledge_map, drafts=drafts), target)


def draft_of(knowledge_map: KnowledgeMap, *, drafts: bool = False) -> MapDraft:
    """A stored map as a draft: importing it would change nothing, if it has its draft concepts. Queries: 3."""
    return stream_of(knowledge_map, drafts=drafts).draft()


def stream_of(knowledge_map: KnowledgeMap, *, drafts: bool = False) -> MapStream:
    """A stored map row by row. Queries: 1, and 2 while its rows are read."""
    rows = _Rows(knowledge_map.pk, drafts)
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
    return MapStream(head, rows.concepts(), rows.links())


@dataclass(slots=True)
class _Rows:
    """The rows of a map. Of its concepts ids and slugs stay in memory, of its links the numbers."""

    map_id: int
    drafts: bool
    _ids: "array[int]" = field(default_factory=lambda: array("q"))
    _slugs: list[str] = field(default_factory=list)

    def concepts(self) -> Iterator[ConceptDraft]:
        """The concepts in the map's order."""
        rows = Concept.objects.filter(map_id=self.map_id).order_by("position", "pk")
        if not self.drafts:
            rows = rows.filter(published=True)
        columns = rows.values_list(
            "pk", "slug", "title", "summary", "detail", "aliases", "sources", "minutes", "published"
        )
        for pk, slug, title, summary, detail, aliases, sources, minutes, published in columns.iterator(
            ROWS_AT_A_TIME
        ):
            self._ids.append(pk)
            self._slugs.append(slug)
            yield ConceptDraft(
                slug=slug,
                title=title,
                summary=summary,
                detail=detail,
                aliases=tuple(aliases.split("\n")) if aliases else (),
                sources=tuple(map(read_source, sources.split("\n"))) if sources else (),
                minutes=minutes,
                published=published,
            )

    def links(self) -> Iterator[LinkDraft]:
        """The links among the concepts that were read, in their order."""
        with private_tables() as file:
            reasons = Reasons(file)
            links = self._table(reasons)
            links = links.taken(np.argsort(links.ranks(len(self._slugs))))
            for some in rows_of(links, reasons, ROWS_AT_A_TIME):
                for source, target, kind, reason in some:
                    yield LinkDraft(self._slugs[source], self._slugs[target], LinkKind(kind), reason)

    def _table(self, reasons: Reasons) -> LinkTable:
        ends = np.fromiter(self._ends(reasons), dtype=np.dtype((np.int64, 3)))
        links: npt.NDArray[np.int64] = ends.reshape(-1, 3)  # type: ignore[assignment]
        sources, targets, kinds = self._places(links[:, 0]), self._places(links[:, 1]), links[:, 2]
        turned = (kinds == LinkKind.RELATED) & (sources > targets)
        table = LinkTable(
            np.where(turned, targets, sources).astype(np.int32),
            np.where(turned, sources, targets).astype(np.int32),
            kinds.astype(np.int8),
            np.arange(kinds.size, dtype=np.int32),
        )
        return table.taken((table.sources >= 0) & (table.targets >= 0))

    def _ends(self, reasons: Reasons) -> Iterator[tuple[int, int, int]]:
        rows = Link.objects.filter(map_id=self.map_id).values_list("source_id", "target_id", "kind", "reason")
        for number, (source, target, kind, reason) in enumerate(rows.iterator(ROWS_AT_A_TIME)):
            if reason:
                reasons.add(number, reason)
            yield source, target, kind

    def _places(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where concepts stand among those that were read; -1 where they do not."""
        known = np.frombuffer(self._ids, dtype=np.int64)
        if not known.size:
            return np.full(ids.size, -1)
        order = np.argsort(known)
        at = np.searchsorted(known, ids, sorter=order)
        at[at == known.size] = 0
        return np.where(known[order[at]] == ids, order[at], -1)
