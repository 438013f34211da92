"""Reads a map from a SKOS thesaurus in RDF/XML."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft, slug_from
from concepts.formats.faults import Faults
from concepts.formats.rdf_statements import Subject, Value, read_statements
from concepts.formats.summaries import summary_and_detail
from concepts.text import TITLE_LENGTH
from graph.kinds import LinkKind

SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_TITLES = ("http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title", *_LABELS)
_DESCRIPTIONS = ("http://purl.org/dc/terms/description", "http://purl.org/dc/elements/1.1/description")
_DEFINITIONS = (f"{SKOS}definition", f"{SKOS}scopeNote")
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
# Property, kind, and whether the one that has the property is the link's target.
_LINKS = (
    (f"{SKOS}broader", LinkKind.PARENT, True),
    (f"{SKOS}narrower", LinkKind.PARENT, False),
    (f"{SKOS}related", LinkKind.RELATED, False),
)


def read_rdf(chunks: Iterable[bytes], faults: Faults) -> MapDraft:
    """The map that a thesaurus makes, not yet settled. Statements have no order in RDF, so concepts come by title."""
    subjects = read_statements(chunks, faults)
    concepts = {about: subject for about, subject in subjects.items() if f"{SKOS}Concept" in subject.types}
    if not concepts:
        faults.stop(0, "There is no skos:Concept in this file.")
    scheme = next(
        (subject for subject in subjects.values() if f"{SKOS}ConceptScheme" in subject.types), Subject(1)
    )
    titles = {about: _text(subject, _LABELS) for about, subject in concepts.items()}
    order = sorted(concepts, key=lambda about: (titles[about].casefold(), about))
    slugs = _slugs(order, titles)
    summary, detail = summary_and_detail(_text(scheme, _DESCRIPTIONS))
    return MapDraft(
        slug="",
        title=_text(scheme, _TITLES),
        summary=summary,
        detail=detail,
        concepts=tuple(_concept(concepts[about], titles[about], slugs[about]) for about in order),
        links=tuple(_links(concepts, slugs)),
        line=scheme.line,
        has_head=False,
    )


def _concept(subject: Subject, title: str, slug: str) -> ConceptDraft:
    summary, detail = summary_and_detail(_text(subject, _DEFINITIONS))
    aliases = (value.text for value in subject.values.get(f"{SKOS}altLabel", ()) if _reads_english(value))
    # What a thesaurus has given up is kept for the links to it, and shown to staff alone.
    given_up = any(value.text == "true" for value in subject.values.get(_DEPRECATED, ()))
    return ConceptDraft(
        slug=slug,
        title=title,
        summary=summary,
        detail=detail,
        aliases=tuple(aliases),
        published=not given_up,
        line=subject.line,
    )


def _links(concepts: dict[str, Subject], slugs: dict[str, str]) -> Iterator[LinkDraft]:
    """Each link once: RDF may say it from both ends, and as often as it likes."""
    said = set()
    for about, subject in concepts.items():
        for uri, kind, to_here in _LINKS:
            for value, line in subject.values.get(uri, {}).items():
                other = value.address
                ends = (other, about) if to_here else (about, other)
                key = (frozenset(ends) if kind is LinkKind.RELATED else ends, kind)
                if key not in said:
                    said.add(key)
                    source, target = (slugs.get(end, end) for end in ends)
                    yield LinkDraft(source, target, kind, "", line)


def _slugs(order: Iterable[str], titles: dict[str, str]) -> dict[str, str]:
    """A slug for each address: from the title, and where another has it, with the end of the address."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for about in order:
        name = slug_from(titles[about])
        if not name or name in taken:
            tail = slug_from(_last_part(about))
            name = f"{name[: TITLE_LENGTH - len(tail) - 1]}-{tail}".strip("-")
        taken.add(name)
        slugs[about] = name
    return slugs


def _last_part(about: str) -> str:
    try:
        parts = urlsplit(about)
    except ValueError:
        # Odd brackets make it no address, but it still names something.
        return about
    return parts.fragment or parts.path.rstrip("/").rpartition("/")[2]


def _text(subject: Subject, names: Iterable[str]) -> str:
    """The first text there is under these names, an English one if there is any."""
    for name in names:
        texts = [value for value in subject.values.get(name, ()) if value.text]
        if texts:
            return next((value.text for value in texts if _reads_english(value)), texts[0].text)
    return ""


def _reads_english(value: Value) -> bool:
    return bool(value.text) and (not value.language or value.language.split("-")[0] == "en")
