"""What is looked up for the words of a query, by how often they are there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concepts.search.found import Question
from concepts.search.likeness import likenesses
from concepts.search.lookups import NAMES, SUMMARIES, Lookup, lookups_for
from concepts.search.vocabulary import Count, Vocabulary


def looked_up(query: str, counts: dict[str, tuple[int, int]]) -> list[Lookup]:
    question = Question(query, unfinished=False, staff=False, map_slug=None)
    columns = (np.array(column, dtype=np.int64) for column in zip(*counts.values(), strict=True))
    vocabulary = Vocabulary([1], list(counts), np.ones(len(counts), dtype=np.int64), *columns)
    return lookups_for(question, likenesses(question, set(counts)), vocabulary)


def groups_in(texts: str, lookups: list[Lookup]) -> list[tuple[tuple[str, ...], ...]]:
    return [lookup.groups for lookup in lookups if lookup.texts == texts]


def test_a_word_is_looked_up_where_it_is() -> None:
    lookups = looked_up("gravity", {"gravity": (3, 2), "levity": (0, 1), "gravitation": (0, 7)})
    assert groups_in(NAMES, lookups) == [(("gravity",),)]
    assert groups_in(SUMMARIES, lookups) == [(("gravity",),)]
    assert [lookup.answers for lookup in lookups] == [(1.0,), (0.5,)]


def test_words_that_are_equally_like_what_was_asked_are_looked_up_together() -> None:
    lookups = looked_up(
        "mase", {"maze": (1, 0), "mare": (1, 0), "mast": (1, 0), "mass": (1, 0), "ease": (1, 0)}
    )
    assert groups_in(NAMES, lookups) == [(("ease", "mare", "mass", "mast", "maze"),)]


def test_a_common_word_is_also_looked_up_beside_the_others() -> None:
    lookups = looked_up("energy system", {"energy": (10, 0), "system": (20_000, 0)})
    assert sorted(groups_in(NAMES, lookups)) == [
        (("energy",),),
        (("energy",), ("system",)),
        (("system",),),
        (("system",), ("energy",)),
    ]


def test_what_is_in_nearly_all_texts_is_not_read_by_itself() -> None:
    assert looked_up("concept", {"concept": (1_000_000, 1_000_000)}) == []
    lookups = looked_up("quasar concept", {"quasar": (1, 0), "concept": (1_000_000, 0)})
    assert [groups for groups in groups_in(NAMES, lookups) if groups[0] == ("concept",)] == [
        (("concept",), ("quasar",))
    ]


def test_words_less_alike_are_left_out_once_there_are_many_rows() -> None:
    lookups = looked_up("energy", {"energy": (5_000, 0), "energi": (10, 0)})
    assert groups_in(NAMES, lookups) == [(("energy",),)]


def test_two_words_written_as_one_are_looked_up_together() -> None:
    lookups = looked_up("finetuning", {"fine": (5, 0), "tuning": (5, 0), "tun": (5, 0)})
    assert (("fine",), ("tuning",)) in groups_in(NAMES, lookups)


@pytest.mark.parametrize("texts", [NAMES, SUMMARIES])
@given(
    words=st.lists(st.text("abcd", min_size=1, max_size=8), min_size=1, max_size=16, unique=True),
    found=st.dictionaries(
        st.text("abcd", min_size=1, max_size=8),
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
        min_size=1,
    ),
)
def test_what_is_looked_up_is_bounded(
    texts: str, words: list[str], found: dict[str, tuple[int, int]]
) -> None:
    lookups = looked_up(" ".join(words), found)
    assert all(lookup.most <= 1_500 and max(lookup.answers) <= 1 for lookup in lookups)
    assert all(word in found for lookup in lookups for group in lookup.groups for word in group)
    assert len(lookups) <= 400


def test_a_word_counts_in_all_maps_and_once_in_each() -> None:
    words = Vocabulary(
        [1, 2], ["a", "a", "a", "b"], *(np.array(each) for each in ([1, 2, 1, 1], [3, 4, 3, 1], [5, 6, 5, 1]))
    )
    assert words.counts({"a"}) == {"a": Count(7, 11)}
