"""Curators ask from a concept's page, see what comes of it, and see nothing of it where nobody can be asked."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.views.debug import get_default_exception_reporter_filter
from pytest_django import Settings

from concepts.models import Concept
from library.models import Document, Question
from outbox import relay
from tests.concepts.atlas import make_concepts, make_map
from tests.library.asking.conftest import KEY
from tests.library.asking.model_server import ModelServer, answers, says
from tests.library.asking.replies import concept, expansion, link
from tests.staff import sign_in, with_second_step

pytestmark = pytest.mark.django_db
BUTTON = "Expand this concept"


@pytest.fixture
def training() -> Concept:
    return make_concepts(make_map("Learning"), "Training")[0]


def page_of(concept: Concept) -> str:
    return reverse("admin:library_question_expand", args=[concept.pk])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert KEY not in page
    return page


def test_a_curator_asks_and_reviews_what_comes(
    model: ModelServer, staff_client: Client, training: Concept
) -> None:
    model.will(says(expansion(concept("Optimizers"))))
    change = shown(staff_client, reverse("admin:concepts_concept_change", args=[training.pk]))
    assert BUTTON in change
    assert page_of(training) in change
    before = shown(staff_client, page_of(training))
    assert "tiny-1 at 127.0.0.1" in before
    assert "nothing is changed by itself" in before
    assert 'value="Ask"' in before
    waiting = staff_client.post(page_of(training), follow=True).content.decode()
    assert "waiting." in waiting
    assert "look-again" in waiting
    assert 'value="Ask' not in waiting
    relay.work_off()
    done = shown(staff_client, page_of(training))
    review = reverse("admin:library_document_review", args=[Document.objects.get().pk])
    assert "tiny-1 suggested 2 things." in done
    assert review in done
    assert 'value="Ask again"' in done
    assert "70 % · Suggested by tiny-1 · Could stand under “Training”." in shown(staff_client, review)
    listed = shown(staff_client, reverse("admin:library_question_changelist"))
    assert "Concept “Training”" in listed
    one = reverse("admin:library_question_change", args=[Question.objects.get().pk])
    assert review in shown(staff_client, one)


def test_the_review_says_which_kind_of_link_it_is(
    model: ModelServer, staff_client: Client, training: Concept
) -> None:
    model.will(says(expansion(concept("Data"), concept("Epochs"), links=(link("Data", "Epochs"),))))
    staff_client.post(page_of(training))
    relay.work_off()
    page = shown(staff_client, reverse("admin:library_document_review", args=[Document.objects.get().pk]))
    (named,) = [part for part in page.split('<li class="proposal') if "<b>Data → Epochs</b>" in part]
    assert '<span class="proposal-where">prerequisite</span>' in named
    assert ">From</label>" in named
    (above,) = [part for part in page.split('<li class="proposal') if "<b>Training → Data</b>" in part]
    assert "proposal-where" not in above
    assert ">Stands under</label>" in above


def test_a_refused_key_is_told_where_it_was_asked(
    model: ModelServer, staff_client: Client, training: Concept
) -> None:
    model.will(answers(401))
    staff_client.post(page_of(training))
    relay.work_off()
    page = shown(staff_client, page_of(training))
    assert "given up" in page
    assert "check KINAPSE_LLM_KEY" in page


def test_without_a_server_there_is_no_button_and_no_page(staff_client: Client, training: Concept) -> None:
    assert BUTTON not in shown(staff_client, reverse("admin:concepts_concept_change", args=[training.pk]))
    assert staff_client.get(page_of(training)).status_code == 404
    assert staff_client.post(page_of(training)).status_code == 404
    assert not Question.objects.exists()


@pytest.mark.usefixtures("model")
def test_a_concept_that_is_not_there_has_no_page(staff_client: Client) -> None:
    assert staff_client.get("/admin/library/question/expand/99/").status_code == 404


@pytest.mark.parametrize(("is_curator", "status"), [(False, 403), (True, 200)])
@pytest.mark.usefixtures("model")
def test_only_curators_ask(training: Concept, curators: Group, is_curator: bool, status: int) -> None:
    user = User.objects.create_user("staff", "staff@kinapse.example", "a long enough password", is_staff=True)
    user.groups.set([curators] if is_curator else [])
    client = Client()
    sign_in(client, with_second_step(user))
    assert client.get(page_of(training)).status_code == status
    if status == 403:
        assert client.post(page_of(training)).status_code == 403
        assert not Question.objects.exists()
    else:
        assert client.get(reverse("admin:library_question_changelist")).status_code == 200


def test_the_key_is_in_no_settings_that_are_shown(settings: Settings, model: ModelServer) -> None:
    assert KEY not in str(get_default_exception_reporter_filter().get_safe_settings())
