"""Writes a map as Markdown with front matter, such that reading it gives the same map and the same text again."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft
from concepts.formats.yaml_texts import write_quoted, write_text
from concepts.models import Source
from graph.kinds import LinkKind

# YAML wants the key of a pair within 1,024 characters.
_LONGEST_KEY = 500
_PLAIN_URL = re.compile(r"https?://[\w\-./~%?&=+@;#()!$*]+", re.ASCII)

LinksOfConcepts = Mapping[str, Mapping[LinkKind, list[LinkDraft]]]


def write_markdown(draft: MapDraft) -> str:
    """The text of a map file."""
    links = _links_where_written(draft)
    parts = ["\n".join(_head(draft))]
    if draft.detail:
        parts.append(draft.detail)
    for concept in draft.concepts:
        parts.append(f"## {_heading(concept.title)}")
        parts.append("\n".join(_block(concept, links.get(concept.slug, {}))))
        if concept.detail:
            parts.append(concept.detail)
    return "\n\n".join(parts) + "\n"


def _links_where_written(draft: MapDraft) -> LinksOfConcepts:
    links: dict[str, dict[LinkKind, list[LinkDraft]]] = defaultdict(lambda: defaultdict(list))
    for link in draft.links:
        place = link.source if link.kind is LinkKind.RELATED else link.target
        links[place][link.kind].append(link)
    return links


def _head(draft: MapDraft) -> Iterator[str]:
    yield "---"
    yield f"title: {write_text(draft.title)}"
    # Written even where the title says as much: who changes a title in the file does not mean another map.
    yield f"slug: {write_text(draft.slug)}"
    yield f"summary: {write_text(draft.summary)}"
    yield from _flow("topics", draft.topics)
    if draft.position is not None:
        yield f"position: {draft.position}"
    if draft.featured:
        yield "featured: true"
    if not draft.published:
        yield "draft: true"
    yield "---"


def _heading(title: str) -> str:
    # Markdown takes hashes at the end of a heading for decoration, but only once.
    return f"{title} ##" if title.endswith("#") else title


def _block(concept: ConceptDraft, links: Mapping[LinkKind, list[LinkDraft]]) -> Iterator[str]:
    yield "```yaml"
    yield f"slug: {write_text(concept.slug)}"
    yield f"summary: {write_text(concept.summary)}"
    yield f"minutes: {concept.minutes}"
    yield from _flow("aliases", concept.aliases)
    yield from _ends("parents", [(link.source, link.reason) for link in links.get(LinkKind.PARENT, [])])
    yield from _ends(
        "prerequisites", [(link.source, link.reason) for link in links.get(LinkKind.PREREQUISITE, [])]
    )
    yield from _ends("related", [(link.target, link.reason) for link in links.get(LinkKind.RELATED, [])])
    if concept.sources:
        yield "sources:"
        yield from (f"  - {_source(source)}" for source in concept.sources)
    if not concept.published:
        yield "draft: true"
    yield "```"


def _flow(name: str, texts: tuple[str, ...]) -> Iterator[str]:
    if texts:
        yield f"{name}: [{', '.join(write_text(text, in_list=True) for text in texts)}]"


def _ends(name: str, ends: list[tuple[str, str]]) -> Iterator[str]:
    if ends:
        yield f"{name}:"
    for slug, reason in ends:
        yield f"  - {write_text(slug)}: {write_quoted(reason)}" if reason else f"  - {write_text(slug)}"


def _source(source: Source) -> str:
    if source.url and len(source.label) <= _LONGEST_KEY:
        plain = _PLAIN_URL.fullmatch(source.url)
        return f"{write_quoted(source.label)}: {source.url if plain else write_quoted(source.url)}"
    return write_quoted(str(source))
