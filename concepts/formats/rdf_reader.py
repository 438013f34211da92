"""Reads a map from a SKOS thesaurus in RDF/XML."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapHead, MapStream, slug_from
from concepts.formats.faults import Faults, quoted
from concepts.formats.private_file import private_file
from concepts.formats.rdf_statements import read_statements
from concepts.formats.staged_statements import TABLES, StagedStatements, Subject, Value
from concepts.formats.summaries import summary_and_detail
from concepts.text import TITLE_LENGTH
from graph.kinds import LinkKind

SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (f"{SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_TITLES = ("http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title", *_LABELS)
_DESCRIPTIONS = ("http://purl.org/dc/terms/description", "http://purl.org/dc/elements/1.1/description")
_DEFINITIONS = (f"{SKOS}definition", f"{SKOS}scopeNote")
_ALIASES = f"{SKOS}altLabel"
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
# Property, kind, and whether the one that has the property is the link's target.
_LINKS = (
    (f"{SKOS}broader", LinkKind.PARENT, True),
    (f"{SKOS}narrower", LinkKind.PARENT, False),
    (f"{SKOS}related", LinkKind.RELATED, False),
)
_KEPT = {*_TITLES, *_DESCRIPTIONS, *_DEFINITIONS, _ALIASES, _DEPRECATED, *(uri for uri, _, _ in _LINKS)}


@contextmanager
def rdf_map(chunks: Iterable[bytes], faults: Faults) -> Iterator[MapStream]:
    """The map that a thesaurus makes, not yet settled. Statements have no order in RDF, so concepts come by title.

    In memory are the slugs, some 150 bytes each; all else is in a private file.
    """
    with closing(private_file(TABLES)) as file:
        told = StagedStatements(file)
        read_statements(chunks, told, _KEPT, faults)
        told.keep_concepts(_titles(told, faults))
        if not next(told.concepts(), None):
            faults.stop(0, "There is no skos:Concept in this file.")
        told.keep_slugs(_slugs(told.concepts()))
        yield MapStream(_head(told), _concepts(told), _links(told))


def _head(told: StagedStatements) -> MapHead:
    _, about = next(told.of_type(f"{SKOS}ConceptScheme"), (0, ""))
    scheme = told.subject(about) if about else Subject(1)
    summary, detail = summary_and_detail(_text(scheme, _DESCRIPTIONS))
    return MapHead(
        slug="",
        title=_text(scheme, _TITLES),
        summary=summary,
        detail=detail,
        line=scheme.line,
        has_head=False,
    )


def _concepts(told: StagedStatements) -> Iterator[ConceptDraft]:
    for about, title, slug in told.concepts():
        yield _concept(told.subject(about), title, slug)


def _titles(told: StagedStatements, faults: Faults) -> Iterator[tuple[int, str, str]]:
    """Number, name and title of each concept."""
    for number, about in told.of_type(f"{SKOS}Concept"):
        subject = told.subject(about)
        _refuse_two_labels(subject, faults)
        yield number, about, _text(subject, _LABELS)


def _refuse_two_labels(concept: Subject, faults: Faults) -> None:
    """SKOS allows one preferred label a language; with two of them, two concepts have come under one address."""
    first: dict[str, str] = {}
    for value, line in concept.values.get(_LABELS[0], {}).items():
        label = first.setdefault(value.language, value.text)
        if label != value.text:
            faults.add(line, f"This concept has the label {quoted(label)} already: keep one of them.")


def _concept(subject: Subject, title: str, slug: str) -> ConceptDraft:
    summary, detail = summary_and_detail(_text(subject, _DEFINITIONS))
    aliases = (value.text for value in subject.values.get(_ALIASES, ()) if _reads_english(value))
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


def _links(told: StagedStatements) -> Iterator[LinkDraft]:
    """Each link once: RDF may say it from both ends, and as often as it likes."""
    for _, about in told.of_type(f"{SKOS}Concept"):
        subject = told.subject(about)
        for uri, kind, to_here in _LINKS:
            for value, line in subject.values.get(uri, {}).items():
                source, target = (value.address, about) if to_here else (about, value.address)
                first, second = sorted((source, target)) if kind is LinkKind.RELATED else (source, target)
                if told.is_new((first, second, int(kind))):
                    yield LinkDraft(told.slug(source), told.slug(target), kind, "", line)


def _slugs(concepts: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Each concept's name with a slug: from the title, and where another has it, with the end of the name."""
    taken: set[str] = set()
    for about, title, _ in concepts:
        name = slug_from(title)
        if not name or name in taken:
            tail = slug_from(_last_part(about))
            name = f"{name[: TITLE_LENGTH - len(tail) - 1]}-{tail}".strip("-")
        taken.add(name)
        yield about, name


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
