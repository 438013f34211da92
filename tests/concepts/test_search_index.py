"""The index follows every write, also those that pass by `save`, and lives through a rebuild."""

from collections import Counter
from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from concepts.models import Concept, KnowledgeMap
from concepts.search import search
from tests.concepts.atlas import make_concepts, make_map, titles_of

search_index = import_module("concepts.migrations.0008_word_index")
by_statement = import_module("concepts.migrations.0010_words_by_statement")
pytestmark = pytest.mark.django_db


@pytest.fixture
def idea() -> Concept:
    return make_concepts(make_map(), "Gravity")[0]


def run(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type]


def words() -> dict[str, tuple[int, int]]:
    """How often each word is counted in names and in summaries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, in_names, in_summaries FROM concepts_word")
        return {word: (in_names, in_summaries) for word, in_names, in_summaries in cursor.fetchall()}


def counted() -> dict[str, tuple[int, int]]:
    """The same, counted in the rows as they are."""
    rows = [*Concept.objects.all(), *KnowledgeMap.objects.all()]
    in_names = Counter(word for row in rows for word in row.folded_names.split())
    in_summaries = Counter(word for row in rows for word in row.folded_summary.split())
    return {word: (in_names[word], in_summaries[word]) for word in in_names | in_summaries}


def test_every_write_is_counted(idea: Concept) -> None:
    def change(statement: Callable[[], object]) -> None:
        statement()
        assert words() == counted()

    changed = Concept(pk=idea.pk, map_id=idea.map_id, title="Old old gravity", summary="A a gravity of old")
    rows = [Concept(map_id=idea.map_id, title=f"Orbit {number} x") for number in range(3)]
    change(lambda: Concept.objects.bulk_create(rows))
    change(lambda: Concept.objects.bulk_update([changed], ["title", "summary"]))
    change(lambda: Concept.objects.filter(pk=idea.pk).update(aliases="Weight\nGravity"))
    change(lambda: Concept.objects.filter(title__startswith="Orbit").update(position=7))
    change(lambda: KnowledgeMap.objects.update(title="Orbit", summary=""))
    change(lambda: Concept.objects.filter(title="Orbit 1 x").delete())
    change(idea.delete)
    assert words()["orbit"] == (3, 0)
    assert "gravity" not in words()


def test_equal_words_of_two_maps_are_counted_apart(idea: Concept) -> None:
    other = make_concepts(make_map("Others"), "Gravity")[0]
    idea.delete()
    assert titles_of(search("gravty")) == ["Gravity"]
    other.delete()
    assert search("gravity") == ()


def test_a_very_long_word_does_no_harm(idea: Concept) -> None:
    idea.aliases = "x" * 3_000 + "\n" + "人" * 900
    idea.save()
    assert titles_of(search("gravty")) == ["Gravity"]
    assert words() == {word: count for word, count in counted().items() if len(word) <= 64}


def test_a_new_title_is_found_and_the_old_one_no_more(idea: Concept) -> None:
    idea.title = "Inertia"
    idea.save()
    assert (titles_of(search("inertia")), search("gravity")) == (["Inertia"], ())


def test_saving_the_title_alone_is_enough(idea: Concept) -> None:
    idea.title = "Inertia"
    idea.save(update_fields=["title"])
    assert (titles_of(search("inertia")), search("gravity")) == (["Inertia"], ())


def test_a_bulk_update_with_an_expression_is_followed_and_cleaned(idea: Concept) -> None:
    Concept.objects.filter(pk=idea.pk).update(title=Concat(F("title"), Value("  Inértia\u202e")))
    idea.refresh_from_db()
    assert (idea.title, idea.folded_names) == ("Gravity Inértia", "gravity inertia")
    assert titles_of(search("inertia")) == ["Gravity Inértia"]


def test_a_bulk_update_that_filters_by_what_it_changes_is_followed(idea: Concept) -> None:
    Concept.objects.filter(title="Gravity").update(title="Inertia")
    assert titles_of(search("inertia")) == ["Inertia"]
    assert search("gravity") == ()


def test_a_bulk_update_of_text_raises_the_revision_by_one(idea: Concept) -> None:
    before = KnowledgeMap.objects.get(pk=idea.map_id).revision
    Concept.objects.filter(map_id=idea.map_id).update(title="Inertia", summary="Staying so.")
    assert KnowledgeMap.objects.get(pk=idea.map_id).revision == before + 1


def test_rows_updated_in_bulk_are_found_by_their_new_names(idea: Concept) -> None:
    idea.aliases = "Weight of All Things"
    Concept.objects.bulk_update([idea], ["aliases"])
    assert titles_of(search("weihgt")) == ["Gravity"]


def test_rows_created_in_bulk_are_found(idea: Concept) -> None:
    Concept.objects.bulk_create([Concept(map_id=idea.map_id, title=f"Orbit {number}") for number in range(3)])
    assert sorted(titles_of(search("orbit"))) == ["Orbit 0", "Orbit 1", "Orbit 2"]


def test_rows_merged_in_bulk_are_found_by_their_new_names(idea: Concept) -> None:
    Concept.objects.bulk_create(
        [Concept(map_id=idea.map_id, slug=idea.slug, title="Inertia")],
        update_conflicts=True,
        update_fields=["title"],
        unique_fields=["map", "slug"],
    )
    assert (titles_of(search("inertia")), search("gravity")) == (["Inertia"], ())


def test_a_deleted_concept_is_found_no_more(idea: Concept) -> None:
    idea.delete()
    assert search("gravity") == ()


def test_a_map_deleted_with_its_concepts_leaves_nothing_behind(idea: Concept) -> None:
    idea.map.delete()
    assert search("gravity") == search("physics") == ()
    assert words() == {}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, concepts_names, row)")
            cursor.execute("SELECT count(*) FROM temp.terms")
            assert cursor.fetchone() == (0,)
            cursor.execute("DROP TABLE temp.terms")


def test_a_map_is_found_by_its_new_title(idea: Concept) -> None:
    KnowledgeMap.objects.filter(pk=idea.map_id).update(title="Mechanics")
    assert titles_of(search("mechanics")) == ["Mechanics"]
    assert search("physics") == ()


def test_maps_created_in_bulk_are_cleaned_and_found() -> None:
    KnowledgeMap.objects.bulk_create([KnowledgeMap(title=" Éthics\u202e", summary="Good.", published=True)])
    assert [(hit.title, hit.slug) for hit in search("ethics")] == [("Éthics", "ethics")]


def test_a_row_deleted_by_hand_is_found_no_more(idea: Concept) -> None:
    run("DELETE FROM concepts_concept WHERE id = %s", idea.pk)
    assert search("gravity") == ()


def test_publishing_shows_at_once(idea: Concept) -> None:
    KnowledgeMap.objects.update(published=False)
    assert search("gravity") == ()
    KnowledgeMap.objects.update(published=True)
    assert titles_of(search("gravity")) == ["Gravity"]


def test_many_better_drafts_do_not_push_out_what_a_visitor_may_see(idea: Concept) -> None:
    hidden = make_map("Hidden", published=False)
    Concept.objects.bulk_create(
        Concept(map=hidden, title="Gravity", slug=f"gravity-{number}") for number in range(700)
    )
    assert titles_of(search("gravty")) == ["Gravity"]
    assert titles_of(search("gr")) == ["Gravity"]


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_laid_again_over_what_is_there(idea: Concept) -> None:
    with connection.schema_editor() as editor:
        search_index.lay(apps, editor)
        by_statement.count_by_statement(apps, editor)
    assert titles_of(search("gravty")) == ["Gravity"]
    idea.title = "Inertia"
    idea.save()
    assert (titles_of(search("inertia")), search("gravity")) == (["Inertia"], ())


def test_the_database_has_every_trigger_and_index_of_the_search() -> None:
    """Rebuilding a table on SQLite drops them silently: a migration that does so must call `lay` again."""
    if connection.vendor == "postgresql":
        catalogue = "SELECT indexname FROM pg_indexes WHERE tablename LIKE 'concepts_%%'"
        expected = {
            f"{table}_{column}" for table in search_index.ROWS for column in search_index.TEXTS.values()
        }
    else:
        catalogue = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'index')"
        expected = {
            f"{table}_{column}_{event}"
            for table in search_index.ROWS
            for column in search_index.TEXTS.values()
            for event in search_index.EVENTS
        }
    expected |= {f"{table}_first_letters" for table in search_index.ROWS}
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        assert expected <= {name for (name,) in cursor.fetchall()}
