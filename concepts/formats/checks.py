"""What every format is held to. A draft that passes is exactly what will be stored."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from concepts.formats.drafts import ConceptDraft, Lines, MapHead, slug_from
from concepts.formats.faults import Faults, quoted
from concepts.markdown import stored_detail
from concepts.models.concept import MOST_MINUTES, Source, read_source
from concepts.text import DETAIL_LENGTH, LIST_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, clean_line, clean_list

TOPIC_LENGTH = 80
HIGHEST_POSITION = 2_147_483_647
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


def settle_head(head: MapHead, faults: Faults) -> MapHead:
    """What is said of the map, in its stored form; what does not fit becomes faults."""
    texts = _Texts(faults, "the map", head.line, head.lines)
    title = texts.title(head.title)
    return MapHead(
        slug=texts.slug(head.slug, title),
        title=title,
        summary=texts.line_of("summary", head.summary, SUMMARY_LENGTH),
        detail=texts.detail(head.detail, called="introduction"),
        topics=tuple(_settle_topics(head, texts)),
        featured=head.featured,
        published=head.published,
        position=None
        if head.position is None
        else texts.number("position", head.position, 0, HIGHEST_POSITION),
        line=head.line,
        lines=head.lines,
        has_head=head.has_head,
    )


def _settle_topics(head: MapHead, texts: "_Texts") -> Iterable[str]:
    seen = set()
    for topic in head.topics:
        title = texts.line_of("topics", topic, TOPIC_LENGTH)
        if title and title.casefold() not in seen:
            seen.add(title.casefold())
            yield title


def settle_concept(concept: ConceptDraft, faults: Faults) -> ConceptDraft:
    """A concept in its stored form: texts clean, its slug made; what does not fit becomes faults."""
    texts = _Texts(faults, quoted(concept.title or concept.slug), concept.line, concept.lines)
    title = texts.title(concept.title)
    return ConceptDraft(
        slug=texts.slug(concept.slug, title),
        title=title,
        summary=texts.line_of("summary", concept.summary, SUMMARY_LENGTH),
        detail=texts.detail(concept.detail),
        aliases=texts.entries("aliases", concept.aliases),
        sources=texts.sources(concept.sources),
        minutes=texts.number("minutes", concept.minutes, 1, MOST_MINUTES),
        published=concept.published,
        line=concept.line,
        lines=concept.lines,
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """Brings the texts of one thing into their stored form; what does not fit becomes a fault at its line."""

    faults: Faults
    whose: str
    line: int
    lines: Lines

    def title(self, text: str) -> str:
        title = self.line_of("title", text, TITLE_LENGTH)
        if not title:
            self._refuse("title", f"The title of {self.whose} is missing.")
        return title

    def slug(self, given: str, title: str) -> str:
        slug = given or slug_from(title)
        if not slug and title:
            self._refuse("title", f"No address can be made from the title {quoted(title)}: give a slug.")
        elif slug and not _SLUG.fullmatch(slug):
            self._refuse("slug", f"{quoted(slug)} is no slug: use letters a to z, digits and hyphens.")
        self._check_length("slug", slug, TITLE_LENGTH)
        return slug

    def line_of(self, name: str, text: str, limit: int) -> str:
        line = clean_line(text)
        self._check_length(name, line, limit)
        return line

    def detail(self, text: str, called: str = "detail") -> str:
        # A text that is far too long is not worth reading as Markdown.
        detail = stored_detail(text) if 0 < len(text) <= 2 * DETAIL_LENGTH else text
        self._check_length("detail", detail, DETAIL_LENGTH, called)
        return detail

    def entries(self, name: str, texts: Collection[str]) -> tuple[str, ...]:
        if not texts:
            return ()
        joined = clean_list("\n".join(clean_line(text) for text in texts))
        self._check_length(name, joined, LIST_LENGTH)
        return tuple(joined.split("\n")) if joined else ()

    def sources(self, sources: Collection[Source]) -> tuple[Source, ...]:
        lines = self.entries("sources", [self._source_line(source) for source in sources])
        return tuple(map(read_source, lines))

    def number(self, name: str, number: int, least: int, most: int) -> int:
        if not least <= number <= most:
            self._refuse(name, f"The {name} of {self.whose} must be a number from {least} to {most:,}.")
        return number

    def _source_line(self, source: Source) -> str:
        if source.url and read_source(str(source)).url != source.url:
            self._refuse("sources", f"{quoted(source.url)} is no address: begin it with https:// or http://.")
        return str(source)

    def _check_length(self, name: str, text: str, limit: int, called: str = "") -> None:
        if len(text) > limit:
            count = f"{len(text):,} characters; at most {limit:,} are allowed"
            self._refuse(name, f"The {called or name} of {self.whose} has {count}.")

    def _refuse(self, name: str, text: str) -> None:
        self.faults.add(self.lines.get(name, self.line), text)
