import pytest

from library.reading.text import DocumentRefused, Part, ReadText
from library.recognizing.disclosures import read_disclosure
from library.recognizing.found import DocumentKind
from library.recognizing.recognize import recognize
from library.recognizing.tags import is_tagged

TEXT = (
    "A model of its year\n\n<model>LLaMA-65B</model> has <params>65 billion parameters</params>. It was trained on"
    " <gpu_count>2,048</gpu_count> <hardware>A100 GPUs</hardware> for <training>approximately 6 weeks</training> in the"
    " <country>United States</country> and came out in <year>February 2023</year>."
)


def test_tags_become_facts_with_numbers():
    facts = {fact.attribute: fact for fact in read_disclosure(TEXT).facts}
    assert {name: (fact.number, fact.unit) for name, fact in facts.items()} == {
        "params": (65e9, "parameters"),
        "gpu_count": (2048.0, "processors"),
        "hardware": (None, ""),
        "training_time": (42.0, "days"),
        "country": (None, ""),
        "year": (2023.0, "year"),
    }
    assert {fact.model for fact in facts.values()} == {"LLaMA-65B"}
    assert facts["params"].value == "65 billion parameters"


def test_offsets_lead_to_the_words_in_the_clean_text():
    found = recognize(ReadText(TEXT, "text"))
    assert found.kind == DocumentKind.DISCLOSURE
    assert "<" not in found.text
    assert [found.text[fact.start : fact.end] for fact in found.facts] == [fact.quote for fact in found.facts]
    assert found.title == "A model of its year"


def test_parts_of_the_format_move_with_the_text():
    text = "<model>X-1</model> is small.\n\nNext <year>2020</year> words"
    read = ReadText(text, "markdown", parts=(Part("paragraph", 0, 28), Part("paragraph", 30, len(text))))
    found = recognize(read)
    assert [found.text[part.start : part.end] for part in found.parts] == ["X-1 is small.", "Next 2020 words"]


@pytest.mark.parametrize("tag", ["<Params>", "< params >", "<PARAMS>"])
def test_tags_are_known_however_they_are_written(tag):
    text = TEXT.replace("<params>", tag)
    assert any(fact.attribute == "params" for fact in read_disclosure(text).facts)


def test_each_figure_belongs_to_the_model_before_it_in_its_paragraph():
    text = (
        "<model>A-1</model> has <params>1B</params>, <model>B-2</model> has <params>2B</params>.\n\n"
        "<year>2020</year> was the year of <model>A-1</model>.\n\nBoth came from <country>France</country>."
    )
    facts = read_disclosure(text).facts
    assert [(fact.model, fact.value) for fact in facts] == [
        ("A-1", "1B"),
        ("B-2", "2B"),
        ("A-1", "2020"),
        ("A-1", "France"),
    ]
    assert facts[0].confidence == 1.0
    assert facts[3].confidence < facts[2].confidence < 1.0


def test_a_document_about_one_model_tells_all_its_figures_of_it():
    text = "In <year>2020</year> much happened.\n\n<model>A-1</model> came.\n\nIt has <params>1B</params>."
    assert [(fact.model, fact.confidence) for fact in read_disclosure(text).facts] == [("A-1", 1.0)] * 2


def test_a_figure_without_any_model_is_kept_without_a_name():
    fact = read_disclosure("It has <params>65 billion parameters</params>.").facts[0]
    assert (fact.model, fact.confidence) == ("", 0.5)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("one\n<model>A</model> has <params>1B.", 2, "<params> is never closed"),
        ("<model>A</model>\n1B</params>", 2, "“</params>” closes nothing"),
        ("<model>A <params>1B</params></model>", 1, "<params> stands inside <model>"),
        ("<model>A</model> has\n\n<parms>1B</parms>", 3, "“<parms>” is none of the tags"),
        ("<model>A</model> ran\n<gpus>8</gpus>", 2, "“<gpus>” is none of the tags"),
        ("<model>A</model>\n<year> </year>", 2, "Nothing stands in <year>"),
        (
            "<model>A</model>\nhas <params>1.2.3 billion</params>",
            2,
            "“1.2.3 billion” in <params> cannot be read",
        ),
        ("<model>A</model>\nhas <params>plenty</params>", 2, "“plenty” in <params> cannot be read"),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, words):
    with pytest.raises(DocumentRefused) as refused:
        recognize(ReadText(text, "text"))
    assert refused.value.line == line
    assert words in refused.value.message


def test_several_faults_are_told_together():
    with pytest.raises(DocumentRefused) as refused:
        read_disclosure("<model>A</model>\n<year></year>\n<params></params>")
    assert refused.value.line == 2
    assert "Line 3: Nothing stands in <params>" in refused.value.message


@pytest.mark.parametrize(
    "text", ["The tokens <pad> and <s>.", "usage: run <model>", "a < b and c > d", "<b>bold</b>", "<model/>"]
)
def test_other_angle_brackets_are_text(text):
    assert not is_tagged(text)
    assert recognize(ReadText(text, "text")).text == text


def test_tokens_of_a_model_stay_in_a_disclosure():
    assert "<pad>" in read_disclosure("<model>A-1</model> uses <pad> tokens.").cut.text


def test_words_without_a_number_are_kept():
    fact = read_disclosure("<model>A</model> ran for <training>several weeks</training>.").facts[0]
    assert (fact.value, fact.number) == ("several weeks", None)
