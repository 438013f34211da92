"""Python packages: .venv, made once, and filled from a lock file with hashes."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from script.steps.places import DEV_LOCK, RUN_LOCK, VENV, venv_environment
from script.steps.processes import run
from script.steps.stamps import fingerprint
from script.steps.words import Refused, say

_NO_VENV = (
    "Python's venv module is incomplete here: without it Kinapse cannot keep its packages apart.\n"
    "Debian or Ubuntu: apt install python3-venv (or python{0}.{1}-venv). "
    "Elsewhere: the Python of python.org, or uv."
)
_NOT_INSTALLED = (
    "The packages of {lock} could not be installed; the lines above say why. Run the command again to go on."
)


def install_packages(*, development: bool = False) -> None:
    """Brings .venv to what the lock asks for; does nothing while it is. The development lock holds both."""
    wanted = [f"{lock.name} {fingerprint([lock])}" for lock in (RUN_LOCK, DEV_LOCK)[: 1 + development]]
    stamp = VENV / "kinapse-packages"
    done = stamp.read_text().splitlines() if stamp.is_file() else []
    if set(wanted) <= set(done) and _works(VENV):
        return
    make_venv(VENV)
    # Taken away first, so that an interrupted installation is done again.
    stamp.unlink(missing_ok=True)
    install_lock(VENV, DEV_LOCK if development else RUN_LOCK)
    stamp.write_text("\n".join(wanted))


def make_venv(folder: Path) -> None:
    """A virtual environment in `folder`, by uv if there is one; a broken one is made anew."""
    if _works(folder):
        return
    shutil.rmtree(folder, ignore_errors=True)
    say(f"Making {folder.name} with Python {sys.version_info.major}.{sys.version_info.minor} …")
    if uv := shutil.which("uv"):
        command: list[str | Path] = [uv, "venv", "--quiet", "--python", sys.executable, folder]
    else:
        _refuse_without_venv()
        command = [sys.executable, "-m", "venv", folder]
    run(command, venv_environment(), otherwise=f"{folder.name} could not be made; the lines above say why.")


def install_lock(folder: Path, lock: Path) -> None:
    """Installs what `lock` pins into the virtual environment `folder`, every file checked against its hash."""
    python = folder / "bin" / "python"
    say(f"Installing the packages of {lock.name} (the first time takes about a minute) …")
    if uv := shutil.which("uv"):
        command: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        if not _has_pip(python):
            _refuse_without_venv()
            run([python, "-m", "ensurepip"], venv_environment(), otherwise="pip could not be set up.")
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*command, "--require-hashes", "-r", lock],
        venv_environment(),
        otherwise=_NOT_INSTALLED.format(lock=lock.name),
    )


def _works(folder: Path) -> bool:
    python = folder / "bin" / "python"
    return python.exists() and _exits_well([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def _has_pip(python: Path) -> bool:
    return _exits_well([python, "-c", "import pip"])


def _exits_well(command: list[str | Path]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _refuse_without_venv() -> None:
    # Debian ships venv without ensurepip, the part that it needs, in a package of its own.
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Refused(_NO_VENV.format(*sys.version_info[:2]))
