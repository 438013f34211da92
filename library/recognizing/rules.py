"""Facts about AI models by rules, for disclosures that nobody tagged."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from concepts.text import clean_line
from library.recognizing.comparisons import is_compared, is_denied, told_of_compared
from library.recognizing.found import FactFound
from library.recognizing.hardware import processor_family
from library.recognizing.hints import Hint, hints_in
from library.recognizing.model_names import Named, models_in
from library.recognizing.quantities import COUNTRY, GPU_COUNT, HARDWARE, PARAMS, TRAINING_TIME, YEAR
from library.recognizing.sentences import sentences

# So many statements of one kind about one model are kept, the surest first.
_MOST = {PARAMS: 1, HARDWARE: 2, GPU_COUNT: 1, TRAINING_TIME: 2, COUNTRY: 1, YEAR: 1}
_SOURCES = re.compile(
    r"^[ \t]*(?:sources?|references?|bibliography|further reading|citations?)\b[^\n]{0,20}(?::|$)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_PARAGRAPH = 5_000
# What is less sure is more often about another model, or about running one.
_LEAST = 0.45
# A model that is named in the sentence, in the paragraph, or elsewhere in the text.
_HERE, _NEAR, _FAR = 1.0, 0.95, 0.8
# A text that tells of a model's size and training says these words again and again.
_SPEAKS_OF_MODELS = re.compile(
    r"parameters?\b|\bweights\b|GPU|TPU|\b[AHV]\d00\b|accelerator|Ascend|Trainium|train(?:ed|ing)",
    re.IGNORECASE,
)
_FEWEST_WORDS, _CHARACTERS_A_WORD = 2, 1_000
_FEWEST_ATTRIBUTES = 3
_CHARACTERS_A_NAME = 2_000


class _Subjects:
    """The models that a text is about, where it names them, and the one that it is most about."""

    def __init__(self, text: str, named: list[Named]) -> None:
        self._text = text
        self._named = named
        self._starts = [one.start for one in named]
        # Of two names said equally often the first counted: a text names its subject early.
        self._main = Counter(one.name for one in named).most_common(1)[0][0]

    def of(self, place: int, sentence: tuple[int, int]) -> tuple[str, float]:
        """The model that a statement at a place is about, and how near it is named. Cost: O(log names)."""
        index = bisect_left(self._starts, place)
        before = self._named[index - 1] if index else None
        after = self._named[index] if index < len(self._named) else None
        if before and before.start >= sentence[0]:
            return before.name, _HERE
        if before and self._is_one_paragraph(before.start, place):
            return before.name, _NEAR
        if after and after.start < sentence[1]:
            return after.name, _HERE
        if after and self._is_one_paragraph(place, after.start):
            return after.name, _NEAR
        return self._main, _FAR

    def _is_one_paragraph(self, start: int, end: int) -> bool:
        return end - start <= _LONGEST_PARAGRAPH and "\n\n" not in self._text[start:end]


def propose_facts(text: str) -> tuple[FactFound, ...]:
    """The facts that a text states of the models it is about, in its order. Cost: O(length)."""
    if len(_SPEAKS_OF_MODELS.findall(text)) < max(_FEWEST_WORDS, len(text) // _CHARACTERS_A_WORD):
        return ()
    end = _end_of_prose(text)
    models = models_in(text[:end])
    compared = [one for one in models if is_compared(text, one)]
    starts = {one.start for one in compared}
    named = [one for one in models if one.start not in starts]
    if not named:
        return ()
    subjects = _Subjects(text[:end], _same_names(named))
    apart = list(told_of_compared(text[:end], compared))
    kept: dict[tuple[str, str], list[FactFound]] = defaultdict(list)
    for sentence in sentences(text, 0, end):
        for hint in hints_in(text, *sentence):
            if _is_within(hint.start, apart) or is_denied(text, hint.start):
                continue
            model, near = subjects.of(hint.start, sentence)
            fact = _fact(text, hint, model, near)
            if fact.confidence >= _LEAST:
                kept[model, hint.attribute].append(fact)
    facts = [fact for (_, attribute), found in kept.items() for fact in _surest(found, _MOST[attribute])]
    return tuple(sorted(facts, key=lambda fact: fact.start))


def discloses(text: str, facts: tuple[FactFound, ...]) -> bool:
    """Whether a text is a disclosure: it tells three things or more of one model, size or training among them.

    A long text must also name that model again and again: a history of the field tells figures of many.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        told[fact.model].add(fact.attribute)
    often = max(1, len(text) // _CHARACTERS_A_NAME)
    return any(
        len(attributes) >= _FEWEST_ATTRIBUTES
        and attributes & {PARAMS, GPU_COUNT, TRAINING_TIME}
        and (often <= 1 or text.count(model) >= often)
        for model, attributes in told.items()
    )


def _end_of_prose(text: str) -> int:
    """Where a list of sources begins: the years in it are of papers."""
    starts = [match.start() for match in _SOURCES.finditer(text)]
    return next((start for start in starts if start > len(text) / 2), len(text))


def _is_within(place: int, stretches: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the stretches, which are in order. Cost: O(log stretches)."""
    index = bisect_left(stretches, (place + 1,))
    return index > 0 and place < stretches[index - 1][1]


def _same_names(named: list[Named]) -> list[Named]:
    """Short forms under the full name that is said most: "LLaMA" in a text about LLaMA-65B."""
    counts = Counter(one.name for one in named)
    full: dict[str, str] = {}
    for name, _ in counts.most_common():
        head = re.split(r"[ -]", name)[0]
        if head != name:
            full.setdefault(head, name)
    return [Named(full.get(one.name, one.name), one.start, one.end) for one in named]


def _surest(found: list[FactFound], most: int) -> Iterator[FactFound]:
    seen: set[tuple[float | None, str]] = set()
    for fact in sorted(found, key=lambda fact: (-fact.confidence, -(fact.number or 0.0), fact.start)):
        key = (fact.number, fact.unit) if fact.number is not None else (None, _kind_of_thing(fact))
        if key not in seen and len(seen) < most:
            seen.add(key)
            yield fact


def _kind_of_thing(fact: FactFound) -> str:
    """A country's name; of processors only the family, since a text tells the same ones by shorter and longer names."""
    words = fact.value.casefold()
    return processor_family(words) if fact.attribute == HARDWARE else words


def _fact(text: str, hint: Hint, model: str, near: float) -> FactFound:
    quote = text[hint.start : hint.end]
    return FactFound(
        model=model,
        attribute=hint.attribute,
        value=clean_line(quote),
        unit=hint.unit,
        number=hint.number,
        quote=quote,
        start=hint.start,
        end=hint.end,
        confidence=round(hint.confidence * near, 2),
    )
