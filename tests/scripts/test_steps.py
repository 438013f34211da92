"""The small parts that the commands are made of."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from script.steps import bench, suite
from script.steps.address import Address, chosen_address
from script.steps.front_end import suits
from script.steps.one_machine import faults_of
from script.steps.parts import web_server, worker
from script.steps.places import ROOT
from script.steps.secret_key import secret_key
from script.steps.stamps import fingerprint, is_fresh
from script.steps.words import Refused


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0", "v26.0.0"])
def test_a_node_that_vite_runs_on_is_used(version: str) -> None:
    assert suits(version)


@pytest.mark.parametrize("version", ["v18.20.0", "v20.18.3", "v21.7.0", "v22.11.9", "", "nonsense"])
def test_a_node_that_vite_does_not_run_on_is_passed_over(version: str) -> None:
    assert not suits(version)


def test_a_fingerprint_changes_with_content_name_and_absence(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    seen = [fingerprint([folder])]
    (folder / "a.css").write_text("a")
    seen.append(fingerprint([folder]))
    (folder / "a.css").write_text("b")
    seen.append(fingerprint([folder]))
    (folder / "a.css").rename(folder / "b.css")
    seen.append(fingerprint([folder]))
    (folder / "b.css").unlink()
    assert len(set(seen)) == len(seen)
    assert fingerprint([folder]) == seen[0]


def test_a_stamp_is_fresh_for_what_it_was_left_for_alone(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    assert not is_fresh(stamp, "one")
    stamp.write_text("one")
    assert is_fresh(stamp, "one")
    assert not is_fresh(stamp, "two")


def test_the_key_is_made_once_and_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KINAPSE_SECRET_KEY", raising=False)
    key = secret_key(tmp_path)
    assert len(key) >= 50
    assert secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_the_key_of_the_environment_is_taken_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINAPSE_SECRET_KEY", "from the environment")
    assert secret_key(tmp_path) == "from the environment"
    assert not list(tmp_path.iterdir())


def test_a_key_that_was_cut_short_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KINAPSE_SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(Refused, match="Delete it"):
        secret_key(tmp_path)


def test_the_address_for_the_browser_names_this_machine(
    monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    monkeypatch.setenv("PORT", str(free_port))
    monkeypatch.setenv("HOST", "127.0.0.1")
    address = chosen_address()
    assert address.url == f"http://localhost:{free_port}"
    assert address.status() is None


def test_the_web_server_takes_its_numbers_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINAPSE_WORKERS", "3")
    monkeypatch.setenv("KINAPSE_THREADS", "5")
    command = " ".join(web_server(Address("127.0.0.1", 8000)))
    assert "--workers 3 --blocking-threads 5" in command
    monkeypatch.setenv("KINAPSE_WORKERS", "many")
    with pytest.raises(Refused, match="KINAPSE_WORKERS"):
        web_server(Address("127.0.0.1", 8000))


@pytest.mark.parametrize(
    "line",
    [
        "PATH=/" + "root/.local/bin",
        'cd "/' + 'home/someone/kinapse"',
        "pip install --extra-" + "index-url http://mirror.example/simple x",
        '"resolved' + '": "https://mirror.example/x.tgz"',
    ],
)
def test_what_holds_on_one_machine_alone_is_found_with_its_line(line: str) -> None:
    assert [number for number, _, _ in faults_of(f"first\n{line}\n")] == [2]


@pytest.mark.parametrize(
    "line", ["#!/usr/bin/env bash", "GET /maps/home/", "see https://example.org/work/", "var/mail"]
)
def test_what_holds_everywhere_is_left_alone(line: str) -> None:
    assert list(faults_of(line)) == []


def test_every_measurement_is_listed_with_its_subject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "benchmarks"
    (folder / "graph").mkdir(parents=True)
    (folder / "graph" / "__main__.py").write_text('"""Graph engines side by side."""')
    (folder / "http.py").write_text('"""Requests a second."""\nif __name__ == "__main__":\n    pass\n')
    (folder / "table.py").write_text('"""Prints tables; no measurement."""')
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["bench"])
    assert bench.main() == 0
    assert capsys.readouterr().out.splitlines() == [
        "script/bench graph        Graph engines side by side.",
        "script/bench http         Requests a second.",
    ]
    monkeypatch.setattr("sys.argv", ["bench", "rocket"])
    with pytest.raises(Refused, match="graph, http"):
        bench.main()


def test_a_leg_passes_pytests_output_on_and_keeps_its_closing_line(capfd: pytest.CaptureFixture[str]) -> None:
    code, closing = suite.run_and_keep_last_line(
        ["bash", "-c", "echo first; echo '== 3 passed in 1s =='; echo; exit 4"], dict(os.environ)
    )
    assert (code, closing) == (4, "== 3 passed in 1s ==")
    assert capfd.readouterr().out == "first\n== 3 passed in 1s ==\n\n"


def test_the_number_of_worker_processes_is_chosen_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINAPSE_WORKER_PROCESSES", "3")
    assert worker()[-2:] == ["--processes", "3"]
    monkeypatch.delenv("KINAPSE_WORKER_PROCESSES")
    assert worker()[-1] == "worker"
    monkeypatch.setenv("KINAPSE_WORKER_PROCESSES", "many")
    with pytest.raises(Refused, match="KINAPSE_WORKER_PROCESSES must be a whole number"):
        worker()


def test_a_part_that_is_none_is_refused_with_those_there_are() -> None:
    ended = subprocess.run(
        [ROOT / "script" / "part", "webb"], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr == "Name one part: script/part prepare | statics | web | relay | worker\n"
