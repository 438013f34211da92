"""The index of likeness, built after changes of the library by whoever does the outbox's work."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models.functions import Now

from graph.ranking import WeightedGraph
from graph.storage import write_arrays
from library.likeness.index import stamp_of
from library.likeness.texts import WeightedTexts, near_texts, telling_words, weighted
from library.models import Citation, Document, LibraryState, LikenessIndex
from outbox.leases import finish
from outbox.models import Job
from outbox.progress import report

# What joins documents, by how much it says: a concept both rest on, words alike (times how much so), a topic.
_CONCEPT, _WORDS, _TOPIC = 1.0, 1.0, 0.4
_TRIES = 5
_ROWS_A_FETCH = 500

Progress = Callable[[int], None]


class StillChanging(Exception):
    """The library changes faster than its index is built: what there is was stored, and it is tried again later."""


def renew_index(job: Job) -> None:
    """Build the index until it is of the library as it is; then what was built and the end of the job are one."""
    for _ in range(_TRIES):
        state = LibraryState.objects.get(pk=1)
        content = built_content(_counting(job))
        with transaction.atomic():
            # Whoever changes the library holds this row from the first statement on.
            now = LibraryState.objects.select_for_update().get(pk=1)
            _store(stamp_of(str(state)), content)
            if str(now) == str(state):
                finish(job)
                return
    raise StillChanging


def _store(stamp: str, content: bytes) -> None:
    values = {"stamp": stamp, "content": content, "built": Now()}
    LikenessIndex.objects.update_or_create(pk=1, defaults=values)


def _counting(job: Job) -> Progress:
    steps = 2 * Document.objects.filter(status=Document.Status.PUBLISHED).count()
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        report(job, done=min(done, steps), steps=steps)

    return count


def built_content(progress: Progress = lambda count: None) -> bytes:
    """The index of all published documents, as the bytes of its file. Queries: 3."""
    documents = Document.objects.filter(status=Document.Status.PUBLISHED).order_by("pk")
    ids: list[int] = []

    def texts_in_turn() -> Iterator[str]:
        for pk, names, summary, text in documents.values_list(
            "pk", "folded_names", "folded_summary", "folded_text"
        ).iterator(_ROWS_A_FETCH):
            ids.append(pk)
            yield f"{names} {summary} {text}"

    texts = weighted(texts_in_turn(), progress=progress)
    graph = _joined(ids, near_texts(texts, progress=progress))
    return _packed(ids, graph, texts)


def _joined(ids: list[int], near: list[tuple[int, int, float]]) -> WeightedGraph:
    """Documents first, in the order of their ids, then the concepts and topics that they share."""
    places = {pk: number for number, pk in enumerate(ids)}
    count = len(places)
    ends = [(one, two) for one, two, _ in near]
    weights = [_WORDS * alike for _, _, alike in near]
    cited = Citation.objects.placed().filter(concept__published=True, concept__map__published=True)
    concepts = cited.order_by().values_list("document_id", "concept_id").distinct()
    topics = Document.topics.through.objects.order_by().values_list("document_id", "topic_id")
    for pairs, weight in ((concepts, _CONCEPT), (topics, _TOPIC)):
        numbers: dict[int, int] = {}
        for document, shared in pairs:
            if document in places:
                node = numbers.setdefault(shared, count + len(numbers))
                ends.append((places[document], node))
                weights.append(weight)
        count += len(numbers)
    return WeightedGraph.build(count, np.array(ends, dtype=np.int64).reshape(-1, 2), weights)


def _packed(ids: list[int], graph: WeightedGraph, texts: WeightedTexts) -> bytes:
    told = telling_words(texts)
    used, numbers = np.unique(told[told >= 0], return_inverse=True)
    told[told >= 0] = numbers
    words = "\n".join(texts.vocabulary[word] for word in used).encode()
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "documents": np.array(ids, dtype=np.int64),
        "starts": graph.starts,
        "neighbors": graph.neighbors,
        "shares": graph.shares.astype(np.float32),
        "told": told.reshape(-1),
        "words": np.frombuffer(words, dtype=np.uint8),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index.bin"
        write_arrays(path, {}, arrays)
        return path.read_bytes()
