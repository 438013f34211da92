"""Drafts become stored maps; only what differs is written."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoAssertNumQueries

from concepts.formats import (
    ConceptDraft,
    LinkDraft,
    MapDraft,
    Outcome,
    draft_of,
    link_changes,
    read_maps,
    store_map,
    store_maps,
    storing,
)
from concepts.formats.faults import Faults, MapRefused
from concepts.formats.staging import staged
from concepts.models import Concept, KnowledgeMap, Link, Topic
from concepts.search import search
from concepts.topics import find_or_make_topics
from graph.kinds import LinkKind
from tests.concepts.atlas import titles_of
from tests.concepts.formats.drafting import map_drafts, small_map

pytestmark = pytest.mark.django_db


def store(draft: MapDraft) -> tuple[KnowledgeMap, Outcome]:
    return store_map(draft)


def reworded(draft: MapDraft, slug: str, **fields: object) -> MapDraft:
    concepts = tuple(replace(c, **fields) if c.slug == slug else c for c in draft.concepts)  # type: ignore[arg-type]
    return replace(draft, concepts=concepts)


def test_a_stored_map_is_the_draft_it_came_from() -> None:
    knowledge_map, outcome = store(small_map(position=3))
    assert outcome is Outcome.CREATED
    assert draft_of(knowledge_map, drafts=True) == small_map(position=3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draft=map_drafts())
def test_any_draft_is_stored_as_it_is_and_stored_again_changes_nothing(draft: MapDraft) -> None:
    if not draft.concepts:
        # The map of the example before: a file without concepts is refused where there are some.
        KnowledgeMap.objects.filter(slug=draft.slug).delete()
    knowledge_map, _ = store(draft)
    stored = draft_of(knowledge_map, drafts=True)
    assert replace(stored, topics=(), position=None) == replace(draft, topics=(), position=None)
    assert {title.casefold() for title in stored.topics} == {title.casefold() for title in draft.topics}
    assert store(draft) == (knowledge_map, Outcome.UNCHANGED)


def test_an_equal_import_keeps_the_revision() -> None:
    first, _ = store(small_map())
    again, outcome = store(small_map())
    assert (outcome, again.revision, again.stamp) == (Outcome.UNCHANGED, first.revision, first.stamp)


def test_a_changed_import_raises_the_revision_by_one() -> None:
    first, _ = store(small_map())
    changed = reworded(small_map(links=(), topics=("Soil",), title="Yard"), "roots", title="Root", minutes=9)
    again, outcome = store(changed)
    assert (outcome, again.revision) == (Outcome.CHANGED, first.revision + 1)
    assert draft_of(again, drafts=True) == replace(changed, position=again.position)


def test_concepts_keep_their_ids_with_their_slugs() -> None:
    knowledge_map, _ = store(small_map())
    ids = dict(knowledge_map.concepts.values_list("slug", "pk"))
    concepts = (ConceptDraft("leaves", "Leaves"), *reversed(small_map().concepts[1:]))
    store(small_map(concepts=concepts, links=()))
    now = dict(knowledge_map.concepts.values_list("slug", "pk"))
    assert list(now) == ["leaves", "grafting", "pruning"]
    assert now["pruning"] == ids["pruning"]
    assert ids["roots"] not in now.values()


def test_only_what_differs_is_written() -> None:
    store(small_map())
    before = dict(Concept.objects.values_list("slug", "updated"))
    links = set(Link.objects.values_list("pk", flat=True))
    store(reworded(small_map(), "pruning", summary="Cutting."))
    after = dict(Concept.objects.values_list("slug", "updated"))
    assert [slug for slug in after if after[slug] != before[slug]] == ["pruning"]
    assert set(Link.objects.values_list("pk", flat=True)) == links


def test_a_new_reason_keeps_its_link() -> None:
    store(small_map())
    link = Link.objects.get(kind=LinkKind.PREREQUISITE)
    links = tuple(replace(x, reason="Sharpen it.") for x in small_map().links)
    store(small_map(links=links))
    link.refresh_from_db()
    assert link.reason == "Sharpen it."


def test_positions_with_gaps_are_left_alone_until_something_else_changes() -> None:
    knowledge_map, _ = store(small_map())
    for place, concept in enumerate(knowledge_map.concepts.all()):
        Concept.objects.filter(pk=concept.pk).update(position=10 * place + 10)
    assert store(small_map())[1] is Outcome.UNCHANGED
    store(reworded(small_map(), "grafting", title="Graft"))
    assert [c.slug for c in knowledge_map.concepts.all()] == ["roots", "pruning", "grafting"]


def test_a_related_link_is_the_same_from_either_side_of_the_order() -> None:
    related = (LinkDraft("roots", "pruning", LinkKind.RELATED, "Both."),)
    store(small_map(links=related))
    link = Link.objects.get()
    first, second, third = small_map().concepts
    turned = (LinkDraft("pruning", "roots", LinkKind.RELATED, "Both."),)
    again, outcome = store(small_map(concepts=(second, first, third), links=turned))
    assert outcome is Outcome.CHANGED
    assert Link.objects.get() == link
    assert draft_of(again, drafts=True).links == turned


def test_links_may_turn_round_in_one_import() -> None:
    store(small_map())
    turned = (
        LinkDraft("grafting", "roots", LinkKind.PARENT),
        LinkDraft("pruning", "grafting", LinkKind.PARENT),
    )
    knowledge_map, _ = store(small_map(links=turned))
    assert set(draft_of(knowledge_map, drafts=True).links) == set(turned)


def test_a_map_without_a_place_comes_last_and_keeps_the_place_it_was_given() -> None:
    store(small_map(position=4))
    other, _ = store(small_map(slug="other"))
    assert other.position == 5
    KnowledgeMap.objects.filter(pk=other.pk).update(position=2)
    assert store(small_map(slug="other"))[1] is Outcome.UNCHANGED


def test_a_file_without_a_head_leaves_the_head_alone() -> None:
    store(small_map())
    headless = replace(
        small_map(links=()), title="Concepts", summary="", topics=(), published=False, has_head=False
    )
    knowledge_map, _ = store(headless)
    assert draft_of(knowledge_map, drafts=True) == small_map(links=(), position=knowledge_map.position)


def test_a_summary_that_an_import_makes_up_is_still_true_of_the_next_one(tmp_path: Path) -> None:
    concepts, links = tmp_path / "concepts.csv", tmp_path / "links.csv"
    links.write_text("source,target,kind\n")
    for rows in ("a,A\nb,B\n", "a,A\nb,B\nc,C\n"):
        concepts.write_text(f"id,title\n{rows}")
        with read_maps([concepts, links], slug="letters") as read:
            ((knowledge_map, _),) = store_maps(read)
    assert knowledge_map.summary == "Imported from concepts.csv."
    assert knowledge_map.concepts.count() == 3


def test_a_file_without_concepts_does_not_empty_a_map_that_has_some() -> None:
    stored, _ = store(small_map())
    before = stored.revision, draft_of(stored)
    with pytest.raises(MapRefused, match="no concepts here, but the map has"):
        store(replace(small_map(), concepts=(), links=()))
    stored.refresh_from_db()
    assert (stored.revision, draft_of(stored)) == before


def test_a_map_without_concepts_is_made_and_stored_again_unchanged() -> None:
    empty = replace(small_map(), concepts=(), links=())
    assert [store(empty)[1], store(empty)[1]] == [Outcome.CREATED, Outcome.UNCHANGED]


def test_an_export_for_visitors_leaves_draft_concepts_and_their_links_out() -> None:
    knowledge_map, _ = store(small_map())
    draft = draft_of(knowledge_map)
    assert [c.slug for c in draft.concepts] == ["roots", "pruning"]
    assert [(x.source, x.target) for x in draft.links] == [("roots", "pruning")]


def test_an_export_takes_a_query_for_each_part_of_a_map(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge_map, _ = store(
        small_map(concepts=tuple(ConceptDraft(f"c{n}", f"C{n}") for n in range(60)), links=())
    )
    whole = draft_of(knowledge_map)
    monkeypatch.setattr("concepts.formats.stored._CONCEPTS_A_PART", 25)
    # Three for the concepts, and one for the topics.
    with django_assert_num_queries(4):
        assert draft_of(knowledge_map) == whole


def test_several_maps_are_stored_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    write = link_changes.write_links

    def write_or_fail(changes: link_changes.LinkChanges, *more: Any) -> None:
        if len(changes.new) == 0:
            raise DatabaseError("the disk is full")
        write(changes, *more)

    with ExitStack() as stack:
        maps = [
            stack.enter_context(staged(small_map(slug=slug, links=links).stream(), Faults(slug)))
            for slug, links in (("garden", small_map().links), ("later", ()))
        ]
        monkeypatch.setattr(storing, "write_links", write_or_fail)
        with pytest.raises(DatabaseError):
            store_maps(maps)
    assert not KnowledgeMap.objects.exists()


def test_topics_are_found_in_any_case_and_made_at_the_end() -> None:
    plants = Topic.objects.create(title="Plants", position=7)
    found = find_or_make_topics(["PLANTS", "C", "C++", "植物", "花"])
    assert found[0] == plants
    assert [(topic.title, topic.slug, topic.position) for topic in found[1:]] == [
        ("C", "c", 8),
        ("C++", "c-2", 9),
        ("植物", "topic", 10),
        ("花", "topic-2", 11),
    ]


def test_a_topic_is_found_however_its_title_is_spaced() -> None:
    topic = find_or_make_topics(["AI Agents"])
    assert find_or_make_topics(["  AI   Agents "]) == topic


def test_changes_of_many_rows_at_a_time_are_all_written() -> None:
    count = 2_500
    concepts = tuple(ConceptDraft(f"c{n}", f"Concept {n}", "Old.") for n in range(count))
    links = tuple(LinkDraft("c0", f"c{n}", LinkKind.PARENT, f"Old {n}.") for n in range(1, count))
    knowledge_map, _ = store(small_map(concepts=concepts, links=links))
    changed = tuple(replace(concept, title="New", summary="New.") for concept in concepts[1:])
    reworded_links = tuple(
        LinkDraft("c1", link.target, LinkKind.PARENT, link.reason.replace("Old", "New")) for link in links[1:]
    )
    wanted = small_map(concepts=changed, links=reworded_links, position=knowledge_map.position)
    store(wanted)
    assert draft_of(knowledge_map, drafts=True) == wanted
    assert set(Concept.objects.values_list("folded_names", "folded_summary")) == {("new", "new")}


def test_reasons_come_change_and_go_while_their_links_stay() -> None:
    store(small_map())
    links = set(Link.objects.values_list("pk", flat=True))
    first, second, third = small_map().links
    reasons = (replace(first, reason=""), replace(second, reason="Now there is one."), third)
    store(small_map(links=reasons))
    stored = {link.reason: link.pk for link in Link.objects.all()}
    assert set(stored) == {"", "Now there is one.", third.reason}
    assert set(stored.values()) == links


def test_progress_counts_every_row_whether_it_is_new_or_as_before() -> None:
    for expected in (Outcome.CREATED, Outcome.UNCHANGED):
        counts: list[int] = []
        with staged(small_map().stream(), Faults("garden")) as small:
            ((_, outcome),) = store_maps([small], progress=counts.append)
        assert (outcome, sum(counts)) == (expected, 6)


def test_new_rows_come_after_all_that_ever_were() -> None:
    knowledge_map, _ = store(small_map())
    last = max(Concept.objects.values_list("pk", flat=True))
    Concept.objects.filter(pk=last).delete()
    store(small_map(slug="other"))
    added = Concept.objects.create(map=knowledge_map, title="Leaves")
    others = Concept.objects.filter(map__slug="other").values_list("pk", flat=True)
    assert last < min(others) <= max(others) < added.pk


def test_what_is_written_past_the_models_is_as_they_would_write_it() -> None:
    concepts = (
        ConceptDraft(
            "ete", "Été  de la Saint-Martin", "Naïve; coöperating.", "# Top", ("Øre", "été"), minutes=9
        ),
        *small_map().concepts,
    )
    related = LinkDraft("ete", "roots", LinkKind.RELATED, " Both\tgrow. ")
    store(small_map())
    store(small_map(concepts=concepts, links=(*small_map().links, related)))
    for row in (*Concept.objects.all(), *Link.objects.all()):
        written = type(row).objects.filter(pk=row.pk).values().get()
        row.prepare()
        row.save()
        again = type(row).objects.filter(pk=row.pk).values().get()
        assert {**again, "updated": None} == {**written, "updated": None}


def test_what_was_imported_is_found_by_its_new_names_and_not_by_the_old() -> None:
    store(small_map())
    assert titles_of(search("pruning")) == ["Pruning"]
    store(reworded(small_map(), "pruning", title="Trimming"))
    assert titles_of(search("trimming")) == ["Trimming"]
    assert "Pruning" not in titles_of(search("pruning"))


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps nothing of what it has written over"
)
def test_a_word_of_many_changed_concepts_is_counted_once() -> None:
    """PostgreSQL goes through all that a transaction has written over of a row with every further write of it."""
    concepts = tuple(
        ConceptDraft(slug=f"c-{number}", title=f"C {number}", summary="Old words.") for number in range(200)
    )
    draft = replace(small_map(), concepts=concepts, links=())
    store(draft)
    before = _writes_of_words()
    store(replace(draft, concepts=tuple(replace(concept, summary="New words.") for concept in concepts)))
    assert len(search("new words")) > 1
    assert search("old") == ()
    assert _writes_of_words() - before <= 6


def _writes_of_words() -> int:
    """How often this transaction has written over a row of the table of words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'concepts_word'")
        (count,) = cursor.fetchone()
    return int(count)
