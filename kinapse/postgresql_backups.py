"""PostgreSQL saved and put back by its own client programs, which get the password by no command line."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection
from psycopg import pq

from kinapse.errors import BackupRefused

# All that is not an extension's, not only what the backup knows of: an older one knows nothing of newer tables.
_DROP_ALL = b"""
DO $$
DECLARE
  here regnamespace := current_schema()::regnamespace;
  command text;
  commands text[];
BEGIN
  SELECT array_agg(each ORDER BY place) INTO commands FROM (
    SELECT 1, format('TABLE IF EXISTS %s', oid::regclass) FROM pg_class
    WHERE relnamespace = here AND relkind IN ('r', 'p', 'f')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    UNION ALL
    SELECT 2, format('SEQUENCE IF EXISTS %s', oid::regclass) FROM pg_class
    WHERE relnamespace = here AND relkind = 'S'
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'e', 'i'))
    UNION ALL
    SELECT 3, format('ROUTINE IF EXISTS %s', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = here
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  ) AS found (place, each);
  FOREACH command IN ARRAY coalesce(commands, '{}') LOOP
    EXECUTE 'DROP ' || command || ' CASCADE';
  END LOOP;
END $$;
"""
_BEGINNING = b"SET client_min_messages = warning;\nBEGIN;\n" + _DROP_ALL
_END = b"\nCOMMIT;\n"


def save(file: Path) -> None:
    """Write the database to a file. Raises: BackupRefused."""
    _run(
        ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}"],
        {**os.environ, **environment()},
    )


def put_back(file: Path) -> None:
    """Replace all that the database holds, in one transaction. Raises: BackupRefused, with nothing changed."""
    # Read through once before anything is locked.
    _run(["pg_restore", "--file=/dev/null", str(file)], os.environ)
    _require("psql")
    connection.close()
    # Comments are those on extensions, which only their owner may write.
    read = ["pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--file=-", str(file)]
    write = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    with (
        TemporaryFile() as said,
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=said) as reader,
        subprocess.Popen(
            write,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, **environment()},
        ) as writer,
    ):
        _pass_on(reader, writer)
        if writer.wait() or reader.wait():
            said.seek(0)
            raise _failed("pg_restore", said.read().decode(errors="replace"))


def environment() -> dict[str, str]:
    """Where the database is and how it is reached, by all that `DATABASE_URL` says, in libpq's own variables."""
    asked = connection.get_connection_params()
    known = ((option.keyword.decode(), option.envvar) for option in pq.Conninfo.get_defaults())
    return {
        variable.decode(): str(asked[keyword])
        for keyword, variable in known
        if variable and asked.get(keyword) not in {None, ""}
    }


def _pass_on(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """Have one program do what the other reads, committed only when that was read to its end."""
    assert reader.stdout
    assert writer.stdin
    # A pipe that breaks means that psql has stopped at an error, which it tells itself.
    with suppress(BrokenPipeError):
        writer.stdin.write(_BEGINNING)
        shutil.copyfileobj(reader.stdout, writer.stdin)
        if reader.wait() == 0:
            writer.stdin.write(_END)
        writer.stdin.flush()
    with suppress(BrokenPipeError):
        writer.stdin.close()
    reader.stdout.close()


def _run(command: Sequence[str], surroundings: Mapping[str, str]) -> None:
    _require(command[0])
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise _failed(command[0], ended.stderr)


def _require(program: str) -> None:
    if not shutil.which(program):
        raise BackupRefused(f"{program} is not there: install PostgreSQL's client programs.")


def _failed(program: str, said: str) -> BackupRefused:
    return BackupRefused(f"{program} failed and changed nothing: {said.strip()}")
