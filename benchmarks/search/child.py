"""Measures one database, named by the environment, and prints the figures as JSON: run by `benchmarks.search`."""

import json
import sys
import time
from collections.abc import Sequence

import django
from tqdm import tqdm

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.search.corpus import Text, texts  # noqa: E402
from benchmarks.search.engines import Engine, engines, settle  # noqa: E402
from benchmarks.search.questions import Asked, questions  # noqa: E402
from concepts.formats.drafts import ConceptDraft, MapHead, MapStream  # noqa: E402
from concepts.formats.faults import Faults  # noqa: E402
from concepts.formats.staging import staged  # noqa: E402
from concepts.formats.storing import store_maps  # noqa: E402
from concepts.models import KnowledgeMap  # noqa: E402

_SLUG = "searched"
_WARM_UP = 20
_LOOKED_AT = 5

Figures = dict[str, dict[str, list[float]]]


def main(size: int, count: int) -> None:
    """Fill the database where it is empty, ask every engine every question, print times and whether each was found."""
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    # It is filled in one transaction.
    if not KnowledgeMap.objects.filter(slug=_SLUG).exists():
        _fill(size)
        settle()
    filled = time.perf_counter() - started
    asked = questions([text.title for text in texts(size)], count)
    compared = engines(size)
    figures = {name: _measure(name, engine, asked) for name, engine in compared.items()}
    json.dump({"fill_s": filled, "engines": figures}, sys.stdout)


def _fill(size: int) -> None:
    head = MapHead(_SLUG, "Searched", "To be searched.")
    drafts = (_concept(number, text) for number, text in enumerate(texts(size)))
    with (
        staged(MapStream(head, drafts, ()), Faults(_SLUG)) as searched,
        tqdm(desc="concepts", total=size, unit=" rows", mininterval=1) as progress,
    ):
        store_maps([searched], progress=progress.update)


def _concept(number: int, text: Text) -> ConceptDraft:
    return ConceptDraft(
        f"concept-{number}", text.title, text.summary, aliases=tuple(text.aliases.split("\n"))
    )


def _measure(name: str, engine: Engine, asked: Sequence[Asked]) -> Figures:
    """Milliseconds of each query, and 1 or 0 for whether what was wanted is among the first, by kind of query."""
    for question in asked[:: len(asked) // _WARM_UP]:
        engine(question.query)
    figures: Figures = {}
    for question in tqdm(asked, desc=name, unit=" queries", mininterval=1):
        started = time.perf_counter()
        titles = engine(question.query)
        elapsed = (time.perf_counter() - started) * 1000
        kind = figures.setdefault(question.kind, {"ms": [], "found": []})
        kind["ms"].append(elapsed)
        kind["found"].append(float(question.wanted in titles[:_LOOKED_AT]) if question.wanted else 0.0)
    return figures


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
