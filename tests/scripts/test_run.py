"""`script/run` as its user meets it: it serves, it stops, and it says what is wrong."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from script.steps import run
from script.steps.address import Address
from script.steps.places import ROOT
from script.steps.processes import start, stop
from tests.scripts.conftest import RunningSite

pytestmark = pytest.mark.slow


def test_it_serves_the_home_page_and_ctrl_c_leaves_no_process_behind(
    run_site: Callable[[], RunningSite],
) -> None:
    site = run_site()
    site.wait_for("Kinapse is at")
    assert site.status() == 200
    assert f"http://localhost:{site.port} " in site.said
    assert f"KINAPSE_VAR={site.var}" in site.said
    assert "script/manage createsuperuser" in site.said
    assert site.pid_of("manage.py relay")
    os.killpg(site.process.pid, signal.SIGINT)
    assert site.ended_with() == 0
    assert site.processes() == []


def test_a_second_start_keeps_key_and_data_and_sigterm_stops_it(run_site: Callable[[], RunningSite]) -> None:
    first = run_site()
    first.wait_for("Kinapse is at")
    key = first.var / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_text()
    first.process.send_signal(signal.SIGTERM)
    assert first.ended_with() == 0

    second = run_site()
    second.wait_for("Kinapse is at")
    assert "Preparing the database" in first.said
    assert "Preparing the database" not in second.said
    assert key.read_text() == secret
    second.process.send_signal(signal.SIGTERM)
    assert second.ended_with() == 0
    assert second.processes() == []


@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="this leg has no Redis")
def test_with_redis_it_runs_a_worker_and_a_sign_up_gets_its_mail(run_site: Callable[[], RunningSite]) -> None:
    site = run_site()
    site.wait_for("workers do the work")
    assert site.pid_of("manage.py worker")
    body = json.dumps({"email": "ada@example.com", "placement": "library"}).encode()
    ask = Request(
        f"http://localhost:{site.port}/api/v1/waitlist/", body, {"Content-Type": "application/json"}
    )
    with urlopen(ask, timeout=10) as answer:
        assert answer.status == 202
    give_up = time.monotonic() + 40
    while not list((site.var / "mail").glob("*")):
        assert time.monotonic() < give_up, site.said
        time.sleep(0.1)
    assert site.status("/readyz") == 200
    os.killpg(site.process.pid, signal.SIGINT)
    assert site.ended_with() == 0
    assert site.processes() == []


def test_when_the_web_server_dies_it_says_so_and_stops_the_rest(run_site: Callable[[], RunningSite]) -> None:
    site = run_site()
    site.wait_for("Kinapse is at")
    os.kill(site.pid_of("bin/granian"), signal.SIGKILL)
    assert site.ended_with() == 128 + signal.SIGKILL
    assert "The web server ended by itself with exit code 137" in site.said
    assert site.processes() == []


def test_a_relay_that_dies_is_started_again_and_takes_no_page_away(
    run_site: Callable[[], RunningSite],
) -> None:
    site = run_site()
    site.wait_for("Kinapse is at")
    dead = site.pid_of("manage.py relay")
    os.kill(dead, signal.SIGKILL)
    again = "The relay ended by itself with exit code 137; starting it again."
    site.wait_for(again)
    assert site.status() == 200
    # Not on the next line: a worker may have something to say in between.
    site.wait_for("The relay is running", after=again)
    assert site.pid_of("manage.py relay") != dead


def test_what_ends_again_and_again_is_not_started_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_PAUSE_SECONDS", 0.0)
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    children = {
        "web server": start([sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ)),
        "relay": start(command, dict(os.environ)),
    }
    try:
        ended = run._first_to_end_for_good(children, {"relay": command}, dict(os.environ))
    finally:
        for child in children.values():
            stop(child)
    assert ended == ("relay", 3)


def test_what_it_says_holds_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://kinapse:hunter2@db.example/kinapse")
    monkeypatch.setenv("REDIS_URL", "redis://:hunter2@db.example")
    said = run._welcome(Address("127.0.0.1", 8000), 1.0)
    assert "hunter2" not in said
    assert "with the same DATABASE_URL, " in said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_even_a_killed_start_leaves_no_process_behind(run_site: Callable[[], RunningSite]) -> None:
    site = run_site()
    site.wait_for("Kinapse is at")
    site.process.kill()
    give_up = time.monotonic() + 20
    while site.processes() and time.monotonic() < give_up:
        time.sleep(0.1)
    assert site.processes() == []


def _run(environment: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "script" / "run"],
        env={**environment, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_taken_port_is_named_before_anything_is_set_up(
    bare_environment: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = _run(bare_environment, PORT=str(port), KINAPSE_VAR=str(tmp_path / "var"))
    assert ended.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in ended.stderr
    assert "PORT=" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused_in_words(bare_environment: dict[str, str], port: str) -> None:
    ended = _run(bare_environment, PORT=port)
    assert ended.returncode == 1
    assert ended.stderr == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_database_that_does_not_answer_is_named_without_a_traceback(
    bare_environment: dict[str, str], tmp_path: Path, free_port: int
) -> None:
    ended = _run(
        bare_environment,
        PORT=str(free_port),
        KINAPSE_VAR=str(tmp_path),
        DATABASE_URL="postgres://nobody@localhost:1/nothing",
    )
    assert ended.returncode == 1
    assert "The database does not answer" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_written_is_named(
    bare_environment: dict[str, str], tmp_path: Path, free_port: int
) -> None:
    (tmp_path / "file").write_text("not a folder")
    ended = _run(bare_environment, PORT=str(free_port), KINAPSE_VAR=str(tmp_path / "file" / "var"))
    assert ended.returncode == 1
    assert "Choose another folder with KINAPSE_VAR" in ended.stderr
    assert "Traceback" not in ended.stderr
