"""The drill: a backup is taken while people write, everything is lost, and it all comes back."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from psycopg import sql
from pytest_django import Settings

from kinapse import backups, postgresql_backups
from kinapse.errors import BackupRefused
from kinapse.settings.environment import BASE_DIR
from outbox.models import Job
from script.steps.stores import drop_databases
from waitlist.models import Allowance
from waitlist.services import join


class _Site:
    """A database apart from the one under test, used as the running site uses it: by processes."""

    def __init__(self, url: str, var: Path) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kinapse.settings",
            "DATABASE_URL": url,
            "KINAPSE_VAR": str(var),
        }

    def manage(self, *arguments: str) -> str:
        ended = self._run([str(BASE_DIR / "manage.py"), *arguments])
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def refusal(self, *arguments: str) -> str:
        ended = self._run([str(BASE_DIR / "manage.py"), *arguments])
        assert ended.returncode == 1
        return ended.stderr

    def python(self, code: str) -> str:
        return self.manage("shell", "--verbosity=0", "-c", code).strip()

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], env=self.environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[_Site]:
    var = tmp_path / "site"
    var.mkdir()
    server, name = os.environ.get("DATABASE_URL"), os.environ.get("KINAPSE_TEST_DATABASE")
    if not (server and name):
        yield _Site(f"sqlite:///{var / 'kinapse.sqlite3'}", var)
        return
    server, _, _ = server.rpartition("/")
    name = f"{name}_drill_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield _Site(f"{server}/{name}", var)
    drop_databases(f"{server}/postgres", name)


_JOIN = "from tests.waitlist.putting import put_on_list; put_on_list('{}@example.com')"
_EVERYTHING = (
    "from waitlist.models import Signup; from outbox.models import Job; from concepts.models import Concept; "
    "print(sorted(Signup.objects.values_list('email', flat=True)), Job.objects.count(), Concept.objects.count())"
)


@pytest.mark.slow
def test_everything_is_lost_and_comes_back(site: _Site, tmp_path: Path) -> None:
    site.manage("migrate", "--verbosity=0")
    site.manage("seed", "--verbosity=0")
    site.python(_JOIN.format("ada"))
    before = site.python(_EVERYTHING)
    assert "ada@example.com" in before

    file = tmp_path / "kinapse.backup"
    assert "bytes" in site.manage("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    site.python(_JOIN.format("bob"))
    site.python("from concepts.models import KnowledgeMap; KnowledgeMap.objects.all().delete()")
    assert site.python(_EVERYTHING) != before
    assert "add --replace" in site.refusal("restore", str(file))
    assert site.python(_EVERYTHING) != before

    site.manage("restore", str(file), "--replace")
    assert site.python(_EVERYTHING) == before
    site.python(_JOIN.format("bob"))
    site.manage("relay", "--once")
    assert len(list((Path(site.environment["KINAPSE_VAR"]) / "mail").glob("*"))) == 2


_STATES = (
    "from waitlist.models import Signup, Withheld; "
    "print(sorted(Signup.objects.values_list('email', 'state')), Withheld.objects.count())"
)


@pytest.mark.slow
def test_who_left_or_was_erased_since_the_backup_does_not_come_back(site: _Site, tmp_path: Path) -> None:
    site.manage("migrate", "--verbosity=0")
    for name in ("ada", "bob", "eve", "joe"):
        site.python(_JOIN.format(name))
    file = tmp_path / "kinapse.backup"
    site.manage("backup", str(file))
    site.manage("erase", "ADA@example.com")
    site.python(
        "from waitlist.leaving import suppress, take_off; from waitlist.models import Signup, Withheld; "
        "take_off(signup_ids=[Signup.objects.get(email='bob@example.com').pk]); "
        "suppress(email='eve@example.com', reason=Withheld.Reason.BOUNCED)"
    )
    after = site.python(_STATES)
    assert "ada" not in after
    assert "3 who had left or been erased" in site.manage("restore", str(file), "--replace")
    assert site.python(_STATES) == after


@pytest.mark.slow
def test_an_empty_database_is_filled_without_being_asked_twice(site: _Site, tmp_path: Path) -> None:
    site.manage("migrate", "--verbosity=0")
    site.python(_JOIN.format("ada"))
    before = site.python(_EVERYTHING)
    file = tmp_path / "kinapse.backup"
    site.manage("backup", str(file))
    if "sqlite" in site.environment["DATABASE_URL"]:
        Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///")).unlink()
    else:
        with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as database:
            database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    site.manage("restore", str(file))
    assert site.python(_EVERYTHING) == before


@pytest.mark.slow
def test_a_backup_of_before_an_upgrade_is_restored_with_nothing_left_of_what_was_newer(
    site: _Site, tmp_path: Path
) -> None:
    """The tables that an upgrade added point to older ones, and the backup knows nothing of them."""
    site.manage("migrate", "--verbosity=0")
    site.python(_JOIN.format("ada"))
    before = site.python(_EVERYTHING)
    file = tmp_path / "kinapse.backup"
    site.manage("backup", str(file))
    site.python(
        "from django.db import connection; c = connection.cursor();"
        "c.execute('CREATE TABLE newer (id integer PRIMARY KEY, signup_id bigint REFERENCES waitlist_signup (id))');"
        "c.execute('INSERT INTO newer SELECT 1, id FROM waitlist_signup')"
    )
    site.manage("restore", str(file), "--replace")
    assert site.python(_EVERYTHING) == before
    tables = "from django.db import connection; print('newer' in connection.introspection.table_names())"
    assert site.python(tables) == "False"
    # Restored once more over itself, and in use.
    site.manage("restore", str(file), "--replace")
    site.python(_JOIN.format("bob"))


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_breaks_off_half_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite copies its pages in one transaction of its own.")
    with transaction.atomic():
        Job.objects.create(kind="test", key="kept")
    file = tmp_path / "kinapse.backup"
    backups.back_up(file)
    # A statement that fails after all else was dropped and put back.
    monkeypatch.setattr(postgresql_backups, "_END", b"SELECT 1 / 0;\nCOMMIT;\n")
    with pytest.raises(BackupRefused, match="division by zero"):
        backups.restore(file, replace=True)
    assert Job.objects.filter(key="kept").exists()


@pytest.mark.django_db
def test_postgresqls_programs_reach_the_database_as_the_site_does(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is a file.")
    options = {**connection.settings_dict["OPTIONS"], "sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "secret")
    environment = postgresql_backups.environment()
    assert environment["PGSSLMODE"] == "verify-full"
    assert environment["PGSSLROOTCERT"] == "/ca.pem"
    assert environment["PGPASSWORD"] == "secret"
    assert environment["PGDATABASE"] == connection.settings_dict["NAME"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_of_many_pages_ends_while_others_write_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("pg_dump reads a snapshot.")
    with closing(sqlite3.connect(tmp_path / "live", isolation_level=None)) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE filling AS SELECT zeroblob(100000000) AS bytes")
        live.execute("CREATE TABLE writes (number integer)")
    monkeypatch.setattr(backups, "_live_sqlite", lambda: sqlite3.connect(tmp_path / "live", timeout=60))
    ended = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(tmp_path / "live", timeout=30, isolation_level=None)) as writer:
            while not ended.is_set():
                writer.execute("INSERT INTO writes VALUES (1)")

    writing = threading.Thread(target=write)
    backing_up = threading.Thread(target=backups.back_up, args=(tmp_path / "copy",), daemon=True)
    writing.start()
    backing_up.start()
    backing_up.join(30)
    ended.set()
    writing.join()
    assert not backing_up.is_alive()


@pytest.mark.django_db(transaction=True)
def test_a_backup_taken_while_people_write_is_whole(tmp_path: Path, settings: Settings) -> None:
    settings.SIGNUPS_PER_NETWORK = 1_000_000
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            join(email=f"person{number}@example.com", placement="library", network="192.0.2.1")
            number += 1
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backups.back_up(tmp_path / f"{number}.backup")
    finally:
        stop.set()
        writer.join()
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "2.backup") as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            allowances, jobs = (
                copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in (Allowance._meta.db_table, Job._meta.db_table)
            )
        copy.close()
        # One for each address, and one for the network.
        assert allowances == jobs + 1 > 1
    else:
        assert (tmp_path / "2.backup").read_bytes().startswith(b"PGDMP")


@pytest.mark.django_db(transaction=True)
def test_a_backup_never_goes_over_another_and_leaves_no_draft(tmp_path: Path) -> None:
    file = tmp_path / "kinapse.backup"
    file.write_text("an older one")
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(file))
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", str(tmp_path / "nowhere" / "kinapse.backup"))
    assert [path.name for path in tmp_path.iterdir()] == ["kinapse.backup"]
    assert file.read_text() == "an older one"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "content", [b"", b"no backup", b"SQLite format 3\0" + b"x" * 5000, b"PGDMP" + b"x" * 50]
)
def test_what_is_no_whole_backup_is_refused_and_nothing_is_changed(tmp_path: Path, content: bytes) -> None:
    with transaction.atomic():
        Job.objects.create(kind="test", key="kept")
    file = tmp_path / "odd.backup"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("restore", str(file), "--replace")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", str(tmp_path / "nothing.backup"), "--replace")
    assert Job.objects.filter(key="kept").exists()
