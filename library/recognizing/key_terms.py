"""The key terms of a text: phrases of up to four words, ranked by C-value.

Source: Frantzi, Ananiadou, Mima, Automatic Recognition of Multi-Word Terms: the C-value/NC-value Method (2000).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from concepts.folding import fold
from library.recognizing.stems import STOP_WORDS, singular

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_JOINING = " \n\u00a0"
_MOST_WORDS = 4
_FEWEST = 2
# A single word must be said this often, and be this long, to be a term.
_SINGLE_COUNT, _SINGLE_LENGTH = 4, 5
_SINGLE_WEIGHT = 0.25
# Words that stand at an edge of a phrase without belonging to a term: verbs and judgements of expository prose.
_LOOSE = frozenset(
    "able add added adds allow allowed allows apply applied appear appears ask asked asks"
    " base based become begin begins bring called"
    " change changed changes choose chosen close compare compared consider contain contains"
    " cost costs count create created day days"
    " depend depends describe described early easily easy end ends entire exist exists"
    " explain explained fact fall far fast faster"
    " fewer find finds follow followed follows form found gain gains grow grows hard help"
    " helps high higher hold holds include included"
    " includes increase increased kind lead leads learn learned leave left like limit long"
    " longer look lose low lower main major make"
    " matter mean measure measured mind month months moment move moved name named number"
    " numbers order pair part parts people point"
    " points possible problem provide provided put question reach read reason reduce reduced"
    " remain report reported result results"
    " rise run running runs second sense serve share short side simple single slow stand"
    " stands start state states stay step steps stop"
    " study suggest support tell tells term text think thousand million billion trillion"
    " hundred try turn turned type understand want"
    " wanted watch week weeks win word words write written wrote year years paper papers"
    " author authors work worked working use used"
    " user users way ways new old good bad big large larger largest small smaller smallest"
    " different similar same common general full"
    " whole true real available better best worse least less more most great strong weak"
    " rather whose ago percent rate hour hours minute minutes second seconds dollar dollars"
    " euro euros ten twenty thirty"
    " fifty thousands millions billions hundreds send sends wait waits cause caused causes"
    " public private certain".split()
)


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term as the text writes it most, how often, where first, and its rank's score."""

    title: str
    count: int
    start: int
    end: int
    score: float


_Key = tuple[str, ...]
_Places = list[tuple[int, int]]


def key_terms(text: str, most: int) -> list[KeyTerm]:
    """The best terms, highest score first; the same for the same text. Cost: O(length)."""
    phrases: dict[_Key, _Places] = defaultdict(list)
    for run in _repeated(list(_runs(text))):
        keys = tuple(word for word, _, _ in run)
        for first in range(len(run)):
            for last in range(first, min(first + _MOST_WORDS, len(run))):
                start, end = run[first][1], run[last][2]
                if _has_form_of_term(keys[first], keys[last], text[start:end] if first == last else ""):
                    phrases[keys[first : last + 1]].append((start, end))
    counts = {key: len(places) for key, places in phrases.items() if len(places) >= _FEWEST}
    scores = _c_values(counts)
    ranked = sorted(scores, key=lambda key: (-scores[key], phrases[key][0]))
    chosen = _without_nested(ranked, counts, most)
    return [_term(text, phrases[key], scores[key]) for key in chosen]


_Run = list[tuple[str, int, int]]


def _runs(text: str) -> Iterator[_Run]:
    """Words that stand side by side with neither stop words nor punctuation between them."""
    run: _Run = []
    end = -1
    for match in _WORD.finditer(text):
        start = match.start()
        if run and not (start - end == 1 and text[end] in _JOINING):
            yield run
            run = []
        end = match.end()
        key = _key(match[0])
        if key:
            run.append((key, start, end))
        elif run:
            yield run
            run = []
    if run:
        yield run


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    """A word as terms are compared by it, empty for one that belongs to none."""
    folded = fold(word.removesuffix("'s").removesuffix("’s"))
    loose = len(folded) < 2 or folded in STOP_WORDS or folded in _LOOSE or not word[0].isalpha()
    return "" if loose else singular(folded)


def _repeated(runs: list[_Run]) -> Iterator[_Run]:
    """The runs parted at words that the text says once: no phrase with one of them can stand twice."""
    counts = Counter(word for run in runs for word, _, _ in run)
    for run in runs:
        rest: _Run = []
        for word in run:
            if counts[word[0]] >= _FEWEST:
                rest.append(word)
            elif rest:
                yield rest
                rest = []
        if rest:
            yield rest


def _has_form_of_term(first: str, last: str, single: str) -> bool:
    if single:
        return len(last) >= _SINGLE_LENGTH or single.isupper()
    # Adverbs and participles end no noun phrase.
    return not last.endswith(("ly", "ed")) and not first.endswith("ly")


def _without_owner(words: str) -> str:
    words = " ".join(words.split()) if "\n" in words or "\u00a0" in words else words
    return words[:-2] if words.endswith(("'s", "’s")) else words


def _c_values(counts: dict[_Key, int]) -> dict[_Key, float]:
    """How often a phrase stands, weighted by its length, less what it owes to longer phrases around it."""
    around: dict[_Key, list[int]] = defaultdict(list)
    for key, count in counts.items():
        for size in range(1, len(key)):
            for place in range(len(key) - size + 1):
                around[key[place : place + size]].append(count)
    scores = {}
    for key, count in counts.items():
        if len(key) == 1 and count < _SINGLE_COUNT:
            continue
        nested = around.get(key)
        alone = count - sum(nested) / len(nested) if nested else count
        scores[key] = math.log2(len(key) + 0.5) * alone if len(key) > 1 else _SINGLE_WEIGHT * alone
    return scores


def _without_nested(ranked: list[_Key], counts: dict[_Key, int], most: int) -> list[_Key]:
    """The best, without those that hardly ever stand outside a longer one that is taken, or around a shorter one."""
    taken: list[_Key] = []
    for key in ranked:
        if len(taken) == most:
            break
        if not any(_is_within(key, other) and counts[key] < 2 * counts[other] for other in taken):
            taken.append(key)
    return taken


def _is_within(key: _Key, other: _Key) -> bool:
    return len(key) < len(other) and any(
        other[place : place + len(key)] == key for place in range(len(other) - len(key) + 1)
    )


def _term(text: str, places: _Places, score: float) -> KeyTerm:
    forms = Counter(_without_owner(text[start:end]) for start, end in places)
    written = max(forms, key=lambda form: (forms[form], form.islower(), form))
    return KeyTerm(_titled(written), len(places), *places[0], round(score, 2))


def _titled(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split())
