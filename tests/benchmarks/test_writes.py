"""The measurement of writes: what it holds them to, and that it reads a page as a browser would send it."""

import pytest
from django.test import Client

from benchmarks.writes.forms import values_on
from benchmarks.writes.report import Measured, bars, summaries, table
from benchmarks.writes.writing import Writer
from concepts.models import Concept, Link
from tests.concepts.curation import change_page, concept_named, make_map
from tests.concepts.curation import values_on as values_of_forms


def test_a_write_is_held_against_the_same_on_a_small_map_and_on_a_million_against_a_time() -> None:
    slow, quick = Measured("edit", 20.0, 60.0, 90.0, 5.0), Measured("add", 2.0, 11.0, 20.0, 4.0)
    assert [(bar.value, bar.bound, bar.holds) for bar in bars("sqlite", 1_000, [slow, quick])] == [
        (3.0, 2.0, False),
        (5.5, 6.0, True),
    ]
    assert [bar.holds for bar in bars("sqlite", 1_000_000, [slow, quick])] == [False, False, True, True]


def test_the_table_has_a_line_for_each_write() -> None:
    times = {"edit": [(10.0, 1.0), (20.0, 3.0), (30.0, 5.0)]}
    heading, line = table("sqlite", summaries(times, times)).splitlines()
    assert heading.split()[0] == "sqlite"
    assert line.split() == ["edit", "20.0", "20.0", "29.0", "1.00", "3.0"]


@pytest.mark.django_db
def test_a_page_is_read_as_its_forms_have_it(staff_client: Client) -> None:
    make_map()
    page = change_page(concept_named("left"))
    read = values_on(staff_client, page)
    assert {name: value for name, value in read.items() if value and name != "csrfmiddlewaretoken"} == {
        name: str(value) for name, value in values_of_forms(staff_client, page).items()
    }


@pytest.mark.django_db
def test_a_round_leaves_the_map_as_it_was(staff_client: Client) -> None:
    tree = make_map()
    before = set(Concept.objects.values_list("title")), set(Link.objects.values_list("source", "target"))
    done = [what for what, *_ in Writer(tree, staff_client).round()]
    assert len(done) == 11
    assert before == (
        set(Concept.objects.values_list("title")),
        set(Link.objects.values_list("source", "target")),
    )
