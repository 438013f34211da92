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
# What is said more seldom is no term; in a long text, what is not said once in so many of the words that may be in one.
_FEWEST, _WORDS_A_SAYING = 2, 10_000
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
# The numbers of the first words of a phrase, wherever it stands.
_Firsts = list[int]


def key_terms(text: str, most: int) -> list[KeyTerm]:
    """The best terms, highest score first; the same for the same text. Cost: O(length)."""
    words, places = _laid_out(text)
    fewest = max(_FEWEST, len(words) // _WORDS_A_SAYING)
    phrases = {
        key: told
        for key, firsts in _repeated(words, fewest)
        if len(told := _of_terms(key, firsts, text, places)) >= fewest
    }
    counts = {key: len(firsts) for key, firsts in phrases.items()}
    scores = _c_values(counts)
    ranked = sorted(scores, key=lambda key: (-scores[key], phrases[key][0]))
    chosen = _without_nested(ranked, counts, most)
    return [
        _term(
            text,
            [(places[first][0], places[first + len(key) - 1][1]) for first in phrases[key]],
            scores[key],
        )
        for key in chosen
    ]


def _laid_out(text: str) -> tuple[list[str], _Places]:
    """The words that may be of terms with their places; an empty word wherever others or punctuation part them."""
    words: list[str] = []
    places: _Places = []
    end = -1
    for match in _WORD.finditer(text):
        start = match.start()
        is_parted = start - end != 1 or text[end] not in _JOINING
        end = match.end()
        key = _key(match[0])
        if words and words[-1] and (is_parted or not key):
            words.append("")
            places.append((0, 0))
        if key:
            words.append(key)
            places.append((start, end))
    return [*words, ""], places


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    """A word as terms are compared by it, empty for one that belongs to none."""
    folded = fold(word.removesuffix("'s").removesuffix("’s"))
    loose = len(folded) < 2 or folded in STOP_WORDS or folded in _LOOSE or not word[0].isalpha()
    return "" if loose else singular(folded)


def _repeated(words: list[str], fewest: int) -> Iterator[tuple[_Key, _Firsts]]:
    """Each phrase that stands often enough, with the numbers of its first words.

    Shorter ones come first, since one can be repeated only where both of its parts, one word shorter, are.
    """
    here = [number for number, word in enumerate(words) if word]
    for size in range(1, _MOST_WORDS + 1):
        found: dict[_Key, _Firsts] = defaultdict(list)
        for number in here:
            found[tuple(words[number : number + size])].append(number)
        repeated = bytearray(len(words))
        for key, numbers in found.items():
            if len(numbers) >= fewest:
                yield key, numbers
                for number in numbers:
                    repeated[number] = True
        here = [number for number in here if repeated[number] and repeated[number + 1]]


def _of_terms(key: _Key, firsts: _Firsts, text: str, places: _Places) -> _Firsts:
    """Where a phrase has the form of a term."""
    if len(key) > 1:
        # Adverbs and participles end no noun phrase.
        return [] if key[-1].endswith(("ly", "ed")) or key[0].endswith("ly") else firsts
    if len(key[0]) >= _SINGLE_LENGTH:
        return firsts
    # A short word alone is one where it is an abbreviation.
    return [first for first in firsts if text[slice(*places[first])].isupper()]


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
    forms: Counter[str] = Counter()
    for words, count in Counter(text[start:end] for start, end in places).items():
        forms[_without_owner(words)] += count
    written = max(forms, key=lambda form: (forms[form], form.islower(), form))
    return KeyTerm(_titled(written), len(places), *places[0], round(score, 2))


def _titled(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split())
