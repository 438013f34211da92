"""Runs one of Django's commands where and as the running Kinapse does: same packages, data, key and settings."""

import os
import sys

from script.steps.house import house_environment, set_up_packages
from script.steps.places import ROOT, VENV_PYTHON
from script.steps.words import end_with


def main() -> int:
    """Becomes manage.py."""
    set_up_packages()
    command = [str(VENV_PYTHON), str(ROOT / "manage.py"), *sys.argv[1:]]
    os.execve(command[0], command, house_environment())


if __name__ == "__main__":
    end_with(main)
