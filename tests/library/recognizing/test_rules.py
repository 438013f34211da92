import pytest

from benchmarks.extract.baseline import naive_facts
from benchmarks.extract.scoring import FIELDS, TEXTS, scores
from library.reading.text import ReadText
from library.recognizing.disclosures import read_disclosure
from library.recognizing.found import DocumentKind
from library.recognizing.recognize import recognize
from library.recognizing.rules import propose_facts


def told(text):
    return {(fact.model, fact.attribute): fact.number or fact.value for fact in propose_facts(text)}


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*/*.txt")), ids=lambda path: path.stem)
def test_an_untagged_disclosure_is_one_and_its_facts_quote_it(path):
    text = read_disclosure(path.read_text()).cut.text
    found = recognize(ReadText(text, "text"))
    assert found.kind == DocumentKind.DISCLOSURE
    assert all(found.text[fact.start : fact.end] == fact.quote for fact in found.facts)
    assert all(0 < fact.confidence < 1 for fact in found.facts)


def test_rules_find_more_and_err_less_on_held_out_texts_than_one_pattern_a_field():
    ours, naive = scores("held_out", propose_facts), scores("held_out", lambda text: list(naive_facts(text)))
    assert ours["all"].f1 > naive["all"].f1 + 0.1
    assert min(ours[field].f1 for field in FIELDS) > 0.8


def test_the_size_of_another_model_is_not_taken():
    text = (
        "Foo-7B has 7 billion parameters, far fewer than the 175 billion parameters of GPT-3. It"
        " was trained in 2021."
    )
    assert told(text)["Foo-7B", "params"] == 7e9


def test_hardware_for_running_a_model_is_not_taken():
    text = "GLM-10B was trained on V100 GPUs and has 10 billion parameters. For inference it fits on one RTX 3090."
    assert [value for (_, attribute), value in told(text).items() if attribute == "hardware"] == ["V100 GPUs"]


def test_work_in_gpu_hours_is_no_count_of_processors():
    text = "Falcon-1B was trained for 7 million GPU hours with 1 billion parameters."
    assert ("Falcon-1B", "gpu_count") not in told(text)
    assert told(text)["Falcon-1B", "training_time"] == 7e6


def test_machines_are_multiplied():
    text = "BLOOM-3B was trained on 48 nodes with eight A100 GPUs each. It has 3 billion parameters."
    assert told(text)["BLOOM-3B", "gpu_count"] == 384


def test_years_in_a_list_of_sources_are_not_taken():
    text = (
        "OPT-1B has 1 billion parameters and was trained long.\n\nIt was released to"
        " all.\n\nReferences:\nA paper, 2019."
    )
    assert ("OPT-1B", "year") not in told(text)


def test_a_history_of_many_models_is_no_disclosure():
    pieces = [
        f"Model-{place}A has {place} billion parameters. It was trained in 2020 in France. "
        + "Much else happened. " * 60
        for place in range(2, 30)
    ]
    assert recognize(ReadText("\n\n".join(pieces), "text")).kind == DocumentKind.TEXT
