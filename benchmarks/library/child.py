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

Figures = dict[str, list[float]]


def main(size: int, count: int) -> None:
    """Fill the database where it is empty, ask it everything, print times in milliseconds by kind."""
    call_command("migrate", verbosity=0)
    filled = built = 0.0
    if not Document.objects.exists():
        filled = _seconds(lambda: fill(size))
        built = _seconds(build_index)
    json.dump(
        {"fill_s": filled, "index_s": built, "ms": {**_lists(size, count), **_likeness(count)}}, sys.stdout
    )


def _lists(size: int, count: int) -> Figures:
    figures: Figures = {}
    asked = questions(list(texts(size)), count)
    for question in asked[:: max(len(asked) // _WARM_UP, 1)]:
        _ask(question.address)
    for question in tqdm(asked, desc="lists and searches", mininterval=1):
        took = _seconds(lambda: _ask(question.address)) * 1000  # noqa: B023 - called at once
        figures.setdefault(question.kind, []).append(took)
    return figures


def _likeness(count: int) -> Figures:
    documents = list(Document.objects.defer("text", "folded_text").order_by("fingerprint")[: count + 1])
    similar_documents(documents[0])
    cache.clear()
    return {"more like this": [_seconds(lambda: similar_documents(each)) * 1000 for each in documents[1:]]}  # noqa: B023


def _ask(address: str) -> None:
    library_page(LibraryAsked.read(QueryDict(address.removeprefix("?"))), staff=False)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
