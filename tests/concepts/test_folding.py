"""Text as it is compared in a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concepts.folding import fold, fold_names


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café au Lait", "cafe au lait"),
        ("Ibn Khaldūn", "ibn khaldun"),
        ("Qurʾān and Qur'an", "quran and quran"),
        ("Shīʿa", "shia"),
        ("Multi-Agent_Systems", "multi agent systems"),
        ("Großbritannien", "grossbritannien"),
        ("Łódź, Ærø", "lodz aero"),
        ("ﬁne–tuning", "fine tuning"),
        ("人工智能 AI", "人工智能 ai"),
        ("Ελλάδα", "ελλαδα"),
        ("🙂 !?", ""),
        ("", ""),
    ],
)
def test_case_accents_and_signs_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_is_words_with_single_spaces(text: str) -> None:
    words = fold(text).split(" ")
    assert words == [""] or all(word.isalnum() or any(map(str.isalnum, word)) for word in words)
    assert not any(sign in fold(text) for sign in "\"'%_*\\\n\x00")


def test_names_stand_one_a_line_without_repetitions() -> None:
    assert fold_names("Transformer", "TRANSFORMER", "🙂", "Attention Model") == "transformer\nattention model"
