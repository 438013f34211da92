"""`script/part`: each part alone, as machines run them that have just one."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from script.steps.places import ROOT
from tests.scripts.conftest import bring_collected_statics

pytestmark = pytest.mark.slow

Start = Callable[[str], subprocess.Popen[bytes]]


@pytest.fixture
def part(
    tmp_path: Path, free_port: int, bare_environment: dict[str, str], store: dict[str, str]
) -> Iterator[Start]:
    """Starts a part of one site; none outlives the test."""
    var = tmp_path / "var"
    bring_collected_statics(var)
    environment = {**bare_environment, **store, "KINAPSE_VAR": str(var), "PORT": str(free_port)}
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen([ROOT / "script" / "part", name], env=environment, start_new_session=True)
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(port: int, path: str) -> bool:
    try:
        with urlopen(f"http://localhost:{port}{path}", timeout=10) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not true():
        assert time.monotonic() < give_up, "It did not come to pass in time."
        time.sleep(0.1)


def test_two_machines_that_are_prepared_at_once_wait_for_each_other(part: Start) -> None:
    both = [part("prepare"), part("prepare")]
    assert [process.wait(120) for process in both] == [0, 0]


def test_new_statics_are_made_ready_without_a_word_to_the_database(part: Start, tmp_path: Path) -> None:
    assert part("statics").wait(60) == 0
    assert (tmp_path / "var" / "static" / "staticfiles.json").is_file()
    assert not (tmp_path / "var" / "kinapse.sqlite3").exists()


def test_a_site_of_parts_is_ready_when_its_relay_is_and_each_ends_when_asked(
    part: Start, free_port: int
) -> None:
    assert part("prepare").wait(60) == 0
    web = part("web")
    _until(lambda: _answers(free_port, "/healthz"))
    assert not _answers(free_port, "/readyz")
    relay = part("relay")
    _until(lambda: _answers(free_port, "/readyz"))
    assert _answers(free_port, "/maps/ai-agents/")
    for process in (web, relay):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
