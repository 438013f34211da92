"""A definition that is both summary and detail is read once."""

import pytest

from concepts.formats.summaries import summary_and_detail
from concepts.models import Concept, KnowledgeMap
from explore.ledes import lede_and_rest

FIRST, MORE = "A star is a ball of gas.", "It shines for a long time."


@pytest.mark.parametrize(
    ("summary", "detail", "shown"),
    [
        (FIRST, MORE, (FIRST, MORE)),
        (FIRST, "", (FIRST, "")),
        ("", MORE, ("", MORE)),
        ("", "", ("", "")),
        (FIRST, FIRST, (FIRST, "")),
        (FIRST, f"{FIRST} {MORE}", (FIRST, MORE)),
        (FIRST, f"A star is\n  a ball of gas.\n\n{MORE}\n\n- One", (FIRST, f"{MORE}\n\n- One")),
        # A rest that would turn into a list, a heading or a quotation.
        (FIRST, f"{FIRST} 2. More", ("", f"{FIRST} 2. More")),
        (FIRST, f"{FIRST} - and so on", ("", f"{FIRST} - and so on")),
        # Broken off in a sentence, and within a word.
        ("A star is a…", f"{FIRST} {MORE}", ("", f"{FIRST} {MORE}")),
        ("A sta…", FIRST, ("", FIRST)),
        ("A star is a…", "A star was a ball.", ("A star is a…", "A star was a ball.")),
        # In the middle of a sentence, also behind the full stop of a word that was shortened.
        ("A loan", "A loan backed by a house.", ("", "A loan backed by a house.")),
        ("A loan", "A loan\nbacked by a house.", ("", "A loan\nbacked by a house.")),
        ("A loan by e.g.", "A loan by e.g. a bank.", ("", "A loan by e.g. a bank.")),
        # Sentences that end otherwise.
        ("“A loan.”", f"“A loan.” {MORE}", ("“A loan.”", MORE)),
        ("(A loan!)", f"(A loan!) {MORE}", ("(A loan!)", MORE)),
        ("这是贷款。", "这是贷款。 它很长。", ("这是贷款。", "它很长。")),
        ("यह ऋण है।", "यह ऋण है। और लंबा।", ("यह ऋण है।", "और लंबा।")),
        # A first paragraph, whatever comes below it.
        ("A loan", "A loan\n\nbacked by a house.", ("A loan", "backed by a house.")),
        (FIRST, f"{FIRST}\n\n- One\n- Two", (FIRST, "- One\n- Two")),
        (FIRST, f"{FIRST}\n- One", (FIRST, "- One")),
        (FIRST, f"{FIRST}\n\n    code\n\n2. Two", (FIRST, "    code\n\n2. Two")),
        ("To be…", "To be…\n\n> Or not.", ("To be…", "> Or not.")),
        # A heading is no paragraph.
        (FIRST, f"{FIRST}\n---", ("", f"{FIRST}\n---")),
        # Another word that begins alike.
        ("A star", "A starling sings.", ("A star", "A starling sings.")),
    ],
)
def test_no_words_are_shown_twice(summary: str, detail: str, shown: tuple[str, str]) -> None:
    assert lede_and_rest(summary, detail) == shown


@pytest.mark.parametrize("sentence", ["It shines. ", "light ", "光"])
def test_a_definition_that_an_import_parted_is_shown_whole_and_once(sentence: str) -> None:
    definition = ("A ball of gas " + sentence * 150).strip()
    lede, rest = lede_and_rest(*summary_and_detail(definition))
    assert f"{lede} {rest}".strip() == definition


@pytest.mark.parametrize(
    ("address", "beginning"),
    [
        ("/maps/trees/concepts/leaves/", '<header class="concept-head"'),
        ("/maps/trees/?concept=leaves", 'id="chosen"'),
        ("/maps/trees/panel/?concept=leaves", 'id="chosen"'),
    ],
)
def test_a_definition_stands_once_on_its_page_and_in_its_panel(client, small_map, address, beginning) -> None:
    Concept.objects.filter(slug="leaves").update(summary=FIRST, detail=f"{FIRST} {MORE}")
    html = client.get(address).content.decode()
    shown = html[html.index(beginning) :]
    assert shown.count(f'<p dir="auto">{FIRST}') + shown.count(f'<p class="lede" dir="auto">{FIRST}') == 1
    assert f"<p>{MORE}</p>" in shown
    assert f"<p>{FIRST}" not in shown


def test_a_definition_broken_off_stands_once_and_whole(client, small_map) -> None:
    Concept.objects.filter(slug="leaves").update(summary="A star is a…", detail=FIRST)
    html = client.get("/maps/trees/concepts/leaves/").content.decode()
    assert f"<p>{FIRST}</p>" in html
    assert 'class="lede"' not in html


def test_an_introduction_does_not_repeat_the_summary_of_its_map(client, small_map) -> None:
    KnowledgeMap.objects.update(detail=f"{small_map.summary} {MORE}")
    assert f"<p>{MORE}</p>" in client.get("/maps/trees/").content.decode()


def test_an_introduction_goes_on_with_the_list_below_the_summary(client, small_map) -> None:
    KnowledgeMap.objects.update(summary="All about X.", detail="All about X.\n\n- One")
    html = client.get("/maps/trees/").content.decode()
    assert html.count('dir="auto">All about X.') == 1
    assert "<p>All about X." not in html
    assert "<li>One</li>" in html


def test_the_api_gives_the_detail_as_it_is_stored(client, small_map) -> None:
    Concept.objects.filter(slug="leaves").update(summary=FIRST, detail=f"{FIRST} {MORE}")
    told = client.get("/api/v1/maps/trees/concepts/leaves/").json()
    assert (told["summary"], told["detail_html"].strip()) == (FIRST, f"<p>{FIRST} {MORE}</p>")
