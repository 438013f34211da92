"""What a Markdown map file says, and every fault it may have, at its line."""

import pytest

from concepts.formats.drafts import MapDraft
from concepts.formats.faults import Faults
from concepts.formats.markdown_reader import read_markdown
from concepts.models import Source
from graph.kinds import LinkKind
from tests.concepts.formats.drafting import refused, settle

HEAD = "---\ntitle: Garden\nsummary: What grows.\n---\n"


def read(text: str) -> MapDraft:
    faults = Faults("map.md")
    return settle(read_markdown(text, faults), faults)


def concept(title: str, *lines: str, detail: str = "") -> str:
    return "\n".join([f"## {title}", "", "```yaml", "summary: It is.", *lines, "```", "", detail, ""])


def test_a_file_is_read_whole() -> None:
    draft = read(
        HEAD.replace("---\n", "---\ntopics: [Plants, Soil]\nfeatured: true\nposition: 4\n", 1)
        + "\nThe introduction.\n\n"
        + concept(
            "Roots", "minutes: 12", "aliases: [Radix]", 'sources: ["Botany", {"B: 2": https://a.example}]'
        )
        + concept("Pruning", "parents:", "  - roots: Below the cut.", "related: [grafting]", detail="Text.")
        + concept("Grafting", "prerequisites: [pruning]", "draft: true")
    )
    assert (draft.slug, draft.topics, draft.featured, draft.position) == (
        "garden",
        ("Plants", "Soil"),
        True,
        4,
    )
    assert draft.detail == "The introduction."
    assert draft.concepts[0].sources == (Source("Botany"), Source("B: 2", "https://a.example"))
    assert [c.minutes for c in draft.concepts] == [12, 5, 5]
    assert [c.published for c in draft.concepts] == [True, True, False]
    assert [(x.source, x.target, x.kind, x.reason) for x in draft.links] == [
        ("roots", "pruning", LinkKind.PARENT, "Below the cut."),
        ("pruning", "grafting", LinkKind.RELATED, ""),
        ("pruning", "grafting", LinkKind.PREREQUISITE, ""),
    ]


def test_a_heading_inside_a_code_fence_starts_no_concept() -> None:
    draft = read(HEAD + concept("Roots", detail="```\n## not one\n```\n\n### nor this"))
    assert [c.title for c in draft.concepts] == ["Roots"]
    assert "## not one" in draft.concepts[0].detail


def test_only_level_two_written_with_hashes_starts_a_concept() -> None:
    draft = read(HEAD + "Under\n---\n\n# One\n\n" + concept("Roots", detail="Line\n----\n\nText"))
    assert draft.detail == "### Under\n\n### One"
    assert draft.concepts[0].detail == "### Line\n\nText"


def test_values_stay_the_words_that_were_written() -> None:
    draft = read(
        "---\ntitle: 1984\nsummary: null\n---\n" + concept("Roots", "aliases: [yes, 2024-01-01, 0x10, ~]")
    )
    assert (draft.title, draft.summary) == ("1984", "null")
    assert draft.concepts[0].aliases == ("yes", "2024-01-01", "0x10", "~")


def test_a_related_link_named_from_both_ends_is_one() -> None:
    text = (
        HEAD
        + concept("Roots", "related: [pruning]")
        + concept("Pruning", 'related: [roots: "They feed it."]')
    )
    (link,) = read(text).links
    assert (link.source, link.target, link.reason) == ("roots", "pruning", "They feed it.")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: x\n", 1, "starts with a line of three dashes"),
        ("---\ntitle: x\n", 1, "is not closed"),
        ("---\nsummary: x\n---\n", 1, "title of the map is missing"),
        ("---\ntitle: x\n---\n", 1, "summary is missing"),
        ("---\ntitle: x\nsummary:\n---\n", 3, "summary is missing"),
        ("---\ntitle: [x]\nsummary: y\n---\n", 2, "must be a text"),
        ("---\ntitle: x\nsummary: y\ncolour: red\n---\n", 4, "no key “colour”"),
        ("---\ntitle: x\nsummary: y\ntitle: z\n---\n", 4, "given twice"),
        ("---\ntitle: x\nsummary: a: b\n---\n", 3, "YAML cannot be read"),
        ("---\ntitle: x\nsummary: &a y\n---\n", 3, "Anchors"),
        ("---\ntitle: x\nsummary: *a\n---\n", 3, "Anchors"),
        ("---\ntitle: x\nsummary: !!python/object:os.system y\n---\n", 3, "Tags"),
        ("---\ntitle: x\nsummary: y\ntopics: [[[[[[[[[x]]]]]]]]]\n---\n", 4, "nested too deeply"),
        ("---\ntitle: x\nsummary: y\ntopics: Plants\n---\n", 4, "must be a list"),
        ("---\ntitle: x\nsummary: y\nfeatured: maybe\n---\n", 4, "true or false"),
        ("---\ntitle: x\nsummary: y\nposition: -1\n---\n", 4, "whole number"),
        ("---\ntitle: x\nsummary: y\nslug: a b\n---\n", 4, "is no slug"),
        ("---\n- x\n---\n", 2, "key: value"),
        ("---\ntitle: 植物\nsummary: y\n---\n", 2, "give a slug"),
        (HEAD + "x" * 20_001, 5, "introduction of the map has 20,001"),
        (HEAD + "\n## \n\n```yaml\nsummary: x\n```\n", 6, "is missing"),
        (HEAD + "\n## Roots\n\nNo block.\n", 6, "summary is missing"),
        (HEAD + concept("Roots", "minutes: 0"), 9, "from 1 to 600"),
        (HEAD + concept("Roots", "minutes: soon"), 9, "whole number"),
        (HEAD + concept("Roots", f"aliases: [{'x' * 4_001}]"), 9, "4,001 characters"),
        (HEAD + concept("Roots", "sources: [x: y: z]"), 9, "YAML cannot be read"),
        (HEAD + concept("Roots", "sources: [x: ftp://a]"), 9, "is no address"),
        (HEAD + concept("Roots", "sources: [{a: b, c: d}]"), 9, "A source is a label"),
        (HEAD + concept("Roots", "parents: [roots]"), 9, "linked to itself"),
        (HEAD + concept("Roots", "parents: [leaves]"), 9, "no concept “leaves”"),
        (HEAD + concept("Roots", "parents:", "  - a: [b]"), 10, "parents lists slugs"),
        (HEAD + concept("Roots") + concept("Roots"), 12, "is taken by “Roots” (line 5)"),
        (HEAD + concept("A") + concept("B", "parents: [a, a]"), 16, "given twice"),
        (HEAD + concept("A", "related: [b, b]") + concept("B"), 9, "given twice"),
        (HEAD + concept("A", "related: [b: x]") + concept("B", "related: [a: y]"), 17, "another reason"),
        (HEAD + concept("A", "parents:", "  - b: " + "x" * 301) + concept("B"), 10, "reason has 301"),
        (HEAD + concept("A", detail="```\nx"), 11, "fence is not closed"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_line(text: str, line: int, words: str) -> None:
    faults = refused(text)
    assert [place for place, told in faults if words in told] == [line], faults


def test_all_faults_are_told_at_once() -> None:
    text = (
        HEAD + concept("A", "minutes: x", "parents: [nowhere]") + concept("B", "colour: red", "related: [b]")
    )
    assert [line for line, _ in refused(text)] == [9, 10, 18, 19]


def test_yaml_that_cannot_be_read_is_one_fault_and_not_also_all_that_it_might_have_said() -> None:
    assert [line for line, _ in refused("---\ntitle: a: b\nsummary: c\n---\n")] == [2]
    assert [line for line, _ in refused(HEAD + concept("Roots", "aliases: [") + concept("Pruning"))] == [10]


def test_a_circle_is_named_with_the_titles_on_it() -> None:
    text = (
        HEAD
        + concept("A", "parents: [c]")
        + concept("B", "prerequisites: [a]")
        + concept("C", "parents: [b]")
    )
    ((line, told),) = refused(text)
    assert line == 25
    assert told.endswith(("A → B → C → A.", "B → C → A → B.", "C → A → B → C."))


def test_each_of_several_circles_is_told() -> None:
    text = HEAD + "".join(
        concept(f"{name}{number}", f"parents: [{other}{number}]")
        for number in range(3)
        for name, other in (("a", "b"), ("b", "a"))
    )
    assert len(refused(text)) == 3


def test_related_links_may_run_in_a_circle() -> None:
    text = HEAD + concept("A", "related: [b]") + concept("B", "related: [c]") + concept("C", "related: [a]")
    assert len(read(text).links) == 3


def test_only_the_first_hundred_faults_are_told_and_the_others_counted() -> None:
    faults = refused(HEAD + concept("A", f"parents: [{', '.join(f'n{number}' for number in range(250))}]"))
    assert len(faults) == 100


def test_terminal_escapes_in_a_file_do_not_reach_the_terminal() -> None:
    ((_, told),) = refused(HEAD + concept("A", 'parents: ["\\e[2J\\u202Ex"]'))
    assert "\x1b" not in told
    assert "\u202e" not in told
