"""Documents that read like none, but whose words are as often as in a language, each about a few subjects."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_SEED = 23
# As many sounds as a language has, so that three letters say as much as they do there.
_ONSETS = "b c d f g h j k l m n p r s t v w bl br ch cl cr dr fl gr pl pr qu sc sh sp st str th tr".split()
_VOWELS = "a e i o u y ai au ea ee ei ia ie io oa oo ou ue".split()
_CODAS = ["", "", *"b c d f g ck l ll m n nd ng nt p r rd rn s ss st t th x".split()]
_WORDS, _SUBJECTS, _WORDS_OF_SUBJECT = 24_000, 120, 60
_GIVEN_NAMES, _FAMILY_NAMES = 300, 4_000
_FIRST_DAY = date(1990, 1, 1)
_DAYS = 13_000


class Text(NamedTuple):
    """A document. `subjects`: the numbers of what it is about."""

    title: str
    summary: str
    text: str
    authors: str
    day: date | None
    subjects: tuple[int, ...]


def texts(size: int) -> Iterator[Text]:
    """As many as asked for, the same ones each time, of some 500 words each."""
    generator = random.Random(_SEED)
    words = list(dict.fromkeys(_word(generator) for _ in range(_WORDS)))
    weights = [1 / (rank + 5) for rank in range(len(words))]
    subjects = [generator.sample(words[200:], _WORDS_OF_SUBJECT) for _ in range(_SUBJECTS)]
    names = [_word(generator) for _ in range(_GIVEN_NAMES)], [_word(generator) for _ in range(_FAMILY_NAMES)]
    for _ in range(size):
        chosen = tuple(generator.sample(range(_SUBJECTS), generator.randint(1, 3)))
        special = [word for subject in chosen for word in subjects[subject]]
        authors = [" ".join(map(generator.choice, names)).title() for _ in range(generator.randint(1, 4))]
        drawn = generator.choices(words, weights, k=420) + generator.choices(special, k=100)
        generator.shuffle(drawn)
        day = _FIRST_DAY + timedelta(days=generator.randrange(_DAYS)) if generator.random() < 0.95 else None
        title = " ".join(generator.sample(special, generator.randint(2, 4))).title()
        yield Text(title, *_words(drawn), "\n".join(authors), day, chosen)


def _words(drawn: list[str]) -> tuple[str, str]:
    """A summary and a text of these words."""
    sentences = [" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, len(drawn), 12)]
    paragraphs = [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)]
    return sentences[0][:300], "\n\n".join(paragraphs)


def _word(generator: random.Random) -> str:
    syllables = generator.randint(1, 4)
    parts = (_ONSETS, _VOWELS, _CODAS)
    return "".join(generator.choice(part) for _ in range(syllables) for part in parts)
