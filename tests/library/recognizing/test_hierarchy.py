from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.extract.maps import seed_maps
from benchmarks.extract.parents import ALL, BASELINES, LEFT_OUT, parent_hits
from library.recognizing.hierarchy import propose_parents
from library.recognizing.tree import ROOT, Tree


@dataclass(frozen=True)
class Concept:
    title: str
    summary: str = ""
    detail: str = ""


WORDS = st.lists(
    st.sampled_from("atlas path map tree root leaf north south".split()), min_size=1, max_size=4
).map(" ".join)
CONCEPTS = st.lists(st.builds(Concept, WORDS, WORDS, WORDS), max_size=14)


@given(CONCEPTS)
def test_parents_are_concepts_of_the_map_and_never_a_circle(concepts):
    # Titles that repeat are one name; the walk goes by the first of them.
    concepts = list({concept.title: concept for concept in concepts}.values())
    parents = {
        one.title: found.title
        for one, found in zip(concepts, propose_parents(concepts), strict=True)
        if found
    }
    assert set(parents.values()) <= {concept.title for concept in concepts}
    assert not any(title in above(title, parents) for title in parents)


def above(title, parents):
    """All that stands above a concept, each once; a circle ends the walk."""
    seen = []
    while (title := parents.get(title)) and title not in seen:
        seen.append(title)
    return seen


@given(CONCEPTS)
def test_scores_lie_between_0_and_1_and_reasons_are_sentences(concepts):
    for found in propose_parents(concepts):
        if found:
            assert 0 < found.score <= 1
            assert found.reason.endswith((".", "”"))
            assert len(found.reason) <= 300


def test_a_concept_goes_below_the_one_whose_title_words_it_shares():
    concepts = [
        Concept("Oil Markets", "Where oil is traded.", "Buyers and sellers of oil meet."),
        Concept("Oil Market Shocks", "Sudden turns of oil markets.", "When oil is short, oil markets shake."),
    ]
    found = propose_parents(concepts)[1]
    assert found is not None
    assert found.title == "Oil Markets"
    assert "“Oil Markets”" in found.reason


def test_the_reason_quotes_the_sentence_that_mentions_the_parent():
    concepts = [
        Concept("Consensus", "How many computers agree.", "They vote."),
        Concept(
            "Mining",
            "Work that earns a block.",
            "It is slow. Mining is how consensus is reached by work. It costs.",
        ),
    ]
    found = propose_parents(concepts)[1]
    assert found is not None
    assert "“Mining is how consensus is reached by work.”" in found.reason


def test_the_same_texts_get_the_same_parents():
    concepts = seed_maps()[2].concepts
    assert propose_parents(concepts) == propose_parents(concepts)


def test_parents_of_a_map_that_nothing_was_fitted_to_are_right_more_often_than_by_any_simple_rule():
    hits = parent_hits()[ALL]
    assert hits[LEFT_OUT][0] > 1.2 * max(hits[way][0] for way in BASELINES)


def test_no_concepts_have_no_parents():
    assert propose_parents([]) == []


def test_a_tree_knows_what_would_close_a_circle():
    tree = Tree(3)
    tree.hang(1, 0)
    tree.hang(2, 1)
    assert tree.would_circle(0, 2)
    assert not tree.would_circle(2, 0)
    assert tree.line_before(3) == [2, 1, 0]
    assert tree.parents[0] == ROOT
