"""What operators are told, and who else is told nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from outbox.beats import Heart
from outbox.models import Beat, Job

TOKEN = "a-token-for-prometheus"
OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


def _fail(*args: object) -> None:
    raise OperationalError("the server closed the connection")


@pytest.fixture
def _relay(db: None) -> None:
    Heart().beat()


def test_a_process_that_answers_is_alive_whatever_the_host_and_the_database(client: Client) -> None:
    """Without a database fixture any query of this test would fail it."""
    answer = client.get("/healthz", headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert client.post("/healthz").status_code == 405


def test_a_probe_is_not_sent_on_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200


@pytest.mark.usefixtures("_relay")
def test_a_site_with_all_its_parts_is_ready(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client.get("/readyz")
    with django_assert_num_queries(4):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "migrations": True,
        "relay": True,
        "outbox": {"depth": 0, "oldest_seconds": 0.0},
    }


@pytest.mark.django_db
def test_without_a_living_relay_it_is_not_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 503
    Heart().beat()
    assert client.get("/readyz").status_code == 200
    Beat.objects.update(seen=Now() - timedelta(minutes=1))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["relay"]) == (503, False)


@pytest.mark.usefixtures("_relay")
def test_a_missing_migration_is_not_ready_and_one_of_newer_code_is(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("outbox", "9999_of_newer_code")
    assert client.get("/readyz").status_code == 200
    recorder.record_unapplied("outbox", "0002_in_hand_and_alive")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_told_and_no_error(client: Client) -> None:
    with connection.execute_wrapper(_fail):
        answer = client.get("/readyz")
        figures = client.get("/metrics")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert figures.status_code == 200
    assert b"kinapse_database_up 0.0" in figures.content


@pytest.mark.usefixtures("_relay")
def test_figures_tell_depth_and_age_of_the_outbox(client: Client) -> None:
    Job.objects.create(kind="waitlist.welcome", key="a")
    Job.objects.create(kind="waitlist.welcome", key="b", state=Job.State.FAILED)
    Job.objects.filter(key="a").update(created=Now() - timedelta(minutes=2))
    text = client.get("/metrics").content.decode()
    assert 'kinapse_outbox_jobs{kind="waitlist.welcome",state="waiting"} 1.0' in text
    assert 'kinapse_outbox_jobs{kind="waitlist.welcome",state="failed"} 1.0' in text
    assert "kinapse_outbox_depth 1.0" in text
    assert "kinapse_relays_alive 1.0" in text
    assert "kinapse_migrations_missing 0.0" in text
    age = next(line for line in text.splitlines() if line.startswith("kinapse_outbox_oldest_seconds "))
    assert 120 <= float(age.split()[1]) < 150


@pytest.mark.usefixtures("_relay")
@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_others_see_neither_figures_nor_the_outbox(client: Client, more: dict[str, str]) -> None:
    """Who could watch the depth would learn whether an address that they sign up was new."""
    client.defaults.update(more)
    assert client.get("/metrics").status_code == 403
    ready = client.get("/readyz")
    assert (ready.status_code, "outbox" in ready.json()) == (200, False)


@pytest.mark.usefixtures("_relay")
def test_behind_a_proxy_this_machine_is_everybody(client: Client, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert client.get("/metrics").status_code == 403


@pytest.mark.usefixtures("_relay")
def test_a_token_lets_prometheus_in_from_anywhere_and_nobody_without_it(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer \xff"}).status_code == 403
    assert client.get("/metrics", headers=OPERATOR, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert "outbox" in client.get("/readyz", headers=OPERATOR, REMOTE_ADDR="203.0.113.9").json()
