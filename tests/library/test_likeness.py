"""What is like what, why, and that the index is built by the outbox and never by a request."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept, publish_concepts, publish_maps
from concepts.topics import find_or_make_topics
from library.likeness import index, similar_documents
from library.likeness.building import StillChanging, renew_index
from library.likeness.texts import near_texts, telling_words, weighted
from library.models import Document, LibraryState, LikenessIndex, revising
from library.models.revision import LIKENESS
from outbox.models import Job
from outbox.relay import work_off
from tests.library.shelf import cite, document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]

COOKING = "Simmer the onion in butter until the onion is golden, then pour the broth."
BAKING = "Knead flour and butter, rest the dough, bake the dough until golden."
SAILING = "Hoist the mainsail, mind the boom, and tack against the wind."


def build() -> None:
    """What the relay does once changes have settled."""
    Job.objects.filter(kind=LIKENESS, state=Job.State.WAITING).update(due=Now())
    work_off()


def similar(made: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.document.title, each.shared) for each in similar_documents(made)]


@pytest.fixture
def concepts() -> tuple[Concept, Concept]:
    knowledge_map = KnowledgeMap.objects.create(title="Kitchen", summary="Food.", published=True)
    return (
        add_concept(knowledge_map=knowledge_map, title="Butter"),
        add_concept(knowledge_map=knowledge_map, title="Heat"),
    )


def test_documents_that_share_concepts_topics_or_words_are_alike_and_say_so(
    concepts: tuple[Concept, Concept],
) -> None:
    butter, heat = concepts
    soup, bread, boat = (
        document("Soup", text=COOKING),
        document("Bread", text=BAKING),
        document("Boat", text=SAILING),
    )
    for made in (soup, bread):
        cite(butter, made, "butter")
        cite(heat, made, "golden")
    for made in (bread, boat):
        made.topics.set(find_or_make_topics(["Sunday"]))
    document("Stew", text=COOKING + " Serve.")
    build()
    found = dict(similar(soup))
    assert found["Bread"] == ("Butter", "Heat")
    assert "Boat" not in found
    assert set(found["Stew"]) <= {"onion", "simmer", "broth", "pour", "then"}
    assert dict(similar(boat)) == {"Bread": ("Sunday",)}
    assert similar(bread)[0][0] == "Soup"


def test_concepts_that_may_not_be_seen_are_no_reason(concepts: tuple[Concept, Concept]) -> None:
    soup, bread = document("Soup", text=COOKING), document("Bread", text=BAKING)
    for made in (soup, bread):
        cite(concepts[0], made, "butter")
    build()
    assert similar(soup) == [("Bread", ("Butter",))]
    Concept.objects.filter(pk=concepts[0].pk).update(published=False)
    assert ("Butter",) not in [shared for _, shared in similar(soup)]


def test_a_draft_is_like_nothing_and_nothing_is_like_it() -> None:
    soup, hidden = (
        document("Soup", text=COOKING),
        document("Hidden", text=COOKING, status=Document.Status.DRAFT),
    )
    build()
    assert similar(soup) == similar(hidden) == []
    stew = document("Stew", text=COOKING)
    build()
    assert [title for title, _ in similar(soup)] == ["Stew"]
    Document.objects.filter(pk=stew.pk).update(status=Document.Status.DRAFT)
    assert similar(soup) == []


def test_the_old_index_answers_until_the_new_one_is_there() -> None:
    soup = document("Soup", text=COOKING)
    assert similar(soup) == []
    document("Stew", text=COOKING)
    build()
    found = similar(soup)
    late = document("Ragout", text=COOKING)
    assert similar(soup) == found
    assert similar(late) == []
    build()
    assert {title for title, _ in similar(soup)} == {"Stew", "Ragout"}


def test_many_changes_are_one_job_that_is_due_when_they_have_settled() -> None:
    for number in range(5):
        document(f"Number {number}")
    jobs = Job.objects.filter(kind=LIKENESS)
    assert jobs.count() == 1
    assert not jobs.filter(due__lte=Now() + timedelta(seconds=3)).exists()
    build()
    assert jobs.get().state == Job.State.DONE
    document("Another")
    assert jobs.filter(state=Job.State.WAITING).count() == 1


def test_a_change_that_is_rolled_back_asks_for_nothing() -> None:
    with transaction.atomic():
        document("Gone")
        transaction.set_rollback(True)
    assert not Job.objects.filter(kind=LIKENESS).exists()


def test_a_change_during_the_build_is_in_the_index_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from library.likeness import building  # noqa: PLC0415

    soup = document("Soup", text=COOKING)
    built = building.built_content
    late: list[Document] = []

    def changed_meanwhile(*args: object) -> bytes:
        content = built()
        if not late:
            late.append(document("Late", text=COOKING))
        return content

    monkeypatch.setattr(building, "built_content", changed_meanwhile)
    build()
    assert Job.objects.get(kind=LIKENESS).state == Job.State.DONE
    assert [title for title, _ in similar(soup)] == ["Late"]
    assert LikenessIndex.objects.get().stamp == index.stamp_of(str(LibraryState.objects.get()))


def test_a_library_that_never_rests_has_an_index_and_the_job_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from library.likeness import building  # noqa: PLC0415

    soup = document("Soup", text=COOKING)
    built = building.built_content

    def changed_meanwhile(*args: object) -> bytes:
        content = built()
        with revising():
            return content

    monkeypatch.setattr(building, "built_content", changed_meanwhile)
    job = Job.objects.get(kind=LIKENESS)
    with pytest.raises(StillChanging):
        renew_index(job)
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert similar(soup) == []
    assert LikenessIndex.objects.exists()


def test_a_machine_without_the_file_takes_it_from_the_database(var_dir: Path) -> None:
    soup = document("Soup", text=COOKING)
    document("Stew", text=COOKING)
    build()
    found = similar(soup)
    files = list((var_dir / "likeness").glob("*.bin"))
    assert len(files) == 1
    for damage in (files[0].unlink, lambda: files[0].write_bytes(b"damaged")):
        damage()
        index._held = None
        with CaptureQueriesContext(connection) as queries:
            assert index.present_index() is not None
        assert len(queries) == 2
        assert similar(soup) == found


def test_a_full_disk_leaves_the_page_without_likeness(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soup = document("Soup", text=COOKING)
    document("Stew", text=COOKING)
    build()
    monkeypatch.setattr(index, "_held", None)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index, "_write", full)
    assert similar(soup) == []


def test_the_number_of_queries_stays_as_rows_double() -> None:
    def counted() -> int:
        build()
        similar(soup)
        with CaptureQueriesContext(connection) as queries:
            assert similar(soup)
        return len(queries)

    soup = document("Soup", text=COOKING)
    document("Stew", text=COOKING)
    before = counted()
    for number in range(12):
        document(f"Stew {number}", text=COOKING)
    assert counted() == before <= 5


def test_words_that_are_everywhere_or_in_one_text_alone_join_nothing() -> None:
    texts = weighted(["the cat sat", "the dog ran", "the cow ate"])
    assert near_texts(texts) == []


def test_the_same_texts_are_nearer_than_half_the_same() -> None:
    texts = weighted(["alpha beta gamma", "alpha beta gamma", "alpha delta epsilon", "zeta eta theta"])
    near = {(one, two): alike for one, two, alike in near_texts(texts)}
    assert near[0, 1] == pytest.approx(1.0)
    assert near[0, 1] > near[0, 2] > 0
    assert not any(3 in pair for pair in near)


def test_telling_words_are_the_weightiest() -> None:
    texts = weighted(["heron heron heron marsh", "marsh reed", "reed heron", "stone"])
    told = [texts.vocabulary[word] for word in telling_words(texts)[0] if word >= 0]
    assert told[0] == "heron"


def test_no_text_and_empty_texts_are_no_error() -> None:
    assert near_texts(weighted([])) == []
    assert near_texts(weighted(["", "  "])) == []
    build()
    assert index.present_index() is None


@pytest.mark.django_db(transaction=True)
def test_showing_a_cited_map_or_concept_hands_the_index_over(concepts: tuple[Concept, Concept]) -> None:
    butter, heat = concepts
    cite(butter, document("Soup", text=COOKING), "butter")

    def asked(change: Callable[[], object]) -> bool:
        Job.objects.all().delete()
        change()
        return Job.objects.filter(kind=LIKENESS).exists()

    in_map = KnowledgeMap.objects.get()
    assert asked(lambda: publish_maps(map_ids=[in_map.pk], published=False))
    assert not asked(lambda: publish_maps(map_ids=[in_map.pk], published=False))
    in_map = KnowledgeMap.objects.get()
    in_map.published = True
    assert asked(in_map.save)
    assert not asked(in_map.save)
    assert asked(lambda: publish_concepts(concept_ids=[butter.pk], published=False))
    butter.refresh_from_db()
    butter.published = True
    assert asked(butter.save)
    assert not asked(lambda: publish_concepts(concept_ids=[heat.pk], published=False))


def test_texts_that_share_key_words_alone_are_alike_and_common_words_say_nothing() -> None:
    kinds = "pipeline tensor gradient accelerator throughput interconnect"
    one = document(
        "One", text=f"{kinds} the checkpoint shards replicas network memory batches optimizer stages"
    )
    document("Two", text=f"{kinds} the schedule latency cluster compiler kernel precision scaling failures")
    document("Far", text="the garden and the rain, then the harvest")
    build()
    found = dict(similar(one))
    assert set(found) == {"Two"}
    assert set(found["Two"]) <= set(kinds.split())
