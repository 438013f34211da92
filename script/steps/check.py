"""Every check of the house, two at a time; a line for each, and what the failed ones said."""

import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from script.steps.front_end import install_node_packages, node_environment
from script.steps.house import set_up
from script.steps.places import ROOT, VENV_PYTHON
from script.steps.processes import stopping_by_signal
from script.steps.stamps import one_at_a_time
from script.steps.words import end_with, say

ROOMS = ("kinapse", "graph", "concepts", "library", "waitlist", "learners", "outbox", "explore")
# As on a real site: an https address and a strong key, nothing that debugging loosens.
_PRODUCTION = {
    "KINAPSE_DEBUG": "0",
    "KINAPSE_URL": "https://kinapse.example",
    "KINAPSE_SECRET_KEY": "".join(map(chr, range(40, 120))),
}


@dataclass(frozen=True)
class Check:
    """A command that must end with 0, and what it needs in its environment."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """All of them, the long ones first, so that two at a time end early."""
    manage = [str(VENV_PYTHON), "manage.py"]
    fronts = sorted(
        str(path) for path in [*(ROOT / "script").glob("[a-z]*"), *(ROOT / ".ci").glob("*")] if path.is_file()
    )
    return [
        Check("types of Python (mypy)", ["mypy", "."], _PRODUCTION),
        Check("lint of Python (ruff)", ["ruff", "check", "--output-format", "concise", "."]),
        Check("format of Python (ruff)", ["ruff", "format", "--check", "--output-format", "concise", "."]),
        Check("who may import whom (import-linter)", ["lint-imports", "--cache-dir", ".import_linter_cache"]),
        Check("templates (djlint)", ["djlint", "--lint", "--quiet", "templates"]),
        Check("types of TypeScript (tsc)", ["npm", "run", "--silent", "typecheck"]),
        Check("styles (stylelint)", ["npm", "run", "--silent", "lint:css", "--", "--max-warnings", "0"]),
        Check("security (bandit)", ["bandit", "--quiet", "-c", "pyproject.toml", "-r", *ROOMS, "script"]),
        Check("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"], _PRODUCTION),
        Check(
            "settings of a real site", [*manage, "check", "--deploy", "--fail-level", "WARNING"], _PRODUCTION
        ),
        Check("shell syntax (bash)", ["bash", "-n", *fronts, "script/steps/python.sh"]),
        Check(
            "nothing of one machine",
            [str(VENV_PYTHON), "-m", "script.steps.one_machine"],
            {"PYTHONPATH": str(ROOT)},
        ),
    ]


def main() -> int:
    """Runs all checks; 1 if any failed."""
    with stopping_by_signal(), tempfile.TemporaryDirectory(prefix="kinapse-check-") as folder:
        # Built too, since the check of the settings looks for what the build leaves behind.
        set_up(development=True)
        with one_at_a_time(ROOT):
            install_node_packages()
        environment = {**node_environment(), "KINAPSE_VAR": str(Path(folder))}
        for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "KINAPSE_HOSTS"):
            environment.pop(name, None)
        with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
            passed = list(pool.map(lambda check: _passes(check, environment), checks()))
    say(f"{passed.count(True)} of {len(passed)} checks passed")
    return int(not all(passed))


def _passes(check: Check, environment: dict[str, str]) -> bool:
    began = time.monotonic()
    ended = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**environment, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    well = ended.returncode == 0
    line = f"{'ok    ' if well else 'FAILED'}  {check.name} ({time.monotonic() - began:.1f} s)"
    say(line if well else f"{line}\n{ended.stdout.rstrip()}\n")
    return well


if __name__ == "__main__":
    end_with(main)
