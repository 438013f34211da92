"""The key terms of a text: phrases of up to four words, ranked by C-value.

Source: Frantzi, Ananiadou, Mima, Automatic Recognition of Multi-Word Terms: the C-value/NC-value Method (2000).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from concepts.folding import fold
from library.recognizing.stems import STOP_WORDS, singular

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MOST_WORDS = 4
_FEWEST = 2
# A single word must be said this often, and be this long, to be a term.
_SINGLE_COUNT, _SINGLE_LENGTH = 4, 5
_SINGLE_WEIGHT = 0.25
# Words that stand at an edge of a phrase without belonging to a term: verbs and judgements of expository prose.
_LOOSE = frozenset(
    "able add added adds allow allowed allows apply applied appear appears ask asked asks base based become begin begins bring called"
    " change changed changes choose chosen close compare compared consider contain contains cost costs count create created day days"
    " depend depends describe described early easily easy end ends entire exist exists explain explained fact fall far fast faster"
    " fewer find finds follow followed follows form found gain gains grow grows hard help helps high higher hold holds include included"
    " includes increase increased kind lead leads learn learned leave left like limit long longer look lose low lower main major make"
    " matter mean measure measured mind month months moment move moved name named number numbers order pair part parts people point"
    " points possible problem provide provided put question reach read reason reduce reduced remain report reported result results"
    " rise run running runs second sense serve share short side simple single slow stand stands start state states stay step steps stop"
    " study suggest support tell tells term text think thousand million billion trillion hundred try turn turned type understand want"
    " wanted watch week weeks win word words write written wrote year years paper papers author authors work worked working use used"
    " user users way ways new old good bad big large larger largest small smaller smallest different similar same common general full"
    " whole true real available better best worse least less more most great strong weak rather whose ago percent rate hour hours minute minutes second seconds dollar dollars euro euros ten twenty thirty"
    " fifty thousands millions billions hundreds send sends wait waits cause caused causes public private certain".split()
)


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term as the text writes it most, how often, where first, and its rank's score."""

    title: str
    count: int
    start: int
    end: int
    score: float


@dataclass(slots=True)
class _Phrase:
    forms: Counter[str]
    start: int
    end: int


def key_terms(text: str, most: int) -> list[KeyTerm]:
    """The best terms, highest score first; the same for the same text. Cost: O(length)."""
    phrases: dict[tuple[str, ...], _Phrase] = {}
    for run in _runs(text):
        for size in range(1, min(_MOST_WORDS, len(run)) + 1):
            for place in range(len(run) - size + 1):
                _count(text, phrases, run[place : place + size])
    counts = {key: phrase.forms.total() for key, phrase in phrases.items() if phrase.forms.total() >= _FEWEST}
    scores = _c_values(counts)
    ranked = sorted(scores, key=lambda key: (-scores[key], phrases[key].start))
    chosen = _without_nested(ranked, counts, most)
    return [_term(phrases[key], counts[key], scores[key]) for key in chosen]


_Run = list[tuple[str, int, int]]


def _runs(text: str) -> Iterator[_Run]:
    """Words that stand side by side with neither stop words nor punctuation between them."""
    run: _Run = []
    end = 0
    for match in _WORD.finditer(text):
        folded = fold(match[0].removesuffix("'s").removesuffix("’s"))
        gap = text[end : match.start()]
        if run and (len(gap) > 1 or gap not in {" ", "\n", "\u00a0"}):
            yield run
            run = []
        if not folded or folded in STOP_WORDS or folded in _LOOSE or not match[0][0].isalpha() or len(folded) < 2:
            if run:
                yield run
            run = []
        else:
            run.append((singular(folded), match.start(), match.end()))
        end = match.end()
    if run:
        yield run


def _count(text: str, phrases: dict[tuple[str, ...], _Phrase], words: _Run) -> None:
    last = words[-1][0]
    if len(words) == 1 and len(last) < _SINGLE_LENGTH and not text[words[0][1] : words[0][2]].isupper():
        return
    # Adverbs and participles end no noun phrase.
    if last.endswith(("ly", "ed")) or (len(words) > 1 and words[0][0].endswith("ly")):
        return
    key = tuple(word for word, _, _ in words)
    start, end = words[0][1], words[-1][2]
    phrase = phrases.get(key)
    if phrase is None:
        phrase = phrases[key] = _Phrase(Counter(), start, end)
    phrase.forms[" ".join(text[start:end].split())] += 1


def _c_values(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], float]:
    """How often a phrase stands, weighted by its length, less what it owes to longer phrases around it."""
    around: dict[tuple[str, ...], list[int]] = defaultdict(list)
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


def _without_nested(
    ranked: list[tuple[str, ...]], counts: dict[tuple[str, ...], int], most: int
) -> list[tuple[str, ...]]:
    """The best, without those that hardly ever stand outside a longer one that is taken, or around a shorter one."""
    taken: list[tuple[str, ...]] = []
    for key in ranked:
        if len(taken) == most:
            break
        if not any(_is_within(key, other) and counts[key] < 2 * counts[other] for other in taken):
            taken.append(key)
    return taken


def _is_within(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(key) < len(other) and any(
        other[place : place + len(key)] == key for place in range(len(other) - len(key) + 1)
    )


def _term(phrase: _Phrase, count: int, score: float) -> KeyTerm:
    written = max(phrase.forms, key=lambda form: (phrase.forms[form], form.islower(), form))
    return KeyTerm(_titled(written), count, phrase.start, phrase.end, round(score, 2))


def _titled(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split())
