"""Models with what documents state of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.ai_models import StatedModel, facts_after, find_model, quotations_of, stated_models
from library.errors import UnknownModel
from library.model_choice import Choice, chosen, makers, ordered, said, similar_in_size
from library.models import AIModel, Document, Fact
from library.selectors import library_tag
from tests.library.disclosures import put_on_shelf, state
from tests.library.shelf import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> tuple[StatedModel, ...]:
    put_on_shelf()
    return stated_models(library_tag())


def slugs(models) -> list[str]:
    return [model.slug for model in models]


def test_every_disclosure_that_comes_along_is_read(shelf):
    assert len(shelf) == 17
    differing = {
        (model.slug, figure.attribute) for model in shelf for figure in model.figures if figure.disagree
    }
    assert differing == {
        ("bloom", "training_time"),
        ("deepseek-v3", "params"),
        ("megatron-turing-nlg-530b", "gpu_count"),
        ("opt-175b", "gpu_count"),
        ("opt-175b", "training_time"),
    }


def test_documents_of_a_model_are_those_that_state_something_the_newest_first(shelf):
    bloom = find_model("bloom", library_tag())
    assert [each.slug for each in bloom.documents] == ["bloom", "bloom-carbon-footprint"]


def test_what_drafts_state_is_shown_to_staff_alone():
    model, lonely = AIModel.objects.create(name="Alpha"), AIModel.objects.create(name="Beta")
    text = "Alpha has 1 billion parameters, Beta 2 billion."
    shown = document("Shown", text=text)
    draft = document("Draft", text=text, status=Document.Status.DRAFT)
    state(model, shown, "params", "1 billion")
    state(model, draft, "params", "2 billion")
    state(lonely, draft, "params", "2 billion")
    tag = library_tag()
    assert slugs(stated_models(tag)) == ["alpha"]
    assert not find_model("alpha", tag).figure("params").disagree
    assert slugs(stated_models(tag, staff=True)) == ["alpha", "beta"]
    assert find_model("alpha", tag, staff=True).figure("params").disagree
    with pytest.raises(UnknownModel):
        find_model("beta", tag)
    assert [fact.model for fact in facts_after(0, size=9)] == ["alpha"]
    assert [fact.model for fact in facts_after(0, size=9, staff=True)] == ["alpha", "alpha", "beta"]


def test_models_are_read_again_only_after_a_change(shelf):
    with CaptureQueriesContext(connection) as queries:
        stated_models(library_tag())
    assert len(queries) == 1
    AIModel.objects.filter(slug="bloom").update(maker="Another")
    assert find_model("bloom", library_tag()).maker == "Another"


def test_the_number_of_queries_does_not_grow_with_the_rows():
    def queries_of_reading() -> int:
        with CaptureQueriesContext(connection) as queries:
            models = stated_models(library_tag())
            quotations_of(each for model in models for figure in model.figures for each in figure.statements)
        return len(queries)

    put_on_shelf()
    before = queries_of_reading()
    text = "It has 1 billion parameters."
    for number in range(40):
        state(
            AIModel.objects.create(name=f"M{number}"),
            document(f"D{number}", text=text),
            "params",
            "1 billion",
        )
    assert queries_of_reading() == before == 4


def test_each_figure_is_quoted_in_its_sentence(shelf):
    figure = find_model("opt-175b", library_tag()).figure("gpu_count")
    found = quotations_of(figure.statements)
    assert found[figure.statements[0].pk].before == "The run used "
    for each in figure.statements:
        assert found[each.pk].quote == each.quote == each.value


def test_a_figure_at_the_very_beginning_is_quoted_too():
    fact = state(
        AIModel.objects.create(name="M"), document("D", text="2022 was its year. More."), "year", "2022"
    )
    statements = find_model("m", library_tag()).figure("year").statements
    found = quotations_of(statements)[fact.pk]
    assert (found.before, found.quote, found.after) == ("", "2022", " was its year.")
    assert quotations_of([]) == {}


def test_facts_are_listed_by_model_attribute_and_document_page_by_page(shelf):
    first = facts_after(0, size=2, model="gpt-3", attribute="hardware")
    rest = facts_after(first[-1].statement.pk, size=9, model="gpt-3", attribute="hardware")
    assert [fact.statement.document.slug for fact in first + rest] == [
        "gpt-3-energy-study",
        "gpt-3",
        "opt-175b-logbook",
    ]
    assert {fact.statement.document.slug for fact in facts_after(0, size=99, document="gopher")} == {"gopher"}
    assert len(facts_after(0, size=999)) == Fact.objects.count()


def test_sorting_puts_what_is_unknown_last_either_way(shelf):
    rising, falling = (slugs(ordered(shelf, "gpu_count", falling=way)) for way in (False, True))
    unknown = ["chinchilla", "llama-2-70b"]
    assert rising[-2:] == falling[-2:] == unknown
    assert (rising[0], falling[0]) == ("bloom", "llama-3-1-405b")


def test_where_documents_disagree_the_end_that_matters_counts(shelf):
    rising = slugs(ordered(shelf, "gpu_count", falling=False))
    falling = slugs(ordered(shelf, "gpu_count", falling=True))
    # 2,240 or 4,480: after 2,048 in the one, before 4,096 in the other.
    assert rising.index("megatron-turing-nlg-530b") < rising.index("falcon-180b")
    assert falling.index("megatron-turing-nlg-530b") < falling.index("falcon-180b")


def test_days_are_sorted_before_hours_of_processors(shelf):
    for way in (False, True):
        found = slugs(ordered(shelf, "training_time", falling=way))
        assert set(found[10:12]) == {"llama-2-70b", "llama-3-1-405b"}
    assert found[0] == "bloom"


def test_words_are_sorted_by_their_letters_and_equals_by_name(shelf):
    found = ordered(shelf, "country", falling=False)
    countries = [model.figure("country").agreed[0].value for model in found]
    assert countries == sorted(countries)
    assert slugs(found)[:3] == ["deepseek-v3", "glm-130b", "pangu-alpha"]
    assert slugs(ordered(shelf, "maker", falling=True))[-2:] == ["pangu-alpha", "yalm-100b"]
    assert slugs(ordered(shelf, "name", falling=False))[0] == "bloom"


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        (Choice(), 17),
        (Choice(words="opt 175"), 1),
        (Choice(words="meta"), 4),
        (Choice(words="no such thing"), 0),
        (Choice(country="china"), 4),
        (Choice(hardware="NVIDIA A100"), 8),
        (Choice(hardware="NVIDIA A100 40GB"), 2),
        (Choice(maker="Meta"), 4),
        (Choice(year_from=2023, year_to=2023), 4),
        (Choice(year_to=2020), 1),
        (Choice(size_from=680e9), 2),
        (Choice(size_to=70e9), 3),
        (Choice(country="China", size_from=1e12), 1),
    ],
)
def test_models_are_chosen_by_what_is_stated_of_them(shelf, choice: Choice, count: int):
    assert len(chosen(shelf, choice)) == count


def test_what_can_be_chosen_is_what_is_said(shelf):
    assert said(shelf, "country") == [
        *("China", "France", "Russia", "United Arab Emirates", "United Kingdom", "United States")
    ]
    assert makers(shelf)[:2] == ["BigScience", "DeepMind"]


def test_similar_models_are_those_of_nearly_the_size(shelf):
    model = find_model("opt-175b", library_tag())
    assert slugs(similar_in_size(model, shelf, most=2)) == ["gpt-3", "bloom"]
    AIModel.objects.create(name="Sizeless")
    sizeless = find_model("sizeless", library_tag(), staff=True)
    assert similar_in_size(sizeless, shelf, most=2) == []
