"""Queries with what they are meant to find."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

_SEED = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LENGTHS = range(5, 41)


class Asked(NamedTuple):
    """A query of a kind. `wanted`: the title it was made from; empty when it is rubbish."""

    kind: str
    query: str
    wanted: str


def questions(titles: Sequence[str], count: int) -> list[Asked]:
    """As many queries, a fifth of each kind, the same ones each time."""
    generator = random.Random(_SEED)
    fitting = [title for title in titles if len(title) in _LENGTHS]
    kinds: dict[str, Callable[[str], str]] = {
        "exact": lambda title: title,
        "beginning": lambda title: title[: max(3, len(title) * 2 // 3)],
        "one error": lambda title: with_error(title, generator),
        "two errors": lambda title: with_error(with_error(title, generator), generator),
        "rubbish": lambda title: "".join(generator.choices(_LETTERS + " ", k=len(title))),
    }
    return [
        Asked(kind, make(title), "" if kind == "rubbish" else title)
        for kind, make in kinds.items()
        for title in generator.sample(fitting, count // len(kinds))
    ]


def with_error(text: str, generator: random.Random) -> str:
    """A letter missing, doubled or wrong, or two swapped."""
    at = generator.randrange(len(text) - 1)
    before, letter, following, after = text[:at], text[at], text[at + 1], text[at + 2 :]
    return generator.choice(
        [
            before + following + after,
            before + letter + letter + following + after,
            before + generator.choice(_LETTERS) + following + after,
            before + following + letter + after,
        ]
    )
