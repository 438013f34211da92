import re

from hypothesis import given
from hypothesis import strategies as st

from library.recognizing.duplicates import TitleIndex
from library.recognizing.terms import Term, TermIndex


def found(text, *terms):
    return [(one.id, text[one.start : one.end]) for one in TermIndex(terms).mentions(text)]


def test_case_plural_hyphen_and_apostrophe_make_no_difference():
    terms = [Term(1, "Fine-Tuning"), Term(2, "Moore's Law"), Term(3, "Large Language Model")]
    text = "Fine tuning, fine-tuning and Moore’s law of large language models."
    assert found(text, *terms) == [
        (1, "Fine tuning"),
        (1, "fine-tuning"),
        (2, "Moore’s law"),
        (3, "large language models"),
    ]


def test_aliases_are_found_and_titles_come_first():
    assert found("An LLM.", Term(1, "Large Language Model", ("LLM",)), Term(2, "LLM")) == [(2, "LLM")]


def test_the_longest_term_wins():
    assert found("context management", Term(1, "Context"), Term(2, "Context Management")) == [
        (2, "context management")
    ]


def test_a_term_is_found_at_the_borders_of_words_alone():
    assert found("contextual contexts", Term(1, "Context")) == [(1, "contexts")]


def test_a_term_goes_over_a_line_but_not_over_a_sentence_or_paragraph():
    term = Term(1, "Machine Learning")
    assert found("machine\nlearning. Machine. Learning machine\n\nlearning", term) == [
        (1, "machine\nlearning")
    ]


def test_an_abbreviation_is_found_as_it_is_written():
    assert found("It is IT.", Term(1, "IT")) == [(1, "IT")]
    assert found("two LLMs", Term(1, "LLM")) == [(1, "LLMs")]


def test_words_that_mean_nothing_alone_are_no_terms():
    assert found("the and of", Term(1, "The"), Term(2, "")) == []


@given(
    st.lists(
        st.lists(st.sampled_from(["red", "blue", "green"]), min_size=1, max_size=3).map(" ".join), max_size=6
    ),
    st.lists(st.sampled_from(["red", "blue", "green", "red,"]), max_size=14).map(" ".join),
)
def test_mentions_are_those_of_a_plain_search_from_left_to_right(names, text):
    expected, place = [], 0
    patterns = sorted(set(names), key=len, reverse=True)
    while place < len(text):
        hit = next((name for name in patterns if re.compile(rf"{name}\b").match(text, place)), None)
        at_word = place == 0 or not text[place - 1].isalpha()
        if hit and at_word:
            expected.append(hit)
            place += len(hit)
        else:
            place += 1
    terms = [Term(name, name) for name in dict.fromkeys(names)]
    assert [one.id for one in TermIndex(terms).mentions(text)] == expected


def test_the_same_title_in_other_words_is_offered_as_the_same():
    index = TitleIndex(
        [Term(1, "Distributed Training"), Term(2, "Proof of Work"), Term(3, "Oil Shocks", ("Oil Crises",))]
    )
    assert [one.id for one in index.same_as("distributed trainings")] == [1]
    assert [one.id for one in index.same_as("Proof-of-Work")] == [2]
    assert [(one.id, one.name) for one in index.same_as("Oil Crisis")] == [(3, "Oil Crises")]


def test_a_title_with_another_word_is_another_concept():
    index = TitleIndex([Term(1, "Proof of Work"), Term(2, "Attention"), Term(3, "Scaling Laws")])
    assert index.same_as("Proof of Stake") == []
    assert index.same_as("Attention Mechanisms in Vision") == []
    assert index.same_as("Antitrust Laws") == []


def test_the_same_letters_score_highest():
    index = TitleIndex([Term(1, "Transformers"), Term(2, "Transformer")])
    assert [(one.id, one.score) for one in index.same_as("Transformer")] == [(2, 1.0), (1, 0.97)]
