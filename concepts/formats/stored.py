"""A stored map as a draft, for the formats to write."""

from collections.abc import Callable
from typing import NamedTuple

from concepts.formats.csv_writer import write_zip
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft
from concepts.formats.json_writer import write_json
from concepts.formats.link_checks import Ends, rank_of
from concepts.formats.markdown_writer import write_markdown
from concepts.models import Concept, KnowledgeMap, Link
from concepts.models.concept import read_source
from graph.kinds import LinkKind

_ROWS_AT_A_TIME = 5_000


class ExportFormat(NamedTuple):
    """How a map leaves the house. `extension`: without its first dot."""

    media_type: str
    extension: str
    write: Callable[[MapDraft], bytes]


EXPORT_FORMATS = {
    "md": ExportFormat("text/markdown; charset=utf-8", "md", lambda draft: write_markdown(draft).encode()),
    "json": ExportFormat("application/json", "json", lambda draft: write_json(draft).encode()),
    "csv.zip": ExportFormat("application/zip", "csv.zip", write_zip),
}


def export_map(knowledge_map: KnowledgeMap, format_name: str, *, drafts: bool = False) -> bytes:
    """A map as a file of one of EXPORT_FORMATS, with draft concepts or without. Queries: 3."""
    return EXPORT_FORMATS[format_name].write(draft_of(knowledge_map, drafts=drafts))


def draft_of(knowledge_map: KnowledgeMap, *, drafts: bool = False) -> MapDraft:
    """A stored map as a draft: importing it would change nothing, if it has its draft concepts. Queries: 3."""
    concepts = _concepts(knowledge_map.pk, drafts=drafts)
    return MapDraft(
        slug=knowledge_map.slug,
        title=knowledge_map.title,
        summary=knowledge_map.summary,
        detail=knowledge_map.detail,
        topics=tuple(topic.title for topic in knowledge_map.topics.all()),
        featured=knowledge_map.featured,
        published=knowledge_map.published,
        position=knowledge_map.position,
        concepts=tuple(concepts.values()),
        links=_links(knowledge_map.pk, concepts),
    )


def _concepts(map_id: int, *, drafts: bool) -> dict[int, ConceptDraft]:
    """Drafts of a map's concepts by id, in the map's order."""
    rows = Concept.objects.filter(map_id=map_id).order_by("position", "pk")
    if not drafts:
        rows = rows.filter(published=True)
    columns = ("pk", "slug", "title", "summary", "detail", "aliases", "sources", "minutes", "published")
    return {
        pk: ConceptDraft(
            slug=slug,
            title=title,
            summary=summary,
            detail=detail,
            aliases=tuple(aliases.split("\n")) if aliases else (),
            sources=tuple(map(read_source, sources.split("\n"))) if sources else (),
            minutes=minutes,
            published=published,
        )
        for pk, slug, title, summary, detail, aliases, sources, minutes, published in rows.values_list(
            *columns
        ).iterator(_ROWS_AT_A_TIME)
    }


def _links(map_id: int, concepts: dict[int, ConceptDraft]) -> tuple[LinkDraft, ...]:
    places = {pk: place for place, pk in enumerate(concepts)}
    slugs = [concept.slug for concept in concepts.values()]
    reasons: dict[Ends, str] = {}
    rows = Link.objects.filter(map_id=map_id).values_list("source_id", "target_id", "kind", "reason")
    for source_id, target_id, kind, reason in rows.iterator(_ROWS_AT_A_TIME):
        if source_id in places and target_id in places:
            source, target = places[source_id], places[target_id]
            if kind == LinkKind.RELATED:
                source, target = min(source, target), max(source, target)
            reasons[source, target, LinkKind(kind)] = reason
    return tuple(
        LinkDraft(slugs[ends[0]], slugs[ends[1]], ends[2], reasons[ends])
        for ends in sorted(reasons, key=rank_of)
    )
