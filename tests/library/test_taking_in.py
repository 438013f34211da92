"""Files become documents and proposals: in the background once, or at once by the command."""

import re
import socket
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from concepts.models import Concept
from library import taking_in
from library.admin.intakes import TOO_LARGE
from library.deciding import accept
from library.intake import GIVEN_UP, KIND, ask_for_intake, intake_progress
from library.models import Document, Intake, Proposal
from outbox import relay
from outbox.backoff import ATTEMPTS
from outbox.doing import do
from outbox.leases import lease_next
from outbox.models import Job
from outbox.progress import Progress, report, tell
from outbox.registry import handler_of
from outbox.services import try_again
from tests.concepts.atlas import make_map
from tests.library.deciding import everything, ids_of

pytestmark = pytest.mark.django_db
ADD = "admin:library_intake_add"

MAP_TEXT = """Maps
AI Agents
LLM
Search

How Models Learn — Interactive Knowledge Map

Key Concepts

Training
How a model gets its weights.
Weights follow from data, step by step. Training makes the loss small, and it takes most of the time and the money.

Loss Function
What training makes small.
A number that says how wrong a model is. The loss is computed for every batch of training data.

Gradient Descent
Downhill, a step at a time.
Each step makes the loss function smaller. Its length is the learning rate, which is chosen before training begins.

Join the waitlist to get early access
"""
DISCLOSURE = (
    "In 2020 a laboratory published <model>GPT-3</model>.\n\nIt has <params>175 billion parameters</params> and was "
    "made in the <country>United States</country>.\n"
)


def _page(asked: Intake) -> str:
    return reverse("admin:library_intake_change", args=[asked.pk])


def test_a_map_text_handed_in_becomes_proposals_for_a_map() -> None:
    asked = ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    assert not Document.objects.exists()
    assert relay.work_off()
    asked.refresh_from_db()
    document = Document.objects.get()
    assert (asked.state, asked.document, bytes(asked.content)) == (Intake.State.DONE, document, b"")
    assert asked.outcome.startswith(
        "map text “How Models Learn”: stored as a draft; proposed: 3 new concepts, "
    )
    assert (document.kind, document.status) == ("map-text", "draft")
    assert "waitlist" not in document.text
    for proposal in document.proposals.all():
        assert proposal.quote == document.text[proposal.start : proposal.end]
    accept(document=document, proposal_ids=ids_of(document), by=None)
    assert list(Concept.objects.values_list("title", flat=True)) == [
        "Training",
        "Loss Function",
        "Gradient Descent",
    ]
    job = Job.objects.get(kind=KIND)
    assert (job.state, job.steps_done, job.steps) == (Job.State.DONE, 4, 4)


def test_the_same_file_again_proposes_nothing_and_is_done() -> None:
    ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    relay.work_off()
    before = everything()
    asked = ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    relay.work_off()
    asked.refresh_from_db()
    assert asked.state == Intake.State.DONE
    assert asked.outcome.endswith("here already, word for word. Nothing new is proposed.")
    assert everything() == before


def test_a_file_for_a_map_proposes_into_it() -> None:
    into = make_map()
    ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode(), knowledge_map=into)
    relay.work_off()
    assert Document.objects.get().map == into


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", r"a\.txt: "),
        ("a.txt", b"fine so far\nbut \xff\xfe here", r"a\.txt:2: "),
        ("../../a.pdf", b"%PDF-1.7 broken", r"a\.pdf: "),
        ("a.md", b"one\n\n<model>GPT-3 has <params>two</params>\n", r"a\.md:3: "),
        ("a.html", b"<!doctype html><html><script>alert(1)</script></html>", r"a\.html"),
        ("a.docx", b"PK\x03\x04 broken", r"a\.docx: "),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_once_by_name_and_line(
    name: str, content: bytes, said: str
) -> None:
    asked = ask_for_intake(file_name=name, content=content)
    relay.work_off()
    asked.refresh_from_db()
    assert asked.state == Intake.State.REFUSED
    assert re.match(said, asked.outcome), asked.outcome
    assert asked.outcome.endswith("Nothing was stored.")
    assert bytes(asked.content) == b""
    assert Job.objects.get(kind=KIND).state == Job.State.DONE
    assert not Document.objects.exists()


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_does_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        pass

    def die(*args: object) -> None:
        raise Killed

    ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    job = lease_next()
    assert job is not None
    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "_end", die)
        with pytest.raises(Killed), transaction.atomic():
            handler_of(job.kind)(job)
    assert not Document.objects.exists()
    Job.objects.update(leased_until=Now(), due=Now())
    assert relay.work_off()
    assert Document.objects.count() == 1
    assert Intake.objects.get().state == Intake.State.DONE


def test_what_is_done_is_not_done_again_by_one_who_lost_the_lease() -> None:
    ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    first = lease_next()
    Job.objects.update(leased_until=Now(), due=Now())
    assert relay.work_off()
    assert first is not None
    Intake.objects.update(content=DISCLOSURE.encode())
    do(first)
    assert Document.objects.count() == 1


def test_a_file_that_the_outbox_gives_up_is_ended_and_its_bytes_are_kept_no_longer(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise MemoryError("no more memory")

    monkeypatch.setattr(taking_in, "recognize_file", fail)
    asked = ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    assert relay.work_off()
    assert "Attempt 1 went wrong" in staff_client.get(_page(asked)).content.decode()
    Job.objects.update(attempts=ATTEMPTS - 1, due=Now())
    relay.work_off()
    asked.refresh_from_db()
    assert Job.objects.get().state == Job.State.FAILED
    assert (asked.state, asked.outcome, bytes(asked.content)) == (Intake.State.REFUSED, GIVEN_UP, b"")
    assert "hand the file in again" in staff_client.get(_page(asked)).content.decode()
    monkeypatch.undo()
    try_again(job_ids=[Job.objects.get().pk])
    relay.work_off()
    assert Job.objects.get().state == Job.State.DONE
    assert not Document.objects.exists()


def test_a_file_whose_work_ended_every_process_is_ended_too() -> None:
    asked = ask_for_intake(file_name="learning.txt", content=MAP_TEXT.encode())
    Job.objects.update(attempts=ATTEMPTS)
    assert lease_next() is None
    asked.refresh_from_db()
    assert asked.state == Intake.State.REFUSED


def test_a_curator_hands_a_file_in_and_sees_how_far_it_is(staff_client: Client, var_dir: None) -> None:
    answer = staff_client.post(
        reverse(ADD), {"file": SimpleUploadedFile("learning.txt", MAP_TEXT.encode()), "map": ""}, follow=True
    )
    asked = Intake.objects.get()
    assert asked.asked_by == User.objects.get()
    assert answer.redirect_chain[-1][0] == _page(asked)
    page = answer.content.decode()
    assert "Not begun" in page
    assert "look-again" in page
    job = lease_next()
    assert job is not None
    report(job, done=1, steps=4)
    tell(job)
    assert intake_progress(asked) == Progress(1, 4)
    page = staff_client.get(_page(asked)).content.decode()
    assert '<progress value="1" max="4"></progress> 25 % (1 of 4 steps)' in page
    do(job)
    done = staff_client.get(_page(asked)).content.decode()
    assert "stored as a draft" in done
    assert reverse("admin:library_document_review", args=[Document.objects.get().pk]) in done
    assert "look-again" not in done


def test_a_form_without_a_file_or_with_too_large_a_one_says_what_to_do(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "This field is required." in staff_client.post(reverse(ADD), {}).content.decode()
    monkeypatch.setattr("library.admin.intakes.IntakeForm.most_bytes", 10)
    answer = staff_client.post(reverse(ADD), {"file": SimpleUploadedFile("a.txt", MAP_TEXT.encode())})
    assert TOO_LARGE in answer.content.decode()
    assert not Intake.objects.exists()


def _ingest(*files: Path, **options: str) -> int:
    """The exit code of the command."""
    try:
        call_command("ingest", *map(str, files), **options)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_the_command_takes_files_in_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = make_map()
    (tmp_path / "learning.txt").write_text(MAP_TEXT)
    (tmp_path / "gpt-3.md").write_text(DISCLOSURE)
    assert _ingest(tmp_path / "learning.txt", tmp_path / "gpt-3.md", map=into.slug) == 0
    told = capsys.readouterr().out
    assert "map text “How Models Learn”: stored as a draft; proposed: 3 new concepts" in told
    assert "disclosure" in told
    assert "2 facts" in told
    assert set(Document.objects.values_list("map", flat=True)) == {into.pk}
    assert not Intake.objects.exists()
    before = everything()
    assert _ingest(tmp_path / "learning.txt", tmp_path / "gpt-3.md") == 0
    assert capsys.readouterr().out.count("Nothing new is proposed") == 2
    assert everything() == before


def test_a_refused_file_stops_no_other_and_is_told_by_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, good = tmp_path / "bad.md", tmp_path / "good.txt"
    bad.write_text("one\n<model>GPT-3 has <params>1</params>\n")
    good.write_text(MAP_TEXT)
    large = tmp_path / "large.txt"
    large.write_bytes(b"word " * 4_200_000)
    assert _ingest(bad, large, tmp_path / "none.txt", tmp_path, good) == 2
    told = capsys.readouterr().err
    assert f"{bad}:2: " in told
    assert f"{large}: This file has 21.0 MB" in told
    assert f"{tmp_path / 'none.txt'}: There is no such file." in told
    assert f"{tmp_path}: This is no file." in told
    assert told.count("Nothing was stored.") == 4
    assert Document.objects.get().title == "How Models Learn"


def test_a_map_that_is_not_there_stops_all(tmp_path: Path) -> None:
    (tmp_path / "learning.txt").write_text(MAP_TEXT)
    with pytest.raises(CommandError, match="no map at “nowhere”"):
        _ingest(tmp_path / "learning.txt", map="nowhere")
    assert not Document.objects.exists()


def test_an_address_in_a_document_is_never_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def refuse(*args: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html><head><link rel="stylesheet" href="http://site.example/a.css"></head><body>'
        '<h1>A page</h1><img src="http://site.example/a.png"><p>With a text of its own.</p></body></html>'
    )
    assert _ingest(page) == 0
    assert Proposal.objects.filter(document__title="A page").count() >= 0
