"""The contexts of the library's documents: as cards, as sources of a concept, and as a page to read."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse

from explore.contexts import CitedDocument, CitedPassage, DocumentCard, Stretch, TopicLink
from explore.library_contexts import (
    CitedConcept,
    ConceptName,
    DocumentPage,
    NumberedPassage,
    SimilarDocument,
    StatedFact,
)
from explore.passages import Body, Mark, insight_of, lede_of
from library import selectors
from library.likeness import Similar, similar_documents
from library.models import Citation, Document, Fact
from library.search.snippets import Snippet

# A longer text is a file to take along, not a page to read.
MOST_SHOWN = 1_000_000
_MOST_WORDS = 3


def document_card(document: Document, snippet: Snippet = (), *, with_topics: bool = True) -> DocumentCard:
    """A document in short. Queries: 0 without its topics, or when they were prefetched."""
    topics = document.topics.all() if with_topics else ()
    return DocumentCard(
        slug=document.slug,
        kind=document.kind,
        kind_name=document.get_kind_display(),
        title=document.title,
        summary=document.summary,
        authors=document.author_list,
        publisher=document.publisher,
        published_on=document.published_on,
        minutes=document.minutes,
        published=document.status == Document.Status.PUBLISHED,
        topics=tuple(TopicLink(topic.slug, topic.title) for topic in topics),
        snippet=tuple(Stretch(stretch.words, stretch.marked) for stretch in snippet),
    )


def newest_documents(count: int, *, staff: bool, kind: str = "", topic: str = "") -> tuple[DocumentCard, ...]:
    """The newest documents. Queries: 2."""
    newest = selectors.documents_after(None, staff=staff, kind=kind, topic=topic)[:count]
    return tuple(document_card(document) for document in newest)


def sources_of(concept_id: int, *, staff: bool) -> tuple[CitedDocument, ...]:
    """The documents that a concept rests on, with the passages. Queries: 1."""
    citations = selectors.citations_of_concept(concept_id, staff=staff)
    return tuple(
        CitedDocument(
            document_card(document, with_topics=False),
            tuple(CitedPassage(_cited_anchor(cited), cited.section, cited.quote) for cited in together),
            document.source_url,
        )
        for document, together in groupby(citations, key=lambda cited: cited.document)
    )


def document_page(slug: str, *, staff: bool) -> DocumentPage:
    """A document with what it cites, states and resembles. Queries: up to 8. Raises: UnknownDocument."""
    document = selectors.find_document(slug, staff=staff)
    citations = list(selectors.citations_of_document(document.pk, staff=staff))
    facts = list(selectors.facts_of_document(document.pk))
    shown = document.text[:MOST_SHOWN]
    parts = [part for part in document.part_list if part.end <= len(shown)]
    numbered = {cited.pk: number for number, cited in enumerate(citations, 1)}
    marks = [*(_cited_mark(cited, numbered[cited.pk]) for cited in citations), *map(_figure_mark, facts)]
    body = Body(shown, parts, marks, title=document.title)
    markup = body.markup()
    return DocumentPage(
        pk=document.pk,
        card=document_card(document),
        text=document.text,
        body=markup,
        heading=body.heading,
        lede=lede_of(shown, parts, document.summary),
        cut=len(shown) < len(document.text),
        insight=insight_of(shown, parts),
        sections=body.sections,
        concepts=_concepts_cited(citations, numbered),
        facts=_facts_by_model(facts),
        source_url=document.source_url,
        licence=document.licence,
        similar=tuple(map(_similar, similar_documents(document))),
        created=document.created.isoformat(timespec="seconds"),
        updated=document.updated.isoformat(timespec="seconds"),
    )


def _cited_anchor(cited: Citation) -> str:
    return f"c{cited.pk}"


def _cited_mark(cited: Citation, number: int) -> Mark:
    concept = cited.concept
    return Mark(
        cited.start,
        cited.end,
        _cited_anchor(cited),
        "cited",
        number,
        reverse("explore:concept", args=[concept.map.slug, concept.slug]),
        concept.title,
    )


def _figure_mark(fact: Fact) -> Mark:
    return Mark(fact.start, fact.end, f"f{fact.pk}", "figure")


def _concepts_cited(citations: list[Citation], numbered: dict[int, int]) -> tuple[CitedConcept, ...]:
    """By concept, in the order in which the text comes to them."""
    by_concept: dict[int, list[Citation]] = {}
    for cited in citations:
        by_concept.setdefault(cited.concept_id, []).append(cited)
    return tuple(
        CitedConcept(
            _concept_name(together[0]), tuple(_passage(cited, numbered[cited.pk]) for cited in together)
        )
        for together in by_concept.values()
    )


def _concept_name(cited: Citation) -> ConceptName:
    concept = cited.concept
    return ConceptName(concept.slug, concept.title, concept.map.slug, concept.map.title)


def _passage(cited: Citation, number: int) -> NumberedPassage:
    return NumberedPassage(number, _cited_anchor(cited), cited.section, cited.start, cited.end, cited.quote)


def _facts_by_model(facts: Iterable[Fact]) -> tuple[tuple[str, str, tuple[StatedFact, ...]], ...]:
    """Slug and name of each model, in the order in which the text comes to them, with what is stated of it."""
    by_model: dict[tuple[str, str], list[StatedFact]] = {}
    for fact in facts:
        stated = StatedFact(
            anchor=f"f{fact.pk}",
            model_slug=fact.model.slug,
            model_name=fact.model.name,
            attribute=fact.attribute,
            attribute_name=fact.get_attribute_display(),
            value=fact.value,
            quote=fact.quote,
        )
        by_model.setdefault((fact.model.slug, fact.model.name), []).append(stated)
    return tuple((slug, name, tuple(stated)) for (slug, name), stated in by_model.items())


def _similar(similar: Similar) -> SimilarDocument:
    return SimilarDocument(document_card(similar.document), _reason(similar), similar.shared)


def _reason(similar: Similar) -> str:
    if not (similar.concepts or similar.topics):
        return f"Has words in common: {', '.join(similar.shared)}"
    reason = f"Shares {', '.join(similar.shared)}"
    words = similar.words[: _MOST_WORDS + 1 - len(similar.shared)]
    if words:
        return f"{reason}, and the word{'s' if len(words) > 1 else ''} {', '.join(words)}"
    return reason
