"""Of a large map that has changed, the last snapshot serves with the changes laid over it until it is built anew."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from concepts import snapshot_reading, snapshots
from concepts.errors import CircleRefused
from concepts.formats.stored import draft_of
from concepts.formats.storing import store_map
from concepts.models import Concept, KnowledgeMap, Link, LinkKind, LoggedChange, change_log, changing
from concepts.services import add_concept, add_link, order_concepts, publish_concepts
from concepts.snapshots import build_snapshot, read_state, snapshot_of
from graph import kinds
from graph.overlay import ordering
from graph.snapshot import GraphSnapshot
from outbox.models import Job
from outbox.relay import work_off
from tests.concepts.atlas import make_chain, make_concepts, make_map
from tests.graph.test_overlay import assert_alike, leads_to

PARENT, PREREQUISITE, RELATED = LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, var_dir: Path) -> KnowledgeMap:
    """A chain of twelve concepts, taken for a large map."""
    monkeypatch.setattr(change_log, "LARGE_FROM_LINKS", 0)
    knowledge_map = make_map()
    make_chain(knowledge_map, 12)
    with changing(knowledge_map.pk) as change:
        change.whole = True
    for drafts in (False, True):
        snapshot_of(read_state("physics"), drafts=drafts)
    return knowledge_map


@pytest.fixture
def never_built(monkeypatch: pytest.MonkeyPatch, large: KnowledgeMap) -> Iterator[None]:
    """Nothing is built while a request waits."""

    def build(*_: object, **__: object) -> GraphSnapshot:
        raise AssertionError("a snapshot was built")

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "read_graph", build)
        yield


def built(*, drafts: bool = False) -> GraphSnapshot:
    """The snapshot as a new build gives it."""
    state = read_state("physics")
    return snapshot_reading.read_graph(state.map_id, revision=state.revision, drafts=drafts)


def steps() -> list[Concept]:
    return list(Concept.objects.order_by("pk"))


def link_any(chooser: random.Random) -> None:
    source, target = chooser.sample(steps(), 2)
    with transaction.atomic():
        add_link(
            source=source,
            target=target,
            kind=chooser.choice(list(LinkKind)),
            reason=chooser.choice(["", "So."]),
        )


def unlink(chooser: random.Random) -> None:
    chooser.choice(list(Link.objects.all())).delete()


def unlink_several(chooser: random.Random) -> None:
    Link.objects.filter(source=chooser.choice(steps())).delete()


def reason(chooser: random.Random) -> None:
    Link.objects.filter(target=chooser.choice(steps())).update(reason="It comes next.")


def turn(chooser: random.Random) -> None:
    link = chooser.choice(list(Link.objects.all()))
    link.kind = RELATED
    link.target = chooser.choice(steps())
    link.save()


def reword(chooser: random.Random) -> None:
    concept = chooser.choice(steps())
    concept.title, concept.slug = f"Renamed {chooser.random()}", f"renamed-{chooser.randrange(10**6)}"
    concept.save()


def shorten(chooser: random.Random) -> None:
    Concept.objects.filter(pk=chooser.choice(steps()).pk).update(minutes=chooser.randrange(1, 60))


def add(chooser: random.Random) -> None:
    title = f"New {chooser.randrange(10**9)}"
    new = add_concept(knowledge_map=KnowledgeMap.objects.get(), title=title, published=chooser.random() < 0.7)
    add_link(source=chooser.choice(steps()[:-1]), target=new, kind=PARENT)


def remove(chooser: random.Random) -> None:
    chooser.choice(steps()[4:]).delete()


def hide_or_show(chooser: random.Random) -> None:
    publish_concepts(
        concept_ids=[one.pk for one in chooser.sample(steps(), 3)], published=chooser.random() < 0.6
    )


def move(chooser: random.Random) -> None:
    one, other = chooser.sample(steps(), 2)
    order_concepts(positions={one.pk: other.position, other.pk: one.position})


EDITS: list[Callable[[random.Random], None]] = [
    link_any, unlink, unlink_several, reason, turn, reword, shorten, add, remove, hide_or_show, move,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("never_built")
@pytest.mark.parametrize("seed", range(12))
def test_edits_laid_over_the_last_snapshot_give_what_a_new_build_gives(seed: int) -> None:
    chooser = random.Random(seed)
    for _ in range(25):
        for edit in chooser.sample(EDITS, chooser.randrange(1, 3)):
            try:
                with transaction.atomic():
                    edit(chooser)
            except (CircleRefused, ValidationError, IndexError, ValueError):
                continue
            except Exception as error:
                if "unique" not in str(error).lower():
                    raise
        for drafts in (False, True):
            laid = snapshot_of(read_state("physics"), drafts=drafts)
            assert_alike(laid, built(drafts=drafts))


@pytest.mark.django_db
@pytest.mark.usefixtures("never_built")
def test_a_process_that_starts_lays_all_changes_over_the_file() -> None:
    for seed in range(3):
        add(random.Random(seed))
        reword(random.Random(seed))
    snapshots._opened.clear()
    assert_alike(snapshot_of(read_state("physics")), built())


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_what_the_worker_has_built_takes_the_place_of_what_was_laid_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reword(random.Random(1))
    state = read_state("physics")
    laid = snapshot_of(state)
    assert snapshot_of(state) is laid
    assert Job.objects.filter(kind="concepts.snapshot", state=Job.State.WAITING).count() == 1
    Job.objects.update(due=Now() - timedelta(seconds=1))
    work_off()
    assert Job.objects.get(kind="concepts.snapshot").state == Job.State.DONE
    monkeypatch.setattr(snapshots, "_LOOKED_FOR_SECONDS", 0)
    swapped = snapshot_of(state)
    assert swapped is not laid
    assert swapped.arrays["x"].tolist() == built().arrays["x"].tolist()
    assert_alike(swapped, built())


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_many_edits_ask_for_one_build() -> None:
    for number in range(5):
        Concept.objects.filter(slug="step-1").update(minutes=number + 1)
    jobs = Job.objects.filter(kind="concepts.snapshot")
    assert [job.key.rpartition(":")[2] for job in jobs] == [read_state("physics").stamp]


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_a_change_of_very_much_is_not_told_and_the_map_is_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concepts.models.revisions.MOST_TOLD", 3)
    monkeypatch.setattr("concepts.models.querysets.MOST_TOLD", 3)
    Concept.objects.update(minutes=30)
    assert LoggedChange.objects.latest("pk").whole
    assert snapshot_of(read_state("physics")).minutes_of(0) == 30


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_when_too_many_concepts_change_their_place_the_map_is_built_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordering, "MOST_STEPS", 3)
    last = add_concept(knowledge_map=KnowledgeMap.objects.get(), title="Before All")
    add_link(source=last, target=steps()[0], kind=PREREQUISITE)
    assert_alike(snapshot_of(read_state("physics")), built())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("large")
def test_changes_that_were_rolled_back_are_never_laid_over() -> None:
    with transaction.atomic():
        Concept.objects.filter(slug="step-1").update(title="Never Was")
        assert snapshot_of(read_state("physics")).title_of(0) == "Never Was"
        transaction.set_rollback(True)
    Concept.objects.filter(slug="step-2").update(title="Truth")
    snapshot = snapshot_of(read_state("physics"))
    assert [snapshot.title_of(0), snapshot.title_of(1)] == ["Step 1", "Truth"]


@pytest.mark.django_db
def test_small_maps_keep_no_log() -> None:
    first = make_concepts(make_map(), "First")[0]
    with CaptureQueriesContext(connection) as queries:
        first.save()
    assert not any("loggedchange" in query["sql"] for query in queries)
    assert not LoggedChange.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_a_map_that_grows_large_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "LARGE_FROM_LINKS", 5)
    knowledge_map = make_map()
    make_chain(knowledge_map, 12)
    KnowledgeMap.objects.filter(pk=knowledge_map.pk).update(revision=99)
    Concept.objects.update(minutes=7)
    knowledge_map.refresh_from_db()
    assert knowledge_map.is_large


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir", "large")
def test_the_log_lets_go_of_what_is_long_ago() -> None:
    Concept.objects.filter(slug="step-1").update(minutes=3)
    state = read_state("physics")
    change_log.forget_changes(state.map_id, revision=state.revision + change_log.KEPT_REVISIONS)
    assert not LoggedChange.objects.exists()


@pytest.mark.django_db
def test_without_drafts_staff_are_given_the_same_file(var_dir: Path) -> None:
    make_concepts(make_map(), "First")
    state = read_state("physics")
    build_snapshot(state, drafts=False)
    build_snapshot(state, drafts=True)
    files = list(var_dir.glob("snapshots/*/*/*/snapshot.bin"))
    assert len(files) == 2
    assert files[0].samefile(files[1])


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("seed", range(6))
def test_circles_are_refused_in_a_large_map_as_in_a_small_one(seed: int) -> None:
    chooser = random.Random(seed)
    for _ in range(40):
        source, target = chooser.sample(steps(), 2)
        circle = leads_to(
            [(link.source_id, link.target_id, kinds.LinkKind(link.kind)) for link in Link.objects.all()],
            target.pk,
            source.pk,
        )
        if chooser.random() < 0.3:
            unlink(chooser)
        elif circle:
            with pytest.raises(CircleRefused), transaction.atomic():
                add_link(source=source, target=target, kind=PARENT)
        elif not Link.objects.filter(source=source, target=target, kind=PARENT).exists():
            add_link(source=source, target=target, kind=PARENT)
        if chooser.random() < 0.3:
            add(chooser)


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_a_link_of_a_large_map_is_checked_without_reading_what_comes_before_it() -> None:
    with CaptureQueriesContext(connection) as queries:
        add_link(source=steps()[0], target=steps()[11], kind=PREREQUISITE)
    assert sum('"target_id" IN' in query["sql"] for query in queries) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_an_import_over_a_large_map_is_not_told_and_the_map_is_built_anew() -> None:
    knowledge_map = KnowledgeMap.objects.get()
    draft = draft_of(knowledge_map, drafts=True)
    first, *others = draft.concepts
    store_map(replace(draft, concepts=(replace(first, title="Brought In"), *others), links=draft.links[1:]))
    snapshot = snapshot_of(read_state("physics"))
    assert snapshot.title_of(snapshot.index_of_slug("step-1")) == "Brought In"
    assert_alike(snapshot, built())


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_a_circle_by_links_of_earlier_changes_is_refused_also_after_some_were_rolled_back() -> None:
    one, two, three = (add_concept(knowledge_map=KnowledgeMap.objects.get(), title=name) for name in "ABC")
    with transaction.atomic():
        add_link(source=two, target=one, kind=PARENT)
        add_link(source=three, target=two, kind=PARENT)
        transaction.set_rollback(True)
    add_link(source=one, target=two, kind=PARENT)
    add_link(source=two, target=three, kind=PARENT)
    with pytest.raises(CircleRefused):
        add_link(source=three, target=one, kind=PREREQUISITE)


@pytest.mark.django_db
@pytest.mark.usefixtures("large")
def test_a_link_costs_as_many_rows_and_queries_after_many_changes_as_after_few() -> None:
    def looked_at(target: int) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            add_link(source=steps()[0], target=steps()[target], kind=PREREQUISITE)
        pairs = (query["sql"] for query in queries if "WITH pairs" in query["sql"])
        return len(queries), sum(sql.count("(") for sql in pairs)

    looked_at(2)
    few = looked_at(3)
    for number in range(4, 11):
        add_link(source=steps()[1], target=steps()[number], kind=PREREQUISITE)
        looked_at(number)
    assert looked_at(11) == few
