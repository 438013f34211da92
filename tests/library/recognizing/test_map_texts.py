import pytest

from benchmarks.extract.maps import page_forms, seed_maps
from library.reading.text import Part, ReadText
from library.recognizing.found import DocumentKind
from library.recognizing.recognize import recognize

PAGE = """Home
Log in
AI Agents | Interest Rates
Blockchain

Tool Use {dash} Interactive Knowledge Map
How an agent acts on the world.
Function Calls
Key Concepts
Function Calls
How a model asks for work to be done.
The model writes the name of a function and its arguments; a program runs it and hands back what came out.
Sandboxes
Where the work is done so that it can harm nothing.
A function call may do damage. In a sandbox it reaches little.
Learn more
Approval
Who is asked before something happens.
Some function calls wait for a person, above all those that leave the sandbox.
Join the waitlist
Get early access to new maps.
Related Maps
Large Language Models
© 2025 Kinapse"""


def read(text, **more):
    return recognize(ReadText(text, "text", **more))


@pytest.mark.parametrize("dash", ["—", "-", "–", "|"])
def test_a_page_of_a_map_gives_its_title_topics_and_concepts(dash):
    found = read(PAGE.replace("{dash}", dash))
    assert found.kind == DocumentKind.MAP_TEXT
    assert found.title == "Tool Use"
    assert found.topics == ("AI Agents", "Interest Rates", "Blockchain")
    assert [(one.title, one.summary) for one in found.concepts] == [
        ("Function Calls", "How a model asks for work to be done."),
        ("Sandboxes", "Where the work is done so that it can harm nothing."),
        ("Approval", "Who is asked before something happens."),
    ]
    assert found.concepts[1].detail == "A function call may do damage. In a sandbox it reaches little."


def test_menus_calls_buttons_and_footers_are_not_in_the_clean_text():
    text = read(PAGE.replace("{dash}", "—")).text
    assert text.startswith("Tool Use — Interactive Knowledge Map\n")
    assert text.endswith("above all those that leave the sandbox.")
    assert "Learn more" not in text
    assert "\n\n\n" not in text


def test_offsets_of_a_concept_lead_to_its_passage():
    found = read(PAGE.replace("{dash}", "—"))
    for concept in found.concepts:
        passage = found.text[concept.start : concept.end]
        assert passage.startswith(concept.title)
        assert passage.endswith(concept.detail)


@pytest.mark.parametrize("form", ["no blank lines", "blank lines"])
@pytest.mark.parametrize("seed", seed_maps(), ids=lambda seed: seed.title)
def test_each_map_that_comes_along_is_found_whole_in_the_text_of_its_page(seed, form):
    found = read(page_forms(seed)[form])
    assert found.title == seed.title
    assert [(one.title, one.summary, one.detail) for one in found.concepts] == [
        (one.title, one.summary, one.detail) for one in seed.concepts
    ]


def test_of_wrapped_pages_nearly_all_concepts_are_found():
    for seed in seed_maps():
        told = {(one.title, one.summary) for one in read(page_forms(seed)["wrapped"]).concepts}
        assert sum((one.title, one.summary) in told for one in seed.concepts) >= 0.9 * len(seed.concepts)


def test_the_menu_of_an_html_page_gives_the_topics():
    text = PAGE.replace("{dash}", "—").partition("Blockchain\n\n")[2]
    assert read(text, navigation=("Home", "Oil Resources", "Log in")).topics == ("Oil Resources",)


def test_headings_that_the_format_marks_are_the_concepts():
    lines = [
        ("heading", 1, "Tool Use — Interactive Knowledge Map"),
        ("heading", 2, "Key Concepts"),
        ("heading", 3, "Calls"),
        ("paragraph", 0, "What is asked."),
        ("paragraph", 0, "A program does it. Then"),
        ("paragraph", 0, "Short Words Here"),
        ("paragraph", 0, "it hands back what came out."),
        ("heading", 3, "Sandboxes"),
        ("paragraph", 0, "Where it is done."),
        ("paragraph", 0, "Nothing is harmed."),
    ]
    parts, start = [], 0
    for kind, level, words in lines:
        parts.append(Part(kind, start, start + len(words), level))
        start += len(words) + 2
    found = read("\n\n".join(words for _, _, words in lines), parts=tuple(parts))
    assert [one.title for one in found.concepts] == ["Calls", "Sandboxes"]


def test_a_list_of_the_titles_before_the_concepts_is_no_concept():
    titles = "Function Calls\nSandboxes\nApproval\n"
    found = read(PAGE.replace("{dash}", "—").replace("Key Concepts\n", "Key Concepts\n" + titles))
    assert [one.title for one in found.concepts] == ["Function Calls", "Sandboxes", "Approval"]


def test_numbers_before_titles_are_left_out():
    numbered = PAGE.replace("{dash}", "—").replace("Function Calls\nHow", "1. Function Calls\nHow")
    numbered = numbered.replace("\nSandboxes", "\n2. Sandboxes").replace("\nApproval", "\n3. Approval")
    assert [one.title for one in read(numbered).concepts] == ["Function Calls", "Sandboxes", "Approval"]


def test_a_text_that_only_speaks_of_key_concepts_is_no_map():
    text = (
        "Key Concepts\n\nThere are a few.\n\nThey are told elsewhere, in a book that nobody reads any more."
    )
    assert read(text).kind == DocumentKind.TEXT


@pytest.mark.parametrize(
    "heading", ["KEY CONCEPTS", "Key Concepts (3)", "3 Key Concepts", "Key concepts:", "★ Key Concepts ★"]
)
def test_the_heading_of_the_concepts_is_known_in_its_forms(heading):
    found = read(PAGE.replace("{dash}", "—").replace("Key Concepts", heading))
    assert [one.title for one in found.concepts] == ["Function Calls", "Sandboxes", "Approval"]


def test_a_page_without_its_title_is_known_by_its_key_concepts():
    text = "Key Concepts" + PAGE.partition("Key Concepts")[2]
    assert read(text).kind == DocumentKind.MAP_TEXT
