"""Reads a map from Markdown with front matter. The format is told in docs/map-format.md."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft, slug_from
from concepts.formats.faults import Faults
from concepts.formats.fields import CONCEPT_KEYS, HEAD_KEYS, LINK_KEYS, UNREADABLE
from concepts.formats.yaml_fields import YamlFields
from concepts.formats.yaml_texts import read_pairs
from concepts.markdown import is_open_fence, read_blocks
from graph.kinds import LinkKind

_RULER = "---"
_BLOCK_NAMES = {"yaml", "yml"}


def read_markdown(text: str, faults: Faults) -> MapDraft:
    """The map that a text holds, not yet settled."""
    lines = text.split("\n")
    end = _end_of_head(lines, faults)
    head = YamlFields(read_pairs("\n".join(lines[1:end]), 2, faults), HEAD_KEYS, 1, 2, faults)
    body = _Body(lines[end + 1 :], end + 2, faults)
    read = list(body.concepts())
    return MapDraft(
        title=head.text("title") if head.is_readable else UNREADABLE,
        slug=head.text("slug"),
        summary=head.text("summary", needed=True),
        detail=body.introduction(),
        topics=head.texts("topics"),
        featured=head.switch("featured"),
        published=not head.switch("draft"),
        position=head.number("position"),
        concepts=tuple(concept for concept, _ in read),
        links=tuple(link for _, links in read for link in links),
        line=1,
        lines={**head.lines(), "detail": end + 2},
    )


def _end_of_head(lines: Sequence[str], faults: Faults) -> int:
    if lines[0].rstrip() != _RULER:
        faults.stop(
            1, "A map file starts with a line of three dashes, its head and another line of three dashes."
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _RULER:
            return number
    faults.stop(1, "The head is not closed: put a line of three dashes below it.")


class _Body:
    """What follows the head: the introduction and the concepts, found by their headings."""

    def __init__(self, lines: list[str], first_line: int, faults: Faults) -> None:
        self._lines = lines
        self._first_line = first_line
        self._faults = faults
        self._tokens = read_blocks("\n".join(lines))
        self._headings = [place for place, token in enumerate(self._tokens) if _is_heading(token)]
        for token in self._tokens:
            if is_open_fence(token, lines):
                faults.add(
                    first_line + _start(token), f"This code fence is not closed: put {token.markup} below it."
                )

    def introduction(self) -> str:
        end = _start(self._tokens[self._headings[0]]) if self._headings else len(self._lines)
        return "\n".join(self._lines[:end])

    def concepts(self) -> Iterator[tuple[ConceptDraft, list[LinkDraft]]]:
        starts = [_start(self._tokens[place]) for place in self._headings]
        for place, start, end in zip(self._headings, starts, [*starts, len(self._lines)][1:], strict=True):
            yield self._concept(place, start, end)

    def _concept(self, place: int, start: int, end: int) -> tuple[ConceptDraft, list[LinkDraft]]:
        line = self._first_line + start
        # An opening token, its text, its closing token: what follows is the first thing under the heading.
        block = self._tokens[place + 3] if place + 3 < len(self._tokens) else None
        fields, detail_start = self._fields(block, line, start + 1)
        title = self._tokens[place + 1].content
        slug = fields.text("slug") or slug_from(title)
        minutes = fields.number("minutes")
        concept = ConceptDraft(
            title=title,
            slug=slug,
            summary=fields.text("summary", needed=True),
            detail="\n".join(self._lines[detail_start:end]),
            aliases=fields.texts("aliases"),
            sources=fields.sources("sources"),
            minutes=5 if minutes is None else minutes,
            published=not fields.switch("draft"),
            line=line,
            lines={**fields.lines(), "detail": self._first_line + detail_start},
        )
        return concept, _links(slug, fields)

    def _fields(self, block: Token | None, line: int, after: int) -> tuple[YamlFields, int]:
        """What the YAML block of a concept says, if it has one, and where the detail starts."""
        known = (*CONCEPT_KEYS, *LINK_KEYS)
        if (
            block is None
            or block.type != "fence"
            or block.level
            or block.info.strip().lower() not in _BLOCK_NAMES
        ):
            return YamlFields({}, known, line, line, self._faults), after
        assert block.map is not None
        first = self._first_line + block.map[0] + 1
        found = read_pairs(block.content, first, self._faults)
        return YamlFields(found, known, line, first, self._faults), block.map[1]


def _links(slug: str, fields: YamlFields) -> list[LinkDraft]:
    to_here = {"parents": LinkKind.PARENT, "prerequisites": LinkKind.PREREQUISITE}
    links = [
        LinkDraft(other, slug, kind, reason, line)
        for name, kind in to_here.items()
        for other, reason, line in fields.ends(name)
    ]
    related = fields.ends("related")
    return links + [LinkDraft(slug, other, LinkKind.RELATED, reason, line) for other, reason, line in related]


def _is_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.level == 0 and token.markup == "##"


def _start(token: Token) -> int:
    assert token.map is not None
    return token.map[0]
