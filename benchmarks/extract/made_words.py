"""Texts of which no sentence stands twice: made-up words, said as often as words of a language are."""

import random

_WORDS, _SEED = 6_000, 3
# The exponent of how often words are said, as Zipf found it for English; so a text has rare words up to its end.
_PARETO = 0.9


class Writer:
    """Writes sentences, the same ones every time."""

    def __init__(self) -> None:
        self._chance = random.Random(_SEED)
        self._words = [self._word() for _ in range(_WORDS)]

    def prose(self, size: int) -> str:
        """Markdown with a heading every five paragraphs, of about so many characters."""
        blocks = ["# A study"]
        length = 0
        while length < size:
            if len(blocks) % 6 == 1:
                blocks.append(f"## {self.sentence(4)[:-1]}")
            blocks.append(" ".join(self.sentence(15) for _ in range(6)))
            length += len(blocks[-1])
        return "\n\n".join(blocks)

    def map_text(self, size: int) -> str:
        """The page of a map with about so many characters."""
        blocks = ["Home\nTopics\nA study — Interactive Knowledge Map\nKey Concepts"]
        length = 0
        while length < size:
            title = " ".join(self._chance.choice(self._words).capitalize() for _ in range(3))
            detail = " ".join(self.sentence(14) for _ in range(5))
            blocks.append(f"{title}\n{self.sentence(10)}\n{detail}")
            length += len(blocks[-1])
        return "\n\n".join(blocks)

    def sentence(self, words: int) -> str:
        return " ".join(self._next() for _ in range(words)).capitalize() + "."

    def _word(self) -> str:
        syllables = self._chance.randint(2, 4)
        return "".join(
            self._chance.choice("bcdfglmnprst") + self._chance.choice("aeiou") for _ in range(syllables)
        )

    def _next(self) -> str:
        return self._words[min(int(self._chance.paretovariate(_PARETO)) - 1, _WORDS - 1)]
