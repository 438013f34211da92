"""Says in a sentence why a concept is proposed below another, with the words that they share."""

from collections.abc import Sequence

from concepts.folding import fold
from concepts.text import REASON_LENGTH, clean_line
from library.recognizing.likeness import Described, Likeness
from library.recognizing.sentences import sentences
from library.recognizing.stems import STOP_WORDS, stem
from library.recognizing.terms import Term, TermIndex

_LONGEST_QUOTE = 140
_MOST_WORDS = 3


def reason_for(child: int, parent: int, concepts: Sequence[Described], likeness: Likeness) -> str:
    """A sentence that quotes the strongest thing that two concepts share. Cost: O(length of their texts)."""
    below, above = concepts[child], concepts[parent]
    if parent in likeness.texts[child].named:
        return _short(f"“{below.title}” speaks of “{above.title}”: “{_passage(below, above.title)}”")
    if child in likeness.texts[parent].named:
        return _short(f"“{above.title}” speaks of “{below.title}”: “{_passage(above, below.title)}”")
    title = likeness.texts[parent].title
    if shared := _words(above.title, title & likeness.texts[child].title):
        return _short(f"Both titles say {_listed(shared)}.")
    if shared := _words(above.title, title & likeness.texts[child].summary):
        return _short(
            f"The summary of “{below.title}” says {_listed(shared)}, as the title “{above.title}” does."
        )
    if shared := _common(below, child, parent, likeness):
        return _short(
            f"Both texts speak of {_listed(shared)}, and “{below.title}” stands below “{above.title}”."
        )
    return _short(f"“{below.title}” stands below “{above.title}” in the text.")


def _passage(concept: Described, title: str) -> str:
    """The sentence that mentions a title, cut around the mention when it is long."""
    text = clean_line(f"{concept.summary} {concept.detail}")
    mention = next(TermIndex([Term(0, title)]).mentions(text), None)
    if mention is None:
        return title
    start, end = next((one, end) for one, end in sentences(text) if one <= mention.start < end)
    if end - start <= _LONGEST_QUOTE:
        return text[start:end].strip()
    first = max(start, mention.start - _LONGEST_QUOTE // 2)
    last = min(end, mention.end + _LONGEST_QUOTE // 2)
    words = text[first:last]
    words = words if first == start else "…" + words.partition(" ")[2]
    return words.strip() if last == end else words.rpartition(" ")[0] + "…"


def _words(text: str, stems: frozenset[str]) -> list[str]:
    """The words of a text that have one of these stems, as it writes them, folded, without repetitions."""
    words = (word for word in fold(text).split() if word not in STOP_WORDS and stem(word) in stems)
    return list({stem(word): word for word in words}.values())


def _common(below: Described, child: int, parent: int, likeness: Likeness) -> list[str]:
    """The words that weigh most in both texts, as the child writes them."""
    one, other = likeness.texts[child].weights, likeness.texts[parent].weights
    weighed = sorted(one.keys() & other.keys(), key=lambda stem: (-one[stem] * other[stem], stem))
    text = f"{below.title} {below.summary} {below.detail}"
    return _words(text, frozenset(weighed[:_MOST_WORDS]))


def _listed(words: list[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= REASON_LENGTH else sentence[: REASON_LENGTH - 2].rstrip() + "…”"
