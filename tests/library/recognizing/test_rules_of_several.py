"""Texts that tell of several models: each figure goes to the model that it is told of, or to none."""

from library.recognizing.rules import propose_facts

PALMETTO = (
    "Google's Palmetto 540B, published in 2022, is a dense model with 540 billion parameters. The company is in the"
    " United States.\n\nTraining Palmetto 540B took 6,144 chips of the type TPU v4, which stood in two pods.\n\n"
    "About Megatron-Turing NLG 530B they write that it was trained on 2,240 processors of the type NVIDIA A100."
)
BOREALIS = (
    "Borealis-7B is a 7B parameter model made in Norway. Training Borealis-7B took approximately 6 weeks on 8 nodes of"
    " 8 A100s. It was released in 2022. Borealis-70B, its larger sibling with 70 billion parameters, was trained for 3"
    " months on 1,024 H100 GPUs in 2024. Unlike Llama 2 70B, which used 1.7 million GPU hours, neither model was"
    " trained in the United States."
)


def told(text):
    return {(fact.model, fact.attribute): fact.value for fact in propose_facts(text)}


def test_a_name_with_a_size_behind_a_space_is_a_model():
    facts = told(PALMETTO)
    own = {attribute: value for (model, attribute), value in facts.items() if model == "Palmetto 540B"}
    assert own["params"] == "540 billion parameters"
    assert (own["year"], own["country"]) == ("2022", "United States")
    assert own["gpu_count"].startswith("6,144 chips")
    assert own["hardware"].startswith("TPU v4")
    other = {attribute for model, attribute in facts if model == "Megatron-Turing NLG 530B"}
    assert other == {"gpu_count", "hardware"}


def test_what_is_said_of_a_model_for_comparison_or_denied_is_not_taken():
    facts = told(BOREALIS)
    assert facts["Borealis-70B", "training_time"] == "3 months"
    assert ("Borealis-70B", "country") not in facts
    assert "1.7 million GPU hours" not in facts.values()


def test_processors_by_machine_sizes_of_siblings_and_years_of_training_are_found():
    facts = told(BOREALIS)
    assert facts["Borealis-7B", "gpu_count"] == "8 nodes of 8 A100s"
    assert facts["Borealis-70B", "params"] == "70 billion parameters"
    assert (facts["Borealis-7B", "year"], facts["Borealis-70B", "year"]) == ("2022", "2024")


def test_how_sure_a_figure_is_said_to_be_belongs_to_it():
    assert told(BOREALIS)["Borealis-7B", "training_time"] == "approximately 6 weeks"
