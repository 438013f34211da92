"""What of a query is looked up in an index over trigrams, and on SQLite which of the trigrams.

An index over trigrams is fast where they are rare: those of a query are looked up from the rarest on, for as long as
their rows stay within a budget. That bounds the cost of any query on any number of documents; and as one wrong letter
spoils three neighboring trigrams at most, some of the rare ones are left.
"""

from math import log

from django.db import connection

from concepts.search.found import Question

_MOST_ROWS_READ = 24_000
_MOST_TRIGRAMS = 40
# A swap of two letters leaves a short word hardly a trigram, so short words are looked up with letters swapped back. In
# a longer query the other words find what such a one does not.
_SWAPPED_LENGTHS = range(3, 8)
_MOST_WORDS_SWAPPED = 2

# What is matched, and the weight of a row that has it.
Lookup = tuple[str, float]


def lookups_of(question: Question, index: str) -> list[Lookup]:
    """The rarest trigrams of a query within the budget, at least one; the rarer, the weightier. Queries: 1."""
    trigrams = dict.fromkeys(trigram for word in question.words for trigram in trigrams_of(word, question))
    counts = _count_rows(list(trigrams), index)
    lookups: list[Lookup] = []
    rows = 0
    most = max(counts.values(), default=0)
    for trigram, count in sorted(counts.items(), key=lambda item: item[1])[:_MOST_TRIGRAMS]:
        rows += count
        if lookups and rows > _MOST_ROWS_READ:
            break
        lookups.append((all_of([trigram]), log(2 + most / count)))
    return lookups


def trigrams_of(word: str, question: Question) -> list[str]:
    """Trigrams of a word with the blanks beside it; an unfinished word has none behind it."""
    ending = "" if question.unfinished and question.text.endswith(word) else " "
    padded = f" {word}{ending}"
    return [padded[at : at + 3] for at in range(max(len(padded) - 2, 1))]


def swapped_words(question: Question) -> list[str]:
    """What the short words may have been before two neighboring letters were swapped."""
    if len(question.words) > _MOST_WORDS_SWAPPED:
        return []
    short = [word for word in question.words if len(word) in _SWAPPED_LENGTHS]
    return [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for word in short
        for at in range(len(word) - 1)
        if word[at] != word[at + 1]
    ]


def all_of(trigrams: list[str]) -> str:
    """In FTS5's language, where bare words are commands and signs in them errors: so each is quoted."""
    return " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)


def _count_rows(trigrams: list[str], index: str) -> dict[str, int]:
    """In how many rows of the index each trigram is."""
    marks = ", ".join(["%s"] * len(trigrams))
    with connection.cursor() as cursor:
        # The index is one that the caller has written out; what was typed is a parameter.
        cursor.execute(f"SELECT term, doc FROM {index}_terms WHERE term IN ({marks})", trigrams)  # nosec B608
        return dict(cursor.fetchall())
