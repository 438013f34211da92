"""A snapshot with changes laid over it answers as one that was built anew."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import hierarchy
from graph.connection import connection
from graph.errors import TooMuchChanged, UnknownConcept
from graph.families import children_of
from graph.kinds import LinkKind
from graph.links import link_counts
from graph.neighborhood import neighborhood
from graph.neighborhood_json import neighborhood_json
from graph.overlay import ordering
from graph.overlay.changes import Changes, ConceptNow, LinkNow
from graph.overlay.laying import laid_over
from graph.path import learning_path
from graph.snapshot import GraphSnapshot
from graph.whole import graph_json
from tests.graph.drawings import TEXTS, Drawing, Triple, drawings

PARENT, PREREQUISITE, RELATED = LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED


@st.composite
def edited(draw: st.DrawFn, drawing: Drawing) -> Drawing:
    """Another map made of a map: concepts gone, new, moved and reworded; links gone, new and with other reasons."""
    kept = [concept for concept in drawing.ids if draw(st.integers(0, 4))]
    numbers = st.integers(41, 60).filter(lambda number: number not in drawing.ids)
    new = draw(st.lists(numbers, max_size=3, unique=True))
    titles = dict(zip(drawing.ids, drawing.titles, strict=True))
    places = dict(zip(drawing.ids, drawing.positions, strict=True))
    if draw(st.booleans()):
        places |= draw(st.dictionaries(st.sampled_from(drawing.ids), st.integers(0, 6), max_size=2))
    titles |= draw(st.dictionaries(st.sampled_from(drawing.ids), TEXTS, max_size=2))
    ids = [*kept, *new]
    places |= {concept: draw(st.sampled_from([0, 3, 9])) for concept in new}
    titles |= {concept: draw(TEXTS) for concept in new}
    # A new order of all concepts keeps new links from forming a circle, but must agree with the old ones.
    links = [link for link in drawing.links if set(link[:2]) <= set(ids) and draw(st.integers(0, 3))]
    reasons = {link: drawing.reasons.get(drawing.links.index(link), "") for link in links}
    for source, target in draw(st.lists(st.tuples(*[st.sampled_from(ids)] * 2), max_size=8)) if ids else []:
        kind = draw(st.sampled_from(LinkKind))
        link = (source, target, kind)
        if (
            source != target
            and (kind is RELATED or not leads_to(links, target, source))
            and not is_there(links, link)
        ):
            links.append(link)
            reasons[link] = draw(st.sampled_from(["", "Since."]))
    said = {number: reasons[link] for number, link in enumerate(links) if reasons[link]}
    return Drawing(
        ids, [places[concept] for concept in ids], links, said, [titles[concept] for concept in ids]
    )


def is_there(links: list[Triple], link: Triple) -> bool:
    source, target, kind = link
    return link in links or (kind is RELATED and (target, source, kind) in links)


def leads_to(links: list[Triple], source: int, target: int) -> bool:
    """Whether teaching links lead from one concept to another."""
    reached = {source}
    while True:
        more = {b for a, b, kind in links if kind is not RELATED and a in reached} - reached
        if not more:
            return target in reached
        reached |= more


def changes_between(before: Drawing, after: Drawing) -> Changes:
    """What has been touched between two maps, as a log tells it."""
    rows = {row.concept_id: row for row in rows_of(after)}
    old_rows = {row.concept_id: row for row in rows_of(before)}
    touched = {
        concept for concept in rows.keys() | old_rows.keys() if rows.get(concept) != old_rows.get(concept)
    }
    old, now = reasons_by_link(before), reasons_by_link(after)
    pairs = {link[:2] for link in old.keys() | now.keys() if old.get(link) != now.get(link)}
    new = touched - old_rows.keys()
    links = [
        LinkNow(*link, reason)
        for link, reason in now.items()
        if link[:2] in pairs or link[1::-1] in pairs or new & set(link[:2])
    ]
    return Changes({concept: rows.get(concept) for concept in touched}, sorted(pairs), links)


def rows_of(drawing: Drawing) -> list[ConceptNow]:
    words = drawing.rows()
    columns = (drawing.ids, drawing.positions, words.minutes, words.slugs, words.titles, words.summaries)
    return [ConceptNow(*cells) for cells in zip(*columns, strict=True)]


def reasons_by_link(drawing: Drawing) -> dict[Triple, str]:
    return {link: drawing.reasons.get(number, "") for number, link in enumerate(drawing.links)}


def assert_alike(laid: GraphSnapshot, built: GraphSnapshot) -> None:
    """That all arrays are the same, and so every answer."""
    for name in ("starts", "before", "positions", "places", "kind_counts", "ids", "roots"):
        assert laid.arrays[name].tolist() == built.arrays[name].tolist(), name
    count = built.adjacency.entry_count
    assert laid.adjacency.between(0, count).tolist() == built.adjacency.between(0, count).tolist()
    assert laid.depths.tolist() == built.depths.tolist()
    everyone = range(built.concept_count)
    assert [words(laid, index) for index in everyone] == [words(built, index) for index in everyone]
    positions = np.arange(count)
    assert laid.reasons_of(positions) == built.reasons_of(positions)
    for index in everyone:
        assert laid.index_of_slug(built.slug_of(index)) == index
        assert laid.index_of(built.id_of(index)) == index


def words(snapshot: GraphSnapshot, index: int) -> tuple[str, str, str, int]:
    row = snapshot.row(index)
    return row.slug, row.title, row.summary, row.minutes


@settings(max_examples=200)
@given(st.data(), drawings(words=True))
def test_changes_laid_over_a_snapshot_make_the_one_that_a_new_build_makes(
    data: st.DataObject, drawing: Drawing
) -> None:
    after = data.draw(edited(drawing))
    laid = laid_over(drawing.snapshot(), changes_between(drawing, after), revision=7)
    assert laid.revision == 7
    assert_alike(laid, after.snapshot())


@settings(max_examples=50)
@given(st.data(), drawings(words=True))
def test_changes_are_laid_over_others(data: st.DataObject, drawing: Drawing) -> None:
    laid = drawing.snapshot()
    for _ in range(3):
        if not drawing.ids:
            return
        after = data.draw(edited(drawing))
        laid = laid_over(laid, changes_between(drawing, after), revision=0)
        assert_alike(laid, after.snapshot())
        drawing = after


@settings(max_examples=50)
@given(st.data(), drawings(words=True))
def test_every_question_is_answered_alike(data: st.DataObject, drawing: Drawing) -> None:
    after = data.draw(edited(drawing).filter(lambda after: bool(after.ids)))
    laid = laid_over(drawing.snapshot(), changes_between(drawing, after), revision=0)
    built = after.snapshot()
    one, other = (data.draw(st.sampled_from(after.ids)) for _ in range(2))
    known = data.draw(st.lists(st.sampled_from(after.ids), unique=True))
    limit = data.draw(st.integers(1, 6))
    assert neighborhood(laid, one, radius=2, limit=limit) == neighborhood(built, one, radius=2, limit=limit)
    assert learning_path(laid, one, known=known) == learning_path(built, one, known=known)
    assert connection(laid, one, other) == connection(built, one, other)
    assert children_of(laid, laid.index_of(one)).tolist() == children_of(built, built.index_of(one)).tolist()
    assert hierarchy.tree(laid) == hierarchy.tree(built)
    assert hierarchy.roots(laid) == hierarchy.roots(built)
    assert link_counts(laid) == link_counts(built)
    for answer in (
        lambda snapshot: neighborhood_json(snapshot, snapshot.index_of(one), radius=2),
        lambda snapshot: graph_json(snapshot, snapshot.map_order()),
    ):
        assert without_places(answer(laid)) == without_places(answer(built))


def without_places(answer: bytes) -> object:
    found = json.loads(answer)
    for node in found["nodes"]:
        del node["x"], node["y"]
    return found


@given(st.data(), drawings(words=True))
def test_changes_told_twice_do_no_harm(data: st.DataObject, drawing: Drawing) -> None:
    after = data.draw(edited(drawing))
    changes = changes_between(drawing, after)
    again = laid_over(laid_over(drawing.snapshot(), changes, revision=0), changes, revision=0)
    assert_alike(again, after.snapshot())


def chain(count: int) -> Drawing:
    """Concepts 1 to `count`, each a prerequisite of the next."""
    ids = list(range(1, count + 1))
    links = [(number, number + 1, PREREQUISITE) for number in ids[:-1]]
    return Drawing(ids, list(ids), links, {}, [str(number) for number in ids])


def test_a_concept_that_must_come_later_takes_all_along_that_it_leads_to() -> None:
    drawing = chain(30)
    drawing.ids.append(31)
    drawing.positions.append(99)
    drawing.titles.append("31")
    after = replace(drawing, links=[*drawing.links, (31, 4, PARENT)])
    laid = laid_over(drawing.snapshot(), changes_between(drawing, after), revision=0)
    assert laid.concept_ids(np.arange(31)).tolist() == [1, 2, 3, 31, *range(4, 31)]
    assert_alike(laid, after.snapshot())


def test_a_new_concept_without_a_place_of_its_own_is_drawn_beside_its_parent() -> None:
    before = chain(3)
    after = Drawing([1, 2, 3, 9], [1, 2, 3, 4], [*before.links, (2, 9, PARENT)], {}, ["1", "2", "3", "New"])
    laid = laid_over(before.snapshot(), changes_between(before, after), revision=0)
    assert (laid.row(laid.index_of(9)).x, laid.row(laid.index_of(9)).y) == (
        laid.row(laid.index_of(2)).x + 1,
        laid.row(laid.index_of(2)).y,
    )


def test_a_concept_that_is_gone_is_not_found_any_more() -> None:
    laid = laid_over(chain(3).snapshot(), Changes({2: None}), revision=0)
    with pytest.raises(UnknownConcept):
        laid.index_of(2)
    with pytest.raises(UnknownConcept):
        laid.index_of_slug("concept-2")
    assert laid.link_count == 0


def test_when_too_many_concepts_move_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "MOST_STEPS", 20)
    before = chain(30)
    drawing = Drawing([*before.ids, 31], [*before.positions, 99], before.links, {}, [*before.titles, "31"])
    with pytest.raises(TooMuchChanged):
        laid_over(drawing.snapshot(), Changes(pairs=[(31, 1)], links=[LinkNow(31, 1, PARENT)]), revision=0)
