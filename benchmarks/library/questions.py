"""What is asked of the library: pages of its list, searches of every kind, and what is like a document."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.library.corpus import Text
from benchmarks.search.questions import with_error

_SEED = 5


class Asked(NamedTuple):
    """An address of a kind."""

    kind: str
    address: str


def questions(shelf: Sequence[Text], count: int) -> list[Asked]:
    """As many of each kind, the same ones each time."""
    generator = random.Random(_SEED)

    def anyone() -> Text:
        return generator.choice(shelf)

    def words_of(text: Text, many: int) -> str:
        return " ".join(generator.sample(text.text.replace(".", "").lower().split(), many))

    kinds: dict[str, Callable[[], str]] = {
        "list, newest": lambda: "?",
        "list of a kind": lambda: f"?kind={generator.choice(['digest', 'disclosure', 'map-text', 'text'])}",
        "list of a topic": lambda: f"?topic=topic-{generator.randrange(12)}",
        "search, a title": lambda: f"?q={anyone().title}",
        "search, one error": lambda: f"?q={with_error(anyone().title, generator)}",
        "search, an author": lambda: f"?q={anyone().authors.splitlines()[0]}",
        "search, a word": lambda: f"?q={words_of(anyone(), 1)}",
        "search, three words": lambda: f"?q={words_of(anyone(), 3)}",
        "search in a topic": lambda: f"?q={words_of(anyone(), 1)}&topic=topic-{generator.randrange(12)}",
        "search, rubbish": lambda: "?q=" + "".join(generator.choices("abcdefghijklmnopqrstuvwxyz ", k=20)),
    }
    return [Asked(kind, make()) for kind, make in kinds.items() for _ in range(count)]
