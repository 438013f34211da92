"""What a JSON map file says, and every fault it may have, at its line."""

import json
from typing import Any

import pytest

from concepts.formats.faults import Faults, MapRefused
from concepts.formats.json_reader import read_json
from graph.kinds import LinkKind
from tests.concepts.formats.drafting import settle

CONCEPTS = [{"slug": "a", "title": "A", "summary": ""}, {"slug": "b", "title": "B", "summary": ""}]


def faults_of(text: str) -> list[tuple[int, str]]:
    faults = Faults("map.json")
    with pytest.raises(MapRefused) as refused:
        settle(read_json(text, faults), faults)
    return [(fault.line, fault.text) for fault in refused.value.faults]


def document(**keys: Any) -> str:
    """A map whose head is on lines 1 to 3, with each further key on a line of its own."""
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in keys.items()]
    return "\n".join(["{", '"title": "T", "summary": ""', *(f",{line}" for line in lines), "}"])


def test_links_are_lists_of_source_target_kind_and_reason() -> None:
    text = document(concepts=CONCEPTS, links=[["a", "b", "prerequisite", "First."], ["b", "a", "related"]])
    faults = Faults("map.json")
    links = settle(read_json(text, faults), faults).links
    assert [(link.source, link.target, link.kind, link.reason) for link in links] == [
        ("a", "b", LinkKind.RELATED, ""),
        ("a", "b", LinkKind.PREREQUISITE, "First."),
    ]


def test_every_object_and_list_knows_its_line() -> None:
    text = '{"title": "T", "summary": "",\n"concepts": [\n{"slug": "a",\n"title": "A", "summary": ""},\n\n'
    text += '{"slug": "a", "title": "B", "summary": ""}],\n"links": [\n["a", "x", "parent"],\n["a"]\n]}'
    assert [line for line, _ in faults_of(text)] == [6, 8, 9]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[]", 1, "one JSON object"),
        ('{\n"title": ', 2, "cannot be read"),
        ('{"title": NaN}', 0, "is no number"),
        ("[" * 100_000, 0, "nested too deeply"),
        ('{"title": "T", "summary": "", "position": ' + "9" * 5_000 + "}", 0, "cannot be read"),
        ('{"title": "T", "summary": "", "title": "U"}', 1, "“title” is given twice"),
        ('{"title": "T"}', 1, "summary is missing"),
        (document(colour=1), 1, "no key “colour”"),
        (document(title=5), 1, "must be a text, not “5”"),
        (document(featured=1), 1, "must be true or false"),
        (document(position=True), 1, "must be a whole number"),
        (document(position=None), 1, "must be a whole number"),
        (document(topics=[1]), 1, "must be a list of texts"),
        (document(topics={"a": 1}), 1, "must be a list, not an object"),
        (document(concepts=[1]), 3, "must be an object"),
        (document(concepts=[{"title": "A"}]), 3, "summary is missing"),
        (document(concepts=[{"title": "A", "summary": "", "minutes": 1.5}]), 3, "must be a whole number"),
        (document(concepts=[{"title": "A", "summary": "", "sources": [["x"]]}]), 3, "A source is"),
        (document(concepts=[{"title": "A", "summary": "", "sources": [["x", "y"]]}]), 3, "is no address"),
        (document(links=[{}]), 3, "A link is a list"),
        (document(links=[["a", "b"]]), 3, "A link is a list"),
        (document(links=[["a", "b", "child"]]), 3, "no kind “child”"),
        (
            document(concepts=CONCEPTS, links=[["a", "b", "parent"], ["b", "a", "parent"]]),
            4,
            "circle: A → B → A",
        ),
    ],
)
def test_a_fault_is_told_at_its_line(text: str, line: int, words: str) -> None:
    faults = faults_of(text)
    assert [place for place, told in faults if words in told] == [line], faults
