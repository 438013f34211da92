"""Measures one database, named by the environment, and prints the figures as JSON: run by `benchmarks.library`."""

import json
import sys
import time
from collections.abc import Callable

import django
from tqdm import tqdm

django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import QueryDict  # noqa: E402

from benchmarks.library.corpus import texts  # noqa: E402
from benchmarks.library.filling import build_index, fill  # noqa: E402
from benchmarks.library.questions import questions  # noqa: E402
from explore.library_pages import LibraryAsked, library_page  # noqa: E402
from library.likeness import similar_documents  # noqa: E402
from library.models import Document  # noqa: E402

_WARM_UP = 20

# Milliseconds by the clock, and those that this process itself worked.
Figures = dict[str, list[tuple[float, float]]]


def main(size: int, count: int) -> None:
    """Fill the database where it is empty, ask it everything, print times in milliseconds by kind."""
    call_command("migrate", verbosity=0)
    filled = built = 0.0
    if not Document.objects.exists():
        filled = _milliseconds(lambda: fill(size))[0] / 1000
        built = _milliseconds(build_index)[0] / 1000
    json.dump(
        {"fill_s": filled, "index_s": built, "ms": {**_lists(size, count), **_likeness(count)}}, sys.stdout
    )


def _lists(size: int, count: int) -> Figures:
    figures: Figures = {}
    asked = questions(list(texts(size)), count)
    for question in asked[:: max(len(asked) // _WARM_UP, 1)]:
        _ask(question.address)
    for question in tqdm(asked, desc="lists and searches", mininterval=1):
        took = _milliseconds(lambda: _ask(question.address))  # noqa: B023 - called at once
        figures.setdefault(question.kind, []).append(took)
    return figures


def _likeness(count: int) -> Figures:
    documents = list(Document.objects.defer("text", "folded_text").order_by("fingerprint")[: count + 1])
    similar_documents(documents[0])
    cache.clear()
    return {"more like this": [_milliseconds(lambda: similar_documents(each)) for each in documents[1:]]}  # noqa: B023


def _ask(address: str) -> None:
    library_page(LibraryAsked.read(QueryDict(address.removeprefix("?"))), staff=False)


def _milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    started, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
