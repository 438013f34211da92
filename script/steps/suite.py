"""The second half of script/test (runs in .venv): front-end tests, then pytest once for each store that is there."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from script.steps.chromium import find_chromium
from script.steps.front_end import has_tests, install_node_packages, node_environment
from script.steps.house import prepare
from script.steps.places import ROOT, VENV_PYTHON, venv_environment
from script.steps.processes import stop, stopping_by_signal
from script.steps.stores import NoStore, postgresql_and_redis, sqlite
from script.steps.words import end_with, say

# What is the same whatever the store, and takes minutes: on the first one is enough, unless it is asked for by name.
_NO_STORE_NEEDED = (
    *("tests/benchmarks", "tests/graph", "tests/library/reading", "tests/library/recognizing"),
    "tests/scripts/test_processes.py",
    *(
        f"tests/e2e/test_{what}*"
        for what in ("atlas", "browser", "directions", "library", "loading", "map", "models", "visitor")
    ),
)


@dataclass(frozen=True)
class Leg:
    """One run of the suite: how it ended, in pytest's own closing words."""

    name: str
    code: int
    closing: str


def main() -> int:
    """Runs all there is and says what ran; 0 when all of it passed and, with CI=true, nothing was missing."""
    arguments = sys.argv[1:]
    in_ci = os.environ.get("CI", "").lower() == "true"
    with stopping_by_signal(), tempfile.TemporaryDirectory(prefix="kinapse-tests-") as folder:
        environment = _environment(Path(folder))
        missing = [] if "CHROMIUM" in environment else ["a Chromium: the browser tests are left out"]
        # Arguments choose among pytest's tests, so the front end's are none of their business.
        front_end = 0 if arguments else _run_front_end_tests()
        legs: list[Leg] = []
        for name, store in (("SQLite", sqlite), ("PostgreSQL and Redis", postgresql_and_redis)):
            try:
                left_out = (
                    [f"--ignore-glob={path}" for path in _NO_STORE_NEEDED] if legs and not arguments else []
                )
                legs.append(_run_leg(name, store, environment, [*arguments, *left_out]))
            except NoStore as absence:
                missing.append(f"{name}: {absence}")
    _report(legs, missing, front_end)
    return int(bool(front_end or any(leg.code for leg in legs) or (in_ci and missing)))


def _environment(folder: Path) -> dict[str, str]:
    statics = ROOT / "var" / "tests"
    environment = {
        **{
            name: text
            for name, text in venv_environment().items()
            if name not in {"DATABASE_URL", "REDIS_URL"}
        },
        "KINAPSE_DEBUG": "0",
        "KINAPSE_SECRET_KEY": "only-to-collect-the-statics-" * 2,
        "KINAPSE_VAR": str(statics),
        "KINAPSE_TEST_VAR": str(folder),
        "KINAPSE_TEST_STATICS": str(statics / "static"),
    }
    prepare({**environment, "DJANGO_SETTINGS_MODULE": "kinapse.settings"}, "collect")
    if chromium := find_chromium():
        environment["CHROMIUM"] = chromium
    return environment


def _run_front_end_tests() -> int:
    if not has_tests():
        return 0
    say("\nFront end: vitest\n")
    install_node_packages()
    return subprocess.run(
        ["npm", "run", "--silent", "test"], cwd=ROOT, env=node_environment(), check=False
    ).returncode


def _run_leg(
    name: str,
    store: Callable[[], AbstractContextManager[dict[str, str]]],
    environment: dict[str, str],
    arguments: list[str],
) -> Leg:
    with store() as place:
        say(f"\n{name}: pytest\n")
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        code, closing = run_and_keep_last_line(
            [str(VENV_PYTHON), "-m", "pytest", "-n", "2", *colour, *arguments], {**environment, **place}
        )
    return Leg(name, code, closing)


def run_and_keep_last_line(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Runs a command, passing its output on as it comes; its exit code and the last line that it wrote."""
    last = ""
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        with child:
            for line in child.stdout or ():
                sys.stdout.buffer.write(line)
                sys.stdout.flush()
                last = line.decode(errors="replace").strip() or last
        return child.returncode, last
    finally:
        stop(child)


def _report(legs: list[Leg], missing: list[str], front_end: int) -> None:
    say("\n" + "-" * 79)
    for absence in missing:
        say(f"NOT RUN, there is no {absence}" if absence.startswith("a ") else f"NOT RUN, {absence}")
    if front_end:
        say("FAILED: the front end's tests")
    say(f"Ran on: {', '.join(leg.name for leg in legs)}")
    for leg in legs:
        say(f"{leg.name}: {'passed' if not leg.code else f'FAILED with exit code {leg.code}'}")
    for leg in legs:
        say(leg.closing)


if __name__ == "__main__":
    end_with(main)
