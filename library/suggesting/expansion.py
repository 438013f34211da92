"""Expanding a concept: what could stand under it, as proposals of a document made for them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from concepts.folding import fold
from concepts.models import Concept, Link, LinkKind
from concepts.text import TITLE_LENGTH
from library.models import Document, Proposal, Question, revising
from library.proposing.concepts import Likes, offered
from library.proposing.likeness import likes_among
from library.proposing.standing import Standing, concepts_to_cite, standing_of
from library.proposing.suggestions import suggest
from library.proposing.wanted import Text, Wanted, fitted
from library.recognizing.found import ConceptFound
from library.suggesting import instructions, schemas
from library.suggesting.answering import Prompt, answer
from library.suggesting.checks import Item, Sieve, Unfit, reason_of, score_of, texts_of, title_of
from library.suggesting.outcomes import sentence
from outbox.models import Job

MOST_NEAR = 60
MOST_TITLES = 200
_DETAIL_SENT = 6_000
_KINDS = {
    "parent": LinkKind.PARENT,
    "prerequisite": LinkKind.PREREQUISITE,
    "related": LinkKind.RELATED,
}


def expand(job: Job, asked: Question, concept: Concept) -> None:
    """Ask what could stand under a concept. Raises: GivenUp, NotYet."""
    prompt = Prompt("expansion", instructions.EXPANSION, _data(concept), schemas.EXPANSION)
    answer(job, asked, prompt, lambda given, model: _keep(asked, concept, given, model))


def _data(concept: Concept) -> str:
    """What is sent of a concept and its map. Queries: 3."""
    near = _near(concept)
    others = Concept.objects.filter(map=concept.map).exclude(pk__in=[concept.pk, *near])
    titles = others.order_by("position", "pk").values_list("title", flat=True)[:MOST_TITLES]
    about = {
        "map": concept.map.title,
        "concept": {
            "title": concept.title,
            "summary": concept.summary,
            "detail": concept.detail[:_DETAIL_SENT],
        },
        "near": [{"title": title, "summary": summary} for title, summary in near.values()],
        "titles": list(titles),
    }
    return json.dumps(about, ensure_ascii=False)


def _near(concept: Concept) -> dict[int, tuple[str, str]]:
    """Title and summary of the concepts that it is linked to. Queries: 2."""
    ends = ("pk", "title", "summary")
    out = Link.objects.filter(source=concept).order_by("pk")
    back = Link.objects.filter(target=concept).order_by("pk")
    rows = [
        *out.values_list(*(f"target__{name}" for name in ends))[:MOST_NEAR],
        *back.values_list(*(f"source__{name}" for name in ends))[:MOST_NEAR],
    ]
    return {pk: (title, summary) for pk, title, summary in rows}


def _keep(question: Question, concept: Concept, given: Any, model: str) -> str:
    """Make proposals of an answer; a sentence about them."""
    with revising():
        document = _document_for(concept)
        Question.objects.filter(pk=question.pk).update(document=document, fingerprint=document.fingerprint)
        likes = likes_among(concepts_to_cite(concept.map_id, ()))
        expanding = _Expanding(concept, model, standing_of(document), likes)
        sieve = Sieve()
        wanted = [
            *sieve.kept(given["concepts"], expanding.concept_of),
            *sieve.kept(given["links"], expanding.link_of),
        ]
        return sentence(model, suggest(document, wanted), expanding.known, sieve.dropped)


@dataclass(slots=True)
class _Expanding:
    """The items of one answer, as proposals. `known`: how many concepts and links the map has already."""

    concept: Concept
    model: str
    standing: Standing
    likes: Likes
    known: int = 0
    text: Text = field(default_factory=lambda: Text(""))
    new: set[str] = field(default_factory=set)

    def concept_of(self, item: Item) -> Iterator[Wanted]:
        """A new concept, and its link from the one that is expanded."""
        told = texts_of(item)
        reason, score = reason_of(item), score_of(item)
        title = told["title"]
        if self.standing.concept(title):
            self.known += 1
            return
        self.new.add(fold(title))
        found = ConceptFound(title, told["summary"], told["detail"], 0, 0)
        payload = {**told, "topics": [], "same_as": offered(found, self.likes)}
        kind = Proposal.Kind.CONCEPT
        yield self._wanted(kind, told.values(), payload, score, f"Could stand under “{self.concept.title}”.")
        yield self._link(self.concept.title, title, LinkKind.PARENT, score, reason)

    def link_of(self, item: Item) -> Iterator[Wanted]:
        """A link between concepts of the map and new ones."""
        source, target = title_of(item, "source"), title_of(item, "target")
        reason, score = reason_of(item), score_of(item)
        ends = [self.standing.concept(title) for title in (source, target)]
        unknown = [
            title
            for title, end in zip((source, target), ends, strict=True)
            if end is None and fold(title) not in self.new
        ]
        if unknown or fold(source) == fold(target):
            raise Unfit
        pks = tuple(end.pk for end in ends if end)
        if len(pks) == 2 and {pks, pks[::-1]} & self.standing.links:
            self.known += 1
            return
        yield self._link(source, target, _KINDS[item["kind"]], score, reason)

    def _link(self, source: str, target: str, kind: LinkKind, score: float, reason: str) -> Wanted:
        payload = {"kind": kind.value, "source": source, "target": target}
        return self._wanted(Proposal.Kind.LINK, (source, target), payload, score, reason)

    def _wanted(self, kind: Any, content: Any, payload: Any, score: float, reason: str) -> Wanted:
        wanted = self.text.wanted(kind, content, payload, (0, 0), score=score, reason=reason)
        return replace(wanted, suggested_by=self.model)


def _document_for(concept: Concept) -> Document:
    """The draft that holds the proposals for a concept; its text is what the concept says now. Queries: 2 or more."""
    text = "\n\n".join(part for part in (concept.title, concept.summary, concept.detail) if part)
    slug = f"suggestions-for-concept-{concept.pk}"
    document = Document.objects.filter(slug=slug).first() or Document(slug=slug, kind=Document.Kind.TEXT)
    if document.pk and document.text == text and document.map_id == concept.map_id:
        return document
    document.title = fitted(f"Suggestions for {concept.title}", TITLE_LENGTH)
    document.text, document.map = text, concept.map
    document.save()
    return document
