"""Asking what a document says beyond what its text gave by rules."""

import json
from collections.abc import Sequence
from itertools import islice
from typing import Any

from concepts.folding import fold
from library.models import Document, Proposal, Question, revising
from library.proposing.likeness import likes_among
from library.proposing.standing import Known, by_name, concepts_to_cite, standing_of
from library.proposing.suggestions import suggest
from library.suggesting import instructions, schemas
from library.suggesting.answering import Prompt, answer, close
from library.suggesting.checks import Sieve
from library.suggesting.found_in_text import FoundInText
from library.suggesting.outcomes import sentence
from outbox.models import Job

MOST_CHARACTERS = 40_000
MOST_TITLES = 300
CHANGED = "The text was changed since: the new one is asked about instead."


def read_again(job: Job, asked: Question, document: Document) -> None:
    """Ask what a document says beyond its proposals. Raises: GivenUp, NotYet."""
    if document.fingerprint != asked.fingerprint:
        close(asked, CHANGED)
        return
    topics = document.topics.values_list("pk", flat=True)
    known = concepts_to_cite(document.map_id, list(topics))
    prompt = Prompt("reading", instructions.READING, _data(document, known), schemas.READING)
    answer(job, asked, prompt, lambda given, model: _keep(asked, document.pk, known, given, model))


def _data(document: Document, known: Sequence[Known]) -> str:
    """What is sent of a document: its beginning, and titles. Queries: 1."""
    concepts = document.proposals.filter(kind=Proposal.Kind.CONCEPT).order_by("pk")
    proposed = [payload["title"] for payload in concepts.values_list("payload", flat=True)[:MOST_TITLES]]
    about = {
        "title": document.title,
        "known": [concept.title for concept in islice(known, MOST_TITLES)],
        "proposed": proposed,
        "text": beginning(document.text),
    }
    return json.dumps(about, ensure_ascii=False)


def beginning(text: str) -> str:
    """As much of a text as is sent, up to the end of a line or a word."""
    if len(text) <= MOST_CHARACTERS:
        return text
    least = MOST_CHARACTERS // 2
    end = max(text.rfind("\n", least, MOST_CHARACTERS), 0) or text.rfind(" ", least, MOST_CHARACTERS)
    return text[: end if end > 0 else MOST_CHARACTERS]


def _keep(question: Question, document_id: int, known: Sequence[Known], given: Any, model: str) -> str:
    """Make proposals of an answer; a sentence about them."""
    with revising():
        # Read under the lock: the text may have changed while the model was writing.
        document = Document.objects.get(pk=document_id)
        if document.fingerprint != question.fingerprint:
            return CHANGED
        standing = standing_of(document)
        standing.named = {**by_name(known), **standing.named}
        found = FoundInText(document.text, model, standing, likes_among(known), _proposed_titles(document))
        sieve = Sieve()
        wanted = [
            *sieve.kept(given["concepts"], found.concept_of),
            *sieve.kept(found.parents, found.link_of),
            *sieve.kept(given["citations"], found.citation_of),
            *sieve.kept(given["facts"], found.fact_of),
        ]
        return sentence(model, suggest(document, wanted), found.known, sieve.dropped)


def _proposed_titles(document: Document) -> set[str]:
    concepts = document.proposals.filter(kind=Proposal.Kind.CONCEPT)
    return {fold(payload["title"]) for payload in concepts.values_list("payload", flat=True)}
