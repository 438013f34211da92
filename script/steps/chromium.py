"""The browser that the tests drive: found, or installed."""

import os
import shutil
import subprocess
from pathlib import Path

from script.steps.places import VENV_PYTHON, venv_environment
from script.steps.words import say

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright:\n"
    "    print(playwright.chromium.executable_path)"
)


def find_chromium() -> str | None:
    """CHROMIUM, or one on the PATH, or Debian's by apt when root, or Playwright's own; None if all fail."""
    named = os.environ.get("CHROMIUM")
    if named and shutil.which(named):
        return shutil.which(named)
    if found := _on_path():
        return found
    if _install_by_apt() and (found := _on_path()):
        return found
    return _install_by_playwright()


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def _install_by_apt() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("Installing Debian's chromium for the browser tests …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run(
            ["apt-get", "-qq", *step],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"])
    )


def _install_by_playwright() -> str | None:
    say("Fetching Playwright's Chromium for the browser tests …")
    environment = venv_environment()
    install = [str(VENV_PYTHON), "-m", "playwright", "install", "chromium"]
    if subprocess.run(install, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
        return None
    answer = subprocess.run(
        [VENV_PYTHON, "-c", _PLAYWRIGHTS_OWN], env=environment, capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    return path if Path(path).is_file() else None
