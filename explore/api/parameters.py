"""Reading query parameters. Whatever cannot be read is refused by name; unknown parameters are ignored."""

from collections.abc import Sequence

from django.http import QueryDict

from explore.api.problems import bad_parameter
from graph.kinds import ALL_KINDS, LinkKind

# Numbers up to a billion are numbers, over a cap or not; longer rows of digits are an attempt at something else.
MOST_DIGITS = 9
_SHOWN = 40
_KIND_OF_WORD = {kind.word: kind for kind in LinkKind}


def whole_number(query: QueryDict, name: str, *, default: int, most: int) -> int:
    """A number from 1 up; what is over `most` counts as `most`. Raises Problem."""
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text)):
        raise bad_parameter(name, f"{name} must be a whole number from 1 to {most}, not “{_cut(text)}”.")
    return min(int(text), most)


def link_kinds(query: QueryDict, name: str = "kinds") -> frozenset[LinkKind]:
    """Kinds of links, joined by commas or repeated; all of them when none is given. Raises Problem."""
    if name not in query:
        return ALL_KINDS
    words = words_in(query, name)
    unknown = [word for word in words if word not in _KIND_OF_WORD]
    if unknown or not words:
        named = _cut(unknown[0]) if unknown else ""
        raise bad_parameter(name, f"{name} must be some of {', '.join(_KIND_OF_WORD)}, not “{named}”.")
    return frozenset(_KIND_OF_WORD[word] for word in words)


def words_in(query: QueryDict, name: str) -> tuple[str, ...]:
    """Words joined by commas or repeated, each once, in the order given."""
    words = (word.strip() for text in query.getlist(name) for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def few_words(query: QueryDict, name: str, *, most: int) -> tuple[str, ...]:
    """As `words_in`, where each costs something. Raises Problem for more than `most`."""
    words = words_in(query, name)
    if len(words) > most:
        raise bad_parameter(name, f"{name} may name {most} at a time, not {len(words)}.")
    return words


def one_word(query: QueryDict, name: str, words: Sequence[str]) -> str:
    """One of some words; "" when it is not given. Raises Problem."""
    text = query.get(name, "").strip()
    if text and text not in words:
        raise bad_parameter(name, f"{name} must be one of {', '.join(words)}, not “{_cut(text)}”.")
    return text


def required_text(query: QueryDict, name: str, what: str) -> str:
    """A text that must be there. Raises Problem."""
    text = query.get(name, "").strip()
    if not text:
        raise bad_parameter(name, f"{name} must be given: {what}.")
    return text


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
