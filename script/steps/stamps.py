"""Stamps: a finished step leaves the fingerprint of what it was made from, and is skipped while that stays the same."""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from script.steps.words import say


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of files, and of all files below folders; one may be absent."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            content = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "absent"
            digest.update(f"{file.relative_to(path.parent)}\0{content}\n".encode())
    return digest.hexdigest()


def is_fresh(stamp: Path, wanted: str) -> bool:
    """Whether the step that leaves `stamp` was last finished for `wanted`."""
    return stamp.is_file() and stamp.read_text() == wanted


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Holds a lock on a folder, so that two commands started together do not install into the same place."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up; waiting for it to finish …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
