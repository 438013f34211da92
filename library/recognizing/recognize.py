"""What a document is, by evidence, and all that can be proposed from it."""

from concepts.text import TITLE_LENGTH, clean_line
from library.reading.text import Part, ReadText
from library.recognizing.bylines import authors_in
from library.recognizing.calls import calls_in
from library.recognizing.cutting import Cut
from library.recognizing.digests import read_digest
from library.recognizing.disclosures import read_disclosure
from library.recognizing.found import ConceptFound, DocumentKind, Recognized
from library.recognizing.hierarchy import propose_parents
from library.recognizing.lines import HEADING, Unit, is_title
from library.recognizing.map_texts import MapText, menu_length, read_map_text, topics_of
from library.recognizing.outlines import names_place, propose_outline
from library.recognizing.rules import discloses, propose_facts
from library.recognizing.sentences import sentences
from library.recognizing.structure import parts_of, stretches_without, units_of_read
from library.recognizing.tags import is_tagged, without_tags


def recognize(read: ReadText) -> Recognized:
    """A document's kind, clean text and parts, and the concepts and facts that it proposes. Cost: O(length).

    Raises: DocumentRefused for tags and tagged figures that cannot be read; its line is one of the text that was read.
    """
    units = units_of_read(read)
    if found := read_map_text(read, units):
        return _map_text(read.text, units, found)
    if is_tagged(read.text):
        return _disclosure(read, units)
    return _prose(read, units)


def _map_text(text: str, units: list[Unit], found: MapText) -> Recognized:
    kept = {id(unit) for unit in found.kept}
    places = {place for place, unit in enumerate(units) if id(unit) in kept}
    cut = Cut(text, stretches_without(units, places, len(text)))
    titles = {id(concept.units[0]) for concept in found.concepts}
    parts = tuple(
        Part(HEADING, unit.start, unit.end, 2)
        if id(unit) in titles
        else Part(unit.kind, unit.start, unit.end, unit.level)
        for unit in found.kept
    )
    if parts and not found.kept[0].level and parts[0].kind != HEADING:
        parts = (Part(HEADING, parts[0].start, parts[0].end, 1), *parts[1:])
    concepts = []
    for concept, parent in zip(found.concepts, propose_parents(found.concepts), strict=True):
        start, end = cut.trimmed(concept.units[0].start, concept.units[-1].end)
        concepts.append(ConceptFound(concept.title, concept.summary, concept.detail, start, end, parent))
    return Recognized(
        DocumentKind.MAP_TEXT,
        found.title,
        cut.text,
        cut.parts(parts),
        topics=found.topics,
        concepts=tuple(concepts),
    )


def _disclosure(read: ReadText, units: list[Unit]) -> Recognized:
    found = read_disclosure(read.text)
    parts = found.cut.parts(parts_of(read.text, units))
    return Recognized(
        DocumentKind.DISCLOSURE,
        without_tags(read.title) or _title(found.cut.text, parts) or ", ".join(found.models)[:TITLE_LENGTH],
        found.cut.text,
        parts,
        topics=topics_of(read.navigation),
        facts=found.facts,
        authors=authors_in(found.cut.text, parts),
    )


def _prose(read: ReadText, units: list[Unit]) -> Recognized:
    """A digest, an untagged disclosure, or a text."""
    menu = units[: menu_length(read.text, units)]
    below = parts_of(read.text, units[len(menu) :])
    settled = [*menu, *(Unit(part.kind, part.start, part.end, part.level) for part in below)]
    parts = tuple(Part(unit.kind, unit.start, unit.end, unit.level) for unit in settled)
    whole, inside = calls_in(read.text, settled)
    if len(whole) == len(settled):
        # A text of nothing but calls is about them.
        whole, inside = set(), []
    whole |= set(range(len(menu)))
    dropped = stretches_without(settled, set(range(len(settled))) - whole, len(read.text))
    cut = Cut(read.text, sorted([*dropped, *inside], key=lambda span: span.start))
    parts, text = cut.parts(parts), cut.text
    title = read.title or _title(text, parts)
    topics = topics_of(read.navigation)
    authors = authors_in(text, parts)
    digest = read_digest(text, parts, has_calls=bool(whole or inside))
    if digest.is_one:
        return Recognized(
            DocumentKind.DIGEST, title, text, digest.parts, digest.insight, topics, authors=authors
        )
    facts = propose_facts(text)
    if discloses(text, facts):
        return Recognized(
            DocumentKind.DISCLOSURE, title, text, parts, topics=topics, facts=facts, authors=authors
        )
    return Recognized(
        DocumentKind.TEXT,
        title,
        text,
        parts,
        topics=topics,
        concepts=propose_outline(text, parts),
        authors=authors,
    )


def _title(text: str, parts: tuple[Part, ...]) -> str:
    """The first heading that names a subject, else the first words in the form of one, else nothing."""
    headings = [part for part in parts if part.kind == HEADING]
    if headings:
        named = (
            clean_line(text[part.start : part.end])
            for part in headings
            if part.level == 1 or part is headings[0]
        )
        return next((words for words in named if not names_place(words) and len(words) <= TITLE_LENGTH), "")
    first = parts[0] if parts else None
    start, end = next(sentences(text, first.start, first.end), (0, 0)) if first else (0, 0)
    words = clean_line(text[start:end])
    return words if is_title(words) else ""
