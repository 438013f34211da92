"""Writes a map as Markdown with front matter, such that reading it gives the same map and the same text again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft, MapHead, MapStream
from concepts.formats.yaml_texts import write_quoted, write_text
from concepts.models import Source
from graph.kinds import LinkKind

# YAML wants the key of a pair within 1,024 characters.
_LONGEST_KEY = 500
_PLAIN_URL = re.compile(r"https?://[\w\-./~%?&=+@;#()!$*]+", re.ASCII)

LinkedConcepts = Iterable[tuple[ConceptDraft, Sequence[LinkDraft]]]


def write_markdown(draft: MapDraft) -> str:
    """The text of a map file."""
    return "".join(_parts(draft, _linked(draft)))


def markdown_parts(stream: MapStream) -> Iterator[bytes]:
    """The same concept by concept, as bytes."""
    concepts = _linked(stream.draft()) if stream.linked is None else stream.linked
    return (part.encode() for part in _parts(stream.head, concepts))


def _linked(draft: MapDraft) -> LinkedConcepts:
    links: dict[str, list[LinkDraft]] = defaultdict(list)
    for link in draft.links:
        links[link.source if link.kind is LinkKind.RELATED else link.target].append(link)
    return [(concept, links.get(concept.slug, [])) for concept in draft.concepts]


def _parts(head: MapHead, concepts: LinkedConcepts) -> Iterator[str]:
    yield "\n".join(_head(head))
    if head.detail:
        yield f"\n\n{head.detail}"
    for concept, links in concepts:
        by_kind: dict[LinkKind, list[LinkDraft]] = defaultdict(list)
        for link in links:
            by_kind[link.kind].append(link)
        yield f"\n\n## {_heading(concept.title)}\n\n"
        yield "\n".join(_block(concept, by_kind))
        if concept.detail:
            yield f"\n\n{concept.detail}"
    yield "\n"


def _head(draft: MapHead) -> Iterator[str]:
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
