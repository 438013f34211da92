"""A database filled with documents, what they cite, and their index."""

import sys
from itertools import islice

from django.db import connection
from tqdm import tqdm

from benchmarks.library.corpus import Text, texts
from concepts.models import Concept, KnowledgeMap, Topic
from library.likeness.building import renew_index
from library.models import Citation, Document, revising
from library.models.revision import LIKENESS
from outbox.models import Job

_ROWS_AT_ONCE = 500
_TOPICS = 12


def fill(size: int) -> None:
    """Documents of every kind with topics, each citing up to three concepts of a map."""
    shelf = KnowledgeMap.objects.create(slug="subjects", title="Subjects", summary="Of the documents.")
    number_of = {text.subjects for text in texts(size)}
    subjects = sorted({subject for chosen in number_of for subject in chosen})
    concepts = Concept.objects.bulk_create(
        Concept(map=shelf, slug=f"subject-{number}", title=f"Subject {number}", position=number)
        for number in subjects
    )
    by_subject = dict(zip(subjects, concepts, strict=True))
    topics = Topic.objects.bulk_create(
        Topic(slug=f"topic-{number}", title=f"Topic {number}", position=number) for number in range(_TOPICS)
    )
    rows = enumerate(texts(size))
    with revising(), tqdm(desc="documents", total=size, unit=" rows", mininterval=1, file=sys.stderr) as bar:
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            _store(batch, by_subject, topics)
            bar.update(len(batch))
    KnowledgeMap.objects.filter(pk=shelf.pk).update(published=True)
    with connection.cursor() as cursor:
        # As the database does by itself after a while.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _store(batch: list[tuple[int, Text]], by_subject: dict[int, Concept], topics: list[Topic]) -> None:
    documents = Document.objects.bulk_create(_document(number, text) for number, text in batch)
    through = Document.topics.through
    through.objects.bulk_create(
        through(document=document, topic=topics[subject % len(topics)])
        for document, (_, text) in zip(documents, batch, strict=True)
        for subject in sorted({subject % len(topics) for subject in text.subjects})
    )
    citations = [
        Citation(
            concept=by_subject[subject],
            document=document,
            start=at,
            end=at + 40,
            quote=text.text[at : at + 40],
        )
        for document, (_, text) in zip(documents, batch, strict=True)
        for at, subject in enumerate(text.subjects)
    ]
    Citation.objects.bulk_create(citations)


def _document(number: int, text: Text) -> Document:
    kinds = Document.Kind.values
    return Document(
        kind=kinds[number % len(kinds)],
        slug=f"document-{number}",
        title=text.title,
        summary=text.summary,
        authors=text.authors,
        text=text.text,
        published_on=text.day,
        status=Document.Status.PUBLISHED,
    )


def build_index() -> None:
    """What the relay does when it is due."""
    job = Job.objects.filter(kind=LIKENESS, state=Job.State.WAITING).get()
    renew_index(job)
