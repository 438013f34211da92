"""How often a proposed parent is right, beside rules that read nothing or little."""

from collections.abc import Callable, Sequence

from benchmarks.extract.fitting import Lesson, fit
from benchmarks.extract.maps import SeedMap, page_forms, seed_maps
from library.reading.text import ReadText
from library.recognizing.hierarchy import WEIGHTS
from library.recognizing.likeness import Likeness
from library.recognizing.recognize import recognize
from library.recognizing.tree import ROOT

OURS, LEFT_OUT = "as shipped", "fitted without the map"
ALL = "all"
Guess = Callable[[Likeness, int], int]


def _titles_alike(likeness: Likeness, index: int) -> int:
    title = likeness.texts[index].title
    shared = [len(title & texts.title) for texts in likeness.texts]
    shared[index] = 0
    return shared.index(max(shared)) if any(shared) else ROOT


def _most_alike(likeness: Likeness, index: int) -> int:
    return max(range(index), key=lambda other: likeness.cosine(index, other), default=ROOT)


BASELINES: dict[str, Guess] = {
    "no parent": lambda likeness, index: ROOT,
    "the first concept": lambda likeness, index: 0 if index else ROOT,
    "the one before": lambda likeness, index: index - 1,
    "titles alike": _titles_alike,
    "texts alike, before": _most_alike,
}


def parent_hits() -> dict[str, dict[str, tuple[int, int]]]:
    """By map and for all: by way of guessing, how many parents are right, and of how many."""
    lessons = {seed.title: Lesson(seed) for seed in seed_maps()}
    table: dict[str, dict[str, tuple[int, int]]] = {}
    for title, lesson in lessons.items():
        others = [other for name, other in lessons.items() if name != title]
        hits = {name: _hits(lesson, guess) for name, guess in BASELINES.items()}
        hits |= {OURS: lesson.hits(dict(WEIGHTS)), LEFT_OUT: lesson.hits(fit(others))}
        table[title] = {name: (right, len(lesson.right)) for name, right in hits.items()}
    ways = next(iter(table.values()))
    table[ALL] = {way: _sum([row[way] for row in table.values()]) for way in ways}
    return table


def fitted_to_all() -> dict[str, float]:
    """The weights that all maps give, as they stand in library/recognizing/hierarchy.py."""
    return fit([Lesson(seed) for seed in seed_maps()])


def concepts_found() -> dict[str, tuple[int, int]]:
    """By form of the page: how many concepts are found with title, summary and detail as they are, and of how many."""
    found: dict[str, tuple[int, int]] = {}
    for seed in seed_maps():
        for form, page in page_forms(seed).items():
            right, count = found.get(form, (0, 0))
            found[form] = (right + _found(seed, page), count + len(seed.concepts))
    return found


def _hits(lesson: Lesson, guess: Guess) -> int:
    return sum(guess(lesson.likeness, index) in right for index, right in enumerate(lesson.right))


def _sum(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(right for right, _ in pairs), sum(count for _, count in pairs)


def _found(seed: SeedMap, page: str) -> int:
    concepts = recognize(ReadText(page, "text")).concepts
    told = {(one.title, one.summary, one.detail) for one in concepts}
    return sum((one.title, one.summary, one.detail) in told for one in seed.concepts)
