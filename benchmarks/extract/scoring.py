"""Facts that were found against those that are tagged, a field at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from concepts.folding import fold
from library.recognizing.disclosures import read_disclosure
from library.recognizing.found import FactFound
from library.recognizing.quantities import ATTRIBUTES

TEXTS = Path(__file__).resolve().parents[2] / "tests" / "library" / "recognizing" / "texts"
SEEDS = "seeds"
_SEEDED = Path(__file__).resolve().parents[2] / "library" / "seeds" / "disclosures"
MODEL = "model"
FIELDS = (MODEL, *ATTRIBUTES)
# What is said of countries and processors in two ways.
_SAME = {"usa": "united states", "us": "united states", "uk": "united kingdom", "uae": "united arab emirates"}
_CLOSE = 0.005

Extract = Callable[[str], Iterable[FactFound]]


@dataclass(slots=True)
class Score:
    """What was found rightly, wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        return self.right / self.support if self.support else float("nan")

    @property
    def f1(self) -> float:
        return (
            2 * self.right / (2 * self.right + self.wrong + self.missed)
            if self.support + self.wrong
            else float("nan")
        )


def scores(folder: str, extract: Extract) -> dict[str, Score]:
    """Each field's score over the texts of a folder, and `all`. A fact is right when attribute and value are.

    The field `model` counts the models by name that any fact is told of.
    """
    found: dict[str, Score] = {field: Score() for field in (*FIELDS, "all")}
    for text in tagged_texts(folder):
        tagged = read_disclosure(text)
        _count(found, _values(tagged.facts), _values(extract(tagged.cut.text)))
    return found


def tagged_texts(folder: str) -> Iterator[str]:
    """The tagged texts of a folder; those of SEEDS stand below a head."""
    if folder == SEEDS:
        for path in sorted(_SEEDED.glob("*.md")):
            yield path.read_text(encoding="utf-8").split("---\n", 2)[2]
    else:
        for path in sorted((TEXTS / folder).glob("*.txt")):
            yield path.read_text(encoding="utf-8")


def _values(facts: Iterable[FactFound]) -> dict[str, list[str | float]]:
    values: dict[str, list[str | float]] = {field: [] for field in FIELDS}
    for fact in facts:
        value = fact.number if fact.number is not None else _words(fact.value)
        if value not in values[fact.attribute]:
            values[fact.attribute].append(value)
        if fold(fact.model) not in values[MODEL]:
            values[MODEL].append(fold(fact.model))
    return values


def _words(value: str) -> str:
    folded = fold(value)
    return _SAME.get(folded, folded)


def _count(
    found: dict[str, Score], gold: dict[str, list[str | float]], got: dict[str, list[str | float]]
) -> None:
    for field in FIELDS:
        left = list(gold[field])
        tally: Counter[str] = Counter()
        for value in got[field]:
            match = next((one for one in left if _same(field, one, value)), None)
            if match is None:
                tally["wrong"] += 1
            else:
                tally["right"] += 1
                left.remove(match)
        for score in (found[field], found["all"]):
            score.right += tally["right"]
            score.wrong += tally["wrong"]
            score.missed += len(left)


def _same(field: str, one: str | float, other: str | float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _CLOSE * max(one, other)
    if field == "hardware":
        # "A100" and "A100 GPUs with 80 GB of memory" name the same processor, "A100" and "V100" do not.
        return _names(str(one)) == _names(str(other)) != frozenset()
    return one == other


def _names(words: str) -> frozenset[str]:
    joined = words.replace("tpu v", "tpuv").replace("ascend ", "ascend")
    kept = (
        word for word in joined.split() if any(letter.isdigit() for letter in word) or word.startswith("tpu")
    )
    return frozenset(word.rstrip("s") for word in kept if not word[0].isdigit()) or frozenset(
        joined.split()[:1]
    )
