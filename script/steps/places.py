"""Where things are, and the environment that every process of the house gets."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
NODE_VENV = ROOT / ".node"
BUILD = ROOT / "static" / "build"

RUN_LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
NODE_LOCK = ROOT / "requirements-node.txt"


def var_dir() -> Path:
    """The folder for the database, mail, snapshots and collected statics: KINAPSE_VAR, or var/."""
    return Path(os.environ.get("KINAPSE_VAR") or ROOT / "var").absolute()


def venv_environment() -> dict[str, str]:
    """The caller's environment, with the programs of .venv first on the PATH."""
    environment = dict(os.environ)
    # Set by the front for its own step alone; manage.py and pytest find the project by themselves.
    environment.pop("PYTHONPATH", None)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return environment
