"""Curators' programs hand documents in with a token, and see what becomes of them."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concepts.models import KnowledgeMap
from learners.models import ApiToken
from learners.tokens import make_token
from library.models import Document, Intake
from outbox import relay
from outbox.models import Job

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/documents/"
TEXT = b"# A short history\n\nWhat was first came first.\n"


@pytest.fixture
def curator() -> User:
    user = User.objects.create_user("keeper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_intake"))
    return user


@pytest.fixture
def secret(curator: User) -> str:
    return make_token(user=curator, name="Import")[1]


def bearing(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def send(
    client: Client, secret: str, content: bytes = TEXT, kind: str = "text/markdown", asked: str = ""
) -> Any:
    # Named besides, since the client says nothing of an empty body.
    about: dict[str, Any] = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(content))}
    return client.post(f"{ADDRESS}{asked}", content, content_type=kind, headers=bearing(secret), **about)


def test_a_file_is_handed_in_and_taken_in_by_the_relay(client: Client, secret: str, curator: User) -> None:
    answer = send(client, secret, asked="?name=history.md")
    assert answer.status_code == 202
    location = answer.headers["Location"]
    told = answer.json()
    assert (told["file"], told["state"], told["document"]) == ("history.md", "waiting", None)
    assert Intake.objects.get().asked_by == curator
    assert not Document.objects.exists()
    relay.work_off()
    told = client.get(location, headers=bearing(secret)).json()
    assert (told["state"], told["document"]) == ("done", "a-short-history")
    assert told["review"] == f"/admin/library/document/{Document.objects.get().pk}/review/"
    assert "stored as a draft" in told["outcome"]
    assert told["progress"]["done"] == told["progress"]["steps"] > 0


def test_a_form_with_a_file_and_a_map_is_taken_too(
    client: Client, secret: str, small_map: KnowledgeMap
) -> None:
    body = {"file": SimpleUploadedFile("history.md", TEXT), "map": small_map.slug}
    answer = client.post(ADDRESS, body, headers=bearing(secret))
    assert answer.status_code == 202
    asked = Intake.objects.get()
    assert (asked.map, bytes(asked.content), asked.file_name) == (small_map, TEXT, "history.md")


def test_a_file_that_is_refused_says_why(client: Client, secret: str) -> None:
    location = send(client, secret, b"\xff\xfe\x00\x01\x02", "text/plain", "?name=x.txt").headers["Location"]
    relay.work_off()
    told = client.get(location, headers=bearing(secret)).json()
    assert told["state"] == "refused"
    assert told["outcome"].startswith("x.txt")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind", "asked", "status", "detail"),
    [
        (TEXT, "application/json", "", 415, "multipart/form-data"),
        (TEXT, "image/png", "", 415, "multipart/form-data"),
        (TEXT, "", "", 415, "multipart/form-data"),
        (b"", "text/plain", "", 422, "Nothing was sent"),
        (TEXT, "text/plain", "?map=nowhere", 422, "nowhere"),
        (TEXT, "text/plain", f"?name={'x' * 201}", 422, "too long"),
        (TEXT, "text/plain", "?name=a%00.txt", 422, "NUL"),
        (b"x" * 20_000_001, "text/plain", "", 413, "20 MB"),
        (b"not multipart", "multipart/form-data; boundary=x", "", 422, "no file"),
        (b"not multipart", "multipart/form-data", "", 400, ""),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_a_problem(
    client: Client, secret: str, content: bytes, kind: str, asked: str, status: int, detail: str
) -> None:
    answer = send(client, secret, content, kind, asked)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), told
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert detail in told["detail"]
    assert not Intake.objects.exists()


def test_a_body_without_a_length_is_not_read(client: Client, secret: str) -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("it was read")

    about: dict[str, Any] = {"CONTENT_TYPE": "text/plain", "wsgi.input": Endless()}
    answer = client.generic("POST", ADDRESS, b"", headers=bearing(secret), **about)
    assert answer.status_code == 422


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Bearer ", "Basic abc", "nonsense"])
def test_nobody_hands_in_without_a_token_that_is_known(client: Client, db: None, header: str | None) -> None:
    answer = client.post(ADDRESS, TEXT, "text/plain", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"].endswith("#unknown-token")


def test_a_session_is_not_enough(staff_client: Client) -> None:
    assert staff_client.post(ADDRESS, TEXT, "text/plain").status_code == 401


def test_a_token_may_what_its_user_may_and_is_revoked_by_deleting(
    client: Client, secret: str, curator: User
) -> None:
    location = send(client, secret).headers["Location"]
    other = make_token(user=User.objects.create_user("other", is_staff=True), name="Other")[1]
    assert send(client, other).status_code == 403
    assert client.get(location, headers=bearing(other)).status_code == 403
    User.objects.filter(pk=curator.pk).update(is_staff=False)
    assert send(client, secret).status_code == 403
    User.objects.filter(pk=curator.pk).update(is_staff=True, is_active=False)
    assert send(client, secret).status_code == 401
    User.objects.filter(pk=curator.pk).update(is_active=True)
    ApiToken.objects.filter(user=curator).delete()
    assert send(client, secret).status_code == 401


def test_what_others_handed_in_is_not_told(client: Client, secret: str) -> None:
    location = send(client, secret).headers["Location"]
    stranger = User.objects.create_user("stranger", is_staff=True)
    stranger.user_permissions.set(Permission.objects.filter(codename="add_intake"))
    other = make_token(user=stranger, name="Other")[1]
    assert client.get(location, headers=bearing(other)).status_code == 404
    assert client.get("/api/v1/intakes/99999999999999999999/", headers=bearing(other)).status_code == 404


def test_so_many_files_an_hour_and_no_more(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explore.api.documents_in.FILES_PER_USER", 2)
    assert [send(client, secret).status_code for _ in range(3)] == [202, 202, 429]
    assert Job.objects.filter(kind="library.intake").count() == 2
