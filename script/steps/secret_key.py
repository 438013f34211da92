"""The secret key that signs sessions: from KINAPSE_SECRET_KEY, or made once for this machine."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from script.steps.words import Refused

LEAST_LENGTH = 50


def secret_key(var_dir: Path) -> str:
    """The key of the environment, or the one in `var_dir`/secret_key, made there for its owner's eyes only."""
    if key := os.environ.get("KINAPSE_SECRET_KEY"):
        return key
    path = var_dir / "secret_key"
    if not path.exists():
        _make(path)
    key = path.read_text().strip()
    if len(key) < LEAST_LENGTH:
        raise Refused(
            f"{path} holds no usable key. Delete it to have a new one made (visitors sign in again then)."
        )
    return key


def _make(path: Path) -> None:
    draft = path.with_name(f".secret_key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    # A link appears whole or not at all: a second start at the same moment reads this key or keeps its own out.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
