"""What the commands say on machines that lack something. Each test has a copy of script/ and a PATH of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from script.steps.places import ROOT

_TOOLS = ("bash", "dirname", "env", "cat")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with script/, the locks, and a bin/ with the few tools that the fronts use, but no Python."""
    shutil.copytree(ROOT / "script", tmp_path / "script", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-node.txt",
        "package.json",
        "package-lock.json",
    ):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    for tool in _TOOLS:
        (tmp_path / "bin" / tool).symlink_to(Path(shutil.which(tool) or "").resolve())
    return tmp_path


def _add_python(machine: Path, script: str) -> None:
    path = machine / "bin" / "python3"
    path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
    path.chmod(0o755)


def _run(machine: Path, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine / "bin"), "HOME": os.environ.get("HOME", "/"), **more}
    return subprocess.run(
        [machine / "script" / command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["run", "test", "check", "bench", "lock", "build", "manage"])
def test_every_command_says_what_to_install_where_there_is_no_python(machine: Path, command: str) -> None:
    ended = _run(machine, command)
    assert ended.returncode == 1
    assert "Kinapse needs Python 3.11 or newer" in ended.stderr
    assert "apt install python3" in ended.stderr


def test_a_python_that_is_too_old_is_passed_over(machine: Path) -> None:
    # As an older Python answers the question that the front asks.
    _add_python(machine, "exit 1")
    ended = _run(machine, "run")
    assert ended.returncode == 1
    assert "Kinapse needs Python 3.11 or newer" in ended.stderr


def test_a_python_without_ensurepip_is_told_which_package_to_install(machine: Path, free_port: int) -> None:
    # As Debian's python3 without python3-venv: the module venv is there, what it needs is not.
    base = Path(sys.base_prefix, "bin", "python3")
    without = "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = sys.argv[1:]; "
    step = "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    _add_python(
        machine, f'[ "$1" = -P ] && shift 2 && exec {base} -P -c "{without}{step}" "$@"\nexec {base} "$@"'
    )
    ended = _run(machine, "run", PORT=str(free_port))
    assert ended.returncode == 1
    assert "apt install python3-venv" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (machine / ".venv").exists()
