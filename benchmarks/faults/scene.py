"""Where faults are brought about: stores, mail server and site of the benchmark's own, gone afterwards."""

import random
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.mailbox import Mailbox
from benchmarks.faults.report import Outcome
from benchmarks.faults.servers import PostgreSQL, Redis
from benchmarks.faults.site import Site


@dataclass
class Scene:
    """A running site with all that it stands on."""

    stores: str
    site: Site
    mailbox: Mailbox
    postgresql: PostgreSQL | None
    redis: Redis | None
    random: random.Random

    def outcome(self, fault: str, must: str, holds: bool, figures: str) -> Outcome:
        """What came of a fault here."""
        return Outcome(fault, self.stores, must, holds, figures)


@contextmanager
def scene(*, embedded: bool, seed: int, workers: int = 2, folder: Path | None = None) -> Iterator[Scene]:
    """The embedded default, or PostgreSQL with Redis and a worker. `folder`: where the database is to be."""
    with ExitStack() as stack:
        place = Path(tempfile.mkdtemp(prefix="kinapse-faults-"))
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        # PostgreSQL's own user must find its folder.
        place.chmod(0o755)
        postgresql = redis = None
        if not embedded:
            postgresql, redis = (
                PostgreSQL(_folder(folder or place, "postgresql")),
                Redis(_folder(place, "redis")),
            )
            for server in (postgresql, redis):
                stack.callback(server.stop)
                server.start()
        mailbox = Mailbox()
        stack.callback(mailbox.close)
        mailbox.open()
        more = {"KINAPSE_SECRET_KEY": secrets.token_urlsafe(64), "KINAPSE_WORKERS": str(workers)}
        if folder and embedded:
            more["DATABASE_URL"] = f"sqlite:///{folder / 'kinapse.sqlite3'}"
        site = Site(place, mailbox, postgresql=postgresql, redis=redis, more=more)
        stack.callback(site.stop)
        site.prepare()
        site.start()
        site.wait_for("/readyz")
        name = "SQLite" if embedded else "PostgreSQL + Redis"
        yield Scene(name, site, mailbox, postgresql, redis, random.Random(seed))


def say(text: str) -> None:
    """A line about how far it is."""
    print(text, file=sys.stderr, flush=True)


def until(true: Callable[[], bool], seconds: float) -> float | None:
    """Wait until it has come to pass; the seconds that took, or None if it did not in time."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            return None
        time.sleep(0.1)
    return time.monotonic() - began


def _folder(place: Path, name: str) -> Path:
    made = place / name
    made.mkdir()
    return made
