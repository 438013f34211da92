"""The first half of script/test: installs what the tests need, then goes on in .venv."""

import os
import sys

from script.steps.house import set_up
from script.steps.places import ROOT, VENV_PYTHON, venv_environment
from script.steps.processes import stopping_by_signal
from script.steps.words import end_with


def main() -> int:
    """Becomes the suite, run by the Python of .venv, which can ask PostgreSQL and Redis whether they are there."""
    with stopping_by_signal():
        set_up(development=True)
    environment = {**venv_environment(), "PYTHONPATH": str(ROOT)}
    os.chdir(ROOT)
    os.execve(VENV_PYTHON, [str(VENV_PYTHON), "-m", "script.steps.suite", *sys.argv[1:]], environment)


if __name__ == "__main__":
    end_with(main)
