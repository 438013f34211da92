"""Numbers that are written out: "twenty-five", "two and a half", "half a million"."""

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {
    **{word: float(value) for value, word in enumerate(_ONES)},
    **{word: 10.0 * value for value, word in enumerate(_TENS, start=2)},
    "a": 1.0,
    "an": 1.0,
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_DOZEN = 12.0

_FIRST = rf"(?:{'|'.join(sorted({*_SMALL, 'half'} - {'a', 'an'}, key=len, reverse=True))})"
_WORD = rf"(?:{_FIRST}|{'|'.join(SCALES)}|dozen)"
_AFTER_ARTICLE = rf"(?:{'|'.join(SCALES)}|dozen|half|day|week|month|year|hour)\b"
# An article counts only before what can be counted, and "and" only between two words of a number.
WRITTEN_NUMBER = (
    rf"\b(?:(?:{_FIRST}|an?\s+(?={_AFTER_ARTICLE}){_WORD})(?:(?:[\s-]+|\s+and\s+)(?:an?\s+)?{_WORD})*(?:\s+an?(?=\s))?"
    rf"|an?(?=\s+{_AFTER_ARTICLE}))\b"
)
_TOKEN = re.compile(r"[a-z]+")
_IDLE_ARTICLE = re.compile(r"^an?\s+(?=half)")


def read_number_words(words: str) -> float:
    """The value of words that WRITTEN_NUMBER matched."""
    total, group, half = 0.0, 0.0, False
    for word in _TOKEN.findall(_IDLE_ARTICLE.sub("", words)):
        if word == "half":
            half = True
        elif word in SCALES or word == "dozen":
            factor = SCALES.get(word, _DOZEN)
            group = _with_half(group, half) or 1.0
            half = False
            if factor == SCALES["hundred"] or word == "dozen":
                group *= factor
            else:
                total, group = total + group * factor, 0.0
        elif word != "and" and not (word in {"a", "an"} and (half or group)):
            group += _SMALL[word]
    return total + _with_half(group, half)


def _with_half(group: float, half: bool) -> float:
    return group + 0.5 if half else group
