"""What the bench of faults counts, counts right."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from benchmarks.faults.mailbox import Mailbox
from benchmarks.faults.report import Outcome, table
from benchmarks.faults.visitors import Answer, Crowd, Seen, ask, busy
from benchmarks.serving import free_port


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    box.open()
    yield box
    box.close()


def _send(mailbox: Mailbox, recipient: str, name: str) -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Message-ID"] = recipient, "hello@kinapse.example", name
    message.set_content("Hello.")
    with smtplib.SMTP("127.0.0.1", mailbox.port, timeout=10) as server:
        server.send_message(message)


def test_a_mail_that_comes_again_is_doubled_and_under_another_name_renamed(mailbox: Mailbox) -> None:
    for recipient, name in (
        ("ada", "<1@x>"),
        ("ada", "<1@x>"),
        ("bob", "<2@x>"),
        ("bob", "<3@x>"),
        ("eve", "<4@x>"),
    ):
        _send(mailbox, f"{recipient}@example.com", name)
    assert (mailbox.doubled, mailbox.renamed) == (2, 1)
    assert mailbox.arrived["eve@example.com"] == 1


def test_a_mail_server_that_is_away_comes_back_under_its_port(mailbox: Mailbox) -> None:
    mailbox.close()
    with pytest.raises(ConnectionRefusedError):
        _send(mailbox, "ada@example.com", "<1@x>")
    mailbox.open()
    mailbox.answer = lambda recipient: "550 Nobody here"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(mailbox, "ada@example.com", "<1@x>")
    assert not mailbox.arrived


def test_a_closed_door_is_told_from_a_request_that_was_begun_and_lost() -> None:
    assert ask(free_port(), "GET", "/").refused
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            server.accept()[0].close()

        threading.Thread(target=hang_up).start()
        lost = ask(server.getsockname()[1], "GET", "/")
    assert (lost.status, lost.refused, lost.is_failure) == (0, False, True)


def test_answers_are_counted_by_status_and_time() -> None:
    seen = Seen(
        [Answer(200, n / 100) for n in range(100)] + [Answer(503, 2.0, "5"), Answer(0, 3.0, refused=True)]
    )
    assert (seen.failures, seen.begun_and_lost) == (2, 1)
    assert seen.percentile(0.5) == pytest.approx(0.51)
    assert seen.percentile(1) == 3.0
    assert seen.statuses() == "200: 100, 503: 1, none: 1"
    assert Seen().percentile(0.99) == 0.0


def test_only_those_who_were_told_so_count_as_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Answer(503, 0.1), Answer(0, 0.1), Answer(202, 0.1), Answer(429, 0.1)])
    monkeypatch.setattr("benchmarks.faults.visitors.sign_up", lambda *rest: next(answers))
    monkeypatch.setattr("benchmarks.faults.visitors.time.sleep", lambda seconds: None)
    crowd = Crowd("people")
    assert len(crowd.insist(0, "ada@example.com")) == 3
    crowd.insist(0, "bob@example.com")
    assert crowd.acknowledged == {"ada@example.com"}


def test_visitors_ask_as_long_as_the_block_runs() -> None:
    begun = threading.Event()

    def answer() -> Answer:
        begun.set()
        return Answer(200, 0.001)

    with busy({"page": answer}, hands=2, pause=0.001) as seen:
        assert begun.wait(10)
    count = len(seen["page"].answers)
    assert count >= 2
    assert len(seen["page"].answers) == count


def test_the_table_says_how_many_hold() -> None:
    outcomes = [Outcome("race", "SQLite", "one row", holds, "1 row") for holds in (True, False)]
    lines = table(outcomes).splitlines()
    assert lines[0].startswith("holds ")
    assert lines[2].startswith("MISSED ")
    assert lines[-1] == "1 of 2 hold"
