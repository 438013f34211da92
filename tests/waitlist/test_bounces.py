"""What a mail provider reports, posted as it posts it."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, EventType
from django.test import Client
from django.urls import clear_url_caches, include, path
from pytest_django import Settings

from kinapse import urls
from waitlist.bounces import note_delivery
from waitlist.models import Signup, Withheld

pytestmark = pytest.mark.django_db

ADDRESS = "/anymail/postmark/tracking/"
SECRET = "kinapse:a-long-secret-that-only-the-provider-knows"
# What the site's own addresses come to where a secret is set.
urlpatterns = [path("anymail/", include("anymail.urls")), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def _webhooks(settings: Settings) -> Iterator[None]:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    settings.ROOT_URLCONF = __name__
    yield
    clear_url_caches()


def _report(record: str, email: str, secret: str = SECRET, **more: Any) -> int:
    body = {"RecordType": record, "MessageID": "1", "Email": email, "Recipient": email, **more}
    headers = {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    answer = Client().post(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code


@pytest.mark.parametrize(
    ("record", "more", "reason"),
    [
        ("Bounce", {"Type": "HardBounce", "TypeCode": 1}, "bounced"),
        ("SpamComplaint", {"Type": "SpamComplaint", "TypeCode": 512}, "complained"),
    ],
)
def test_a_bounce_or_a_complaint_suppresses_the_address(
    joined: Callable[[str], Signup], record: str, more: dict[str, Any], reason: str
) -> None:
    ada, bob = joined("Ada@example.com"), joined("bob@example.com")
    for _ in range(2):
        assert _report(record, "ada@example.com", **more) == 200
    assert dict(Signup.objects.values_list("pk", "state")) == {ada.pk: "suppressed", bob.pk: "pending"}
    assert Withheld.objects.get().reason == reason


def test_a_mail_that_arrived_or_may_still_arrive_changes_nothing(joined: Callable[[str], Signup]) -> None:
    joined("ada@example.com")
    assert _report("Delivery", "ada@example.com") == 200
    assert _report("Bounce", "ada@example.com", Type="Transient", TypeCode=2) == 200
    assert Signup.objects.get().state == Signup.State.PENDING


@pytest.mark.parametrize("kind", ["SoftBounce", "VirusNotification"])
def test_a_bounce_that_passes_suppresses_nobody(joined: Callable[[str], Signup], kind: str) -> None:
    joined("ada@example.com")
    assert _report("Bounce", "ada@example.com", Type=kind, TypeCode=4096) == 200
    assert Signup.objects.get().state == Signup.State.PENDING
    assert not Withheld.objects.exists()


@pytest.mark.parametrize(
    ("report", "state"),
    [
        ({"bounce": {"bounceType": "Transient"}}, "pending"),
        ({"bounce": {"bounceType": "Permanent"}}, "suppressed"),
        ({"event": "soft_bounce"}, "pending"),
        ({"event": "hard_bounce"}, "suppressed"),
        ({"event": "bounce", "hard_bounce": False}, "pending"),
        ({"event": "bounce", "hard_bounce": True}, "suppressed"),
        ({"type": "activity.soft_bounced"}, "pending"),
        (None, "suppressed"),
    ],
)
def test_each_providers_word_for_a_bounce_that_passes_is_known(
    joined: Callable[[str], Signup], report: object, state: str
) -> None:
    joined("ada@example.com")
    event = AnymailTrackingEvent(event_type=EventType.BOUNCED, recipient="ada@example.com", esp_event=report)
    note_delivery(sender=None, event=event)
    assert Signup.objects.get().state == state


def test_a_report_without_the_secret_is_refused(joined: Callable[[str], Signup]) -> None:
    joined("ada@example.com")
    assert _report("SpamComplaint", "ada@example.com", secret="kinapse:guessed") == 400
    assert Signup.objects.get().state == Signup.State.PENDING


def test_without_a_secret_there_is_no_such_address(settings: Settings) -> None:
    settings.ROOT_URLCONF = "kinapse.urls"
    clear_url_caches()
    assert Client().post(ADDRESS).status_code == 404
