"""How many megabytes of text a second are recognised, a kind at a time, and searched for known terms."""

import random
import time
from collections.abc import Callable

from benchmarks.extract.maps import seed_maps
from benchmarks.extract.scoring import TEXTS
from library.reading.text import ReadText
from library.recognizing.disclosures import read_disclosure
from library.recognizing.recognize import recognize
from library.recognizing.terms import Term, TermIndex

SIZE = 1_000_000
TERMS = 100_000
_ROUNDS = 3
_SEED = 5


def speeds() -> dict[str, float]:
    """Megabytes of processor time a second, the best of three rounds each; of every kind with the search for terms."""
    index = TermIndex(made_terms())
    texts = made_texts()
    found = {name: _rate(text, lambda one: _taken_in(one, index)) for name, text in texts.items()}
    found[f"terms alone, {TERMS:,} known"] = _rate(
        texts["text"], lambda one: sum(1 for _ in index.mentions(one))
    )
    return found


def _taken_in(text: str, index: TermIndex[int]) -> int:
    found = recognize(ReadText(text, "text"))
    return sum(1 for _ in index.mentions(found.text))


def made_texts() -> dict[str, str]:
    """A megabyte of each kind, out of the maps that come along and the tagged texts."""
    details = [concept.detail for seed in seed_maps() for concept in seed.concepts]
    tagged = [path.read_text(encoding="utf-8") for path in sorted((TEXTS / "tuned").glob("*.txt"))]
    points = [
        f"Section {place}\n" + "\n".join(f"• {sentence}." for sentence in detail.split(". "))
        for place, detail in enumerate(details)
    ]
    lines = [f"{one.title}\n{one.summary}\n{one.detail}" for seed in seed_maps() for one in seed.concepts]
    numbered = [line.replace("\n", f" {place}\n", 1) for place, line in enumerate(_repeated(lines))]
    return {
        "text": "\n\n".join(_repeated(details)),
        "map text": "Atlas — Interactive Knowledge Map\nKey Concepts\n" + "\n".join(numbered),
        "digest": "The central insight: much fits into a line.\n\n" + "\n\n".join(_repeated(points)),
        "disclosure, tagged": "\n\n".join(_repeated(tagged)),
        "disclosure, untagged": "\n\n".join(_repeated([read_disclosure(text).cut.text for text in tagged])),
    }


def made_terms() -> list[Term[int]]:
    """The concepts that come along, among others whose titles are made of their words."""
    chance = random.Random(_SEED)
    titles = [concept.title for seed in seed_maps() for concept in seed.concepts]
    words = sorted(
        {
            word
            for seed in seed_maps()
            for one in seed.concepts
            for word in one.detail.split()
            if word.isalpha()
        }
    )
    made = (" ".join(chance.sample(words, chance.randint(2, 4))) for _ in range(TERMS - len(titles)))
    return [Term(place, title) for place, title in enumerate([*titles, *made])]


def _repeated(texts: list[str]) -> list[str]:
    length = sum(map(len, texts))
    return (texts * (SIZE // length + 1))[: max(1, len(texts) * SIZE // length)]


def _rate(text: str, work: Callable[[str], object]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.process_time()
        work(text)
        best = min(best, time.process_time() - began)
    return len(text.encode()) / 1e6 / best
