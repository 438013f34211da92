"""Pins what the requirements*.in files ask for, with hashes, for all platforms and Pythons from 3.11 on."""

import shutil
import sys
import tempfile
from pathlib import Path

from script.steps.places import DEV_LOCK, NODE_LOCK, ROOT, RUN_LOCK, venv_environment
from script.steps.processes import run, stopping_by_signal
from script.steps.words import end_with, say

_OPTIONS = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--quiet",
]


def main() -> int:
    """Writes the lock files anew. Arguments go to uv, such as --upgrade or --upgrade-package django."""
    with stopping_by_signal(), tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or str(_fetch_uv(Path(folder)))
        for lock in (RUN_LOCK, DEV_LOCK, NODE_LOCK):
            say(f"Pinning {lock.name} …")
            source = lock.with_suffix(".in")
            # The development lock must hold the very versions that are served.
            bound = ["-c", str(RUN_LOCK)] if lock == DEV_LOCK else []
            run(
                [uv, "pip", "compile", *_OPTIONS, *bound, *sys.argv[1:], str(source), "-o", str(lock)],
                venv_environment(),
                otherwise=f"{lock.name} could not be pinned; the lines above say why.",
            )
    say(f"Pinned. Try them with {ROOT.name}'s script/check and script/test.")
    return 0


def _fetch_uv(folder: Path) -> Path:
    say("Fetching uv, which resolves the versions …")
    run(
        [sys.executable, "-m", "venv", folder],
        venv_environment(),
        otherwise="No virtual environment could be made.",
    )
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"]
    run(pip, venv_environment(), otherwise="uv could not be installed.")
    return folder / "bin" / "uv"


if __name__ == "__main__":
    end_with(main)
