"""The outbox as staff see it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outbox.leases import lease_next
from outbox.models import Job
from outbox.progress import report, tell
from tests.outbox.work import hand_over
from tests.staff import sign_in, with_second_step

LIST = "/admin/outbox/job/"


def _fail(key: str) -> Job:
    hand_over(key)
    Job.objects.filter(key=key).update(
        state=Job.State.FAILED, attempts=33, last_error="No route. " * 30, finished=Now()
    )
    return Job.objects.get(key=key)


def test_failures_are_seen_with_their_error(staff_client: Client, db: None) -> None:
    _fail("mail-1")
    hand_over("mail-2")
    page = staff_client.get(f"{LIST}?state__exact=failed").content.decode()
    assert "mail-1" in page
    assert "mail-2" not in page
    assert "No route." in page
    assert "No route. " * 11 not in page


def test_a_failed_job_is_tried_again_by_the_action(staff_client: Client, db: None) -> None:
    job = _fail("mail-1")
    answer = staff_client.post(LIST, {"action": "try_again", "_selected_action": [job.pk]}, follow=True)
    assert "1 to be tried again at once." in answer.content.decode()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)


def test_nothing_is_added_edited_or_removed_by_hand(staff_client: Client, db: None) -> None:
    job = _fail("mail-1")
    assert staff_client.get(f"{LIST}{job.pk}/change/").status_code == 200
    assert staff_client.post(f"{LIST}{job.pk}/change/", {"key": "x"}).status_code == 403
    assert staff_client.get(f"{LIST}add/").status_code == 403
    assert staff_client.post(f"{LIST}{job.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_may_only_look_cannot_try_again(db: None) -> None:
    job = _fail("mail-1")
    viewer = with_second_step(User.objects.create_user("viewer", is_staff=True))
    viewer.user_permissions.add(Permission.objects.get(codename="view_job"))
    client = Client()
    sign_in(client, viewer)
    client.post(LIST, {"action": "try_again", "_selected_action": [job.pk]})
    assert Job.objects.get().state == Job.State.FAILED


@pytest.mark.parametrize("query", ["", "?state__exact=waiting", "?q=mail"])
def test_the_list_costs_the_same_however_long(staff_client: Client, query: str) -> None:
    counts = []
    for batch in range(2):
        hand_over(*(f"mail-{batch}-{number}" for number in range(10)))
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(LIST + query).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_long_work_shows_how_far_it_is(staff_client: Client, var_dir: Path, db: None) -> None:
    hand_over("import-1")
    job = lease_next()
    assert job is not None
    assert "in hand" in staff_client.get(LIST).content.decode()
    report(job, done=250, steps=1000)
    tell(job)
    assert "25 % (250 of 1,000)" in staff_client.get(LIST).content.decode()
