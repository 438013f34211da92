"""Where the words are looked for that a query with typing errors meant."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concepts.search.found import Question
from concepts.search.likeness import errors_allowed
from concepts.search.spelling import HEAD, LONG_HEAD, ends, letters_like, ranges, splits

LATIN, GREEK, CYRILLIC, DIGITS = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "0123456789",
)


def question(text: str, *, unfinished: bool = False) -> Question:
    return Question(text, unfinished=unfinished, staff=False, map_slug=None)


def is_sought(word: str, asked: Question) -> bool:
    """Whether the word lies in a range, or has an end, that is looked up."""
    in_range = any(
        low <= word < high and shortest <= len(word) <= longest
        for low, high, shortest, longest in ranges(asked)
    )
    return in_range or any(
        word[0] + word[-3:] == end.letters and end.shortest <= len(word) <= end.longest for end in ends(asked)
    )


def with_error(word: str, at: int, kind: str, letter: str) -> str:
    before, after = word[:at], word[at:]
    return {
        "missing": before + after[1:],
        "wrong": before + letter + after[1:],
        "more": before + letter + after,
        "swapped": before + after[1:2] + after[:1] + after[2:],
    }[kind]


@st.composite
def words_with_errors(
    draw: st.DrawFn,
    *,
    errors: int,
    first: int = 0,
    scripts: tuple[str, ...] = (LATIN, GREEK, CYRILLIC, DIGITS),
) -> tuple[str, str]:
    """A word, and what was typed: so many errors, none of them before the letter `first`."""
    script = draw(st.sampled_from(scripts))
    letters = st.sampled_from(script)
    # Longer by what errors may take away, so that few words end up too short to be asked for.
    word = typed = draw(st.text(letters, min_size=first + 2 + errors, max_size=20))
    for _ in range(errors):
        at = draw(st.integers(first, max(first, len(typed) - 1)))
        kind = draw(st.sampled_from(["missing", "wrong", "more", "swapped"]))
        typed = with_error(typed, at, kind, draw(letters))
    assume(typed)
    return word, typed


@given(words_with_errors(errors=1))
def test_a_word_is_sought_whatever_its_one_error(pair: tuple[str, str]) -> None:
    word, typed = pair
    assume(errors_allowed(len(typed)))
    assert is_sought(word, question(typed))


@given(words_with_errors(errors=2, first=LONG_HEAD))
def test_a_word_is_sought_whatever_its_errors_behind_its_first_letters(pair: tuple[str, str]) -> None:
    word, typed = pair
    assume(len(typed) > LONG_HEAD)
    assert is_sought(word, question(typed))


@given(
    words_with_errors(errors=1, first=LONG_HEAD, scripts=(LATIN,)),
    st.integers(0, HEAD - 2),
    st.sampled_from(LATIN),
)
def test_a_word_is_sought_with_one_error_in_its_first_letters_and_one_behind_them(
    pair: tuple[str, str], at: int, letter: str
) -> None:
    word, typed = pair
    assume(len(typed) > LONG_HEAD)
    assert is_sought(word, question(with_error(typed, at, "wrong", letter)))


@pytest.mark.parametrize(
    ("word", "typed"), [("transformer", "tarnsofrmer"), ("justice", "jtusice"), ("gravity", "grvaiity")]
)
def test_a_word_is_sought_with_two_errors_before_its_last_letters(word: str, typed: str) -> None:
    assert is_sought(word, question(typed))


@pytest.mark.parametrize("typed", ["trans", "tarns", "trnsf", "tran", "tan"])
def test_of_an_unfinished_word_the_length_is_not_known(typed: str) -> None:
    assert is_sought("transformer", question(f"the {typed}", unfinished=True)) == (len(typed) >= HEAD)
    assert not is_sought("transformer", question(f"{typed} the", unfinished=True))


@given(st.text(st.sampled_from(LATIN + GREEK + "人工智能عل0123456789 "), min_size=1, max_size=200))
def test_what_is_sought_does_not_grow_with_the_query(text: str) -> None:
    asked = question(" ".join(text.split()))
    assert len(ranges(asked)) <= 6 * 1_000
    assert len(ends(asked)) <= 6


def test_two_words_in_one_are_parted_where_they_may_have_met() -> None:
    assert splits(question("ab fusion")) == [(1, "fu", "sion"), (1, "fus", "ion"), (1, "fusi", "on")]


@pytest.mark.parametrize(
    ("word", "among", "not_among"),
    [("abc", "z", "0"), ("a1", "z9", "α"), ("12", "90", "a"), ("αβ", "ω", "a"), ("人工", "人工", "a能")],
)
def test_letters_are_taken_for_others_of_their_script(word: str, among: str, not_among: str) -> None:
    letters = letters_like(word)
    assert letters.issuperset(among)
    assert letters.isdisjoint(not_among)
