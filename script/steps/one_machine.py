"""Finds in the repository's files what holds on one machine alone: home folders, package mirrors, their options."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from script.steps.places import ROOT
from script.steps.words import Refused, end_with, say

_FOUND_NOWHERE = (
    (re.compile(r"""(?:^|[\s"'`=(:])/(?:root|home|Users|work|opt|mnt)/[\w.-]"""), "a path of one machine"),
    (
        re.compile(r"--(?:extra-index-url|index-url|find-links|trusted-host)\b"),
        "a package index of one machine",
    ),
    (re.compile(r'"resolved":\s*"'), "an address that a package was fetched from"),
    (re.compile(r"registry\.(?:npmjs|yarnpkg)\.|files\.pythonhosted\."), "the host of a package registry"),
)


def faults_of(text: str) -> Iterator[tuple[int, str, str]]:
    """The lines that hold only on one machine: number, what is wrong, and the line."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, what in _FOUND_NOWHERE:
            if pattern.search(line):
                yield number, what, line.strip()[:120]


def main() -> int:
    """Prints each fault with its file and line; 1 if there are any."""
    faults = 0
    for path in _files():
        try:
            text = path.read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, what, line in faults_of(text):
            say(f"{path.relative_to(ROOT)}:{number}: {what}: {line}")
            faults += 1
    return int(faults > 0)


def _files() -> list[Path]:
    """What git keeps, and what it would keep if added."""
    answer = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise Refused(f"git could not list the files: {answer.stderr.strip()}")
    return [ROOT / name for name in answer.stdout.split("\0") if name]


if __name__ == "__main__":
    end_with(main)
