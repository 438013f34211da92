"""Tables, statics and seeds made ready by one process (runs in .venv), so that Django is loaded only once."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from script.steps.places import ROOT, RUN_LOCK
from script.steps.stamps import fingerprint, is_fresh, one_at_a_time
from script.steps.words import Refused, end_with, say

# Any number that nothing else in the same database locks.
_PREPARING = 0x4B494E41


def migrate() -> None:
    """Applies the migrations that are missing."""
    with _one_machine_at_a_time():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _one_machine_at_a_time() -> Iterator[None]:
    """Holds a lock of PostgreSQL, so that two machines started together do not make the same tables and maps."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PREPARING])


def collect() -> None:
    """Gathers and compresses styles, scripts and icons; does nothing while they are the same."""
    # What other packages bring changes with the lock alone.
    own = [Path(app.path) / "static" for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
    storage = ROOT / "kinapse" / "static_storage.py"
    wanted = fingerprint([*settings.STATICFILES_DIRS, *own, storage, RUN_LOCK])
    stamp = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.stamp")
    if is_fresh(stamp, wanted) and settings.STATIC_ROOT.is_dir():
        return
    say("Collecting styles, scripts and icons …")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


def seed() -> None:
    """Brings in the maps that the project ships."""
    with _one_machine_at_a_time():
        call_command("seed", verbosity=0)


STEPS = {"migrate": migrate, "collect": collect, "seed": seed}


def main() -> int:
    """Takes the named steps, or all of them."""
    try:
        django.setup()
        with one_at_a_time(settings.VAR_DIR):
            for name in sys.argv[1:] or STEPS:
                STEPS[name]()
    except ImproperlyConfigured as fault:
        raise Refused(f"A setting is wrong: {fault}") from fault
    except OperationalError as fault:
        raise Refused(f"The database does not answer: {fault}") from fault
    return 0


if __name__ == "__main__":
    end_with(main)
