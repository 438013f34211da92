"""Waiting for SQLite's write lock."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from queue import SimpleQueue

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from outbox.models import Beat

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def other() -> Iterator[sqlite3.Connection]:
    """Another writer, who has the lock."""
    with closing(
        sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    ) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield writer


def _in_a_transaction() -> None:
    with transaction.atomic():
        Beat.objects.create(name="here")


def _in_one_statement() -> None:
    Beat.objects.create(name="here")


def _many() -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO outbox_beat (name) VALUES (%s)", iter([("here",), ("there",)]))  # type: ignore[arg-type]


WRITES = [_in_a_transaction, _in_one_statement, _many]


@pytest.mark.parametrize("write", WRITES)
def test_who_cannot_write_is_told_when_the_time_is_over(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, write: Callable[[], None]
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with pytest.raises(OperationalError, match="locked"):
        write()
    assert not Beat.objects.exists()


@pytest.mark.parametrize("write", WRITES)
def test_whoever_waits_writes_when_the_lock_is_free(
    other: sqlite3.Connection, write: Callable[[], None]
) -> None:
    let_go = threading.Timer(0.2, other.rollback)
    let_go.start()
    write()
    let_go.join()
    assert Beat.objects.filter(name="here").count() == 1


@pytest.mark.parametrize("closes", [True, False], ids=["closed", "let go"])
def test_cursors_that_another_thread_puts_away_do_not_disturb_who_waits(
    other: sqlite3.Connection, closes: bool
) -> None:
    """The garbage collector puts away cursors in whatever thread it runs, of whatever connection they are."""
    cursors: list[sqlite3.Cursor] = []
    about_to_write, all_put_away = threading.Event(), threading.Event()
    outcome: SimpleQueue[Exception | None] = SimpleQueue()

    def write() -> None:
        for _ in range(150):
            cursors.append(connection.cursor().cursor)
            cursors[-1].execute("SELECT name FROM sqlite_master")
        about_to_write.set()
        try:
            _in_one_statement()
            outcome.put(None)
        except Exception as error:
            outcome.put(error)
        all_put_away.wait(20)
        connection.close()

    waiting = threading.Thread(target=write)
    waiting.start()
    assert about_to_write.wait(20)
    while cursors:
        cursor = cursors.pop()
        if closes:
            cursor.close()
        del cursor
        # Who waits looks again every few milliseconds.
        time.sleep(0.001)
    all_put_away.set()
    assert outcome.empty(), outcome.get()
    # What has been written meanwhile can be written after only by who no longer reads what was there before.
    other.execute("INSERT INTO outbox_beat (name, seen) VALUES ('there', 0)")
    other.commit()
    assert outcome.get(timeout=30) is None
    waiting.join(30)
    assert set(Beat.objects.values_list("name", flat=True)) == {"here", "there"}


@pytest.mark.parametrize("closes", [True, False], ids=["closed", "let go"])
@pytest.mark.parametrize("is_over", [True, False], ids=["after its connection", "before"])
def test_a_cursor_that_another_thread_puts_away_holds_nothing_any_more(
    other: sqlite3.Connection, closes: bool, is_over: bool
) -> None:
    """Neither what it read nor its files: the journal can be emptied after what has been written since."""
    cursors: list[sqlite3.Cursor] = []
    read, put_away = threading.Event(), threading.Event()

    def reads() -> None:
        cursors.append(connection.cursor().cursor)
        cursors[-1].execute("SELECT name FROM sqlite_master")
        if is_over:
            connection.close()
        read.set()
        put_away.wait(20)
        connection.close()

    reading = threading.Thread(target=reads)
    reading.start()
    assert read.wait(20)
    cursor = cursors.pop()
    if closes:
        cursor.close()
    del cursor
    other.execute("INSERT INTO outbox_beat (name, seen) VALUES ('there', 0)")
    other.commit()
    is_busy, _, _ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    put_away.set()
    reading.join(20)
    assert not is_busy


def test_many_rows_that_wait_at_the_second_are_written_once(other: sqlite3.Connection) -> None:
    other.rollback()

    def rows() -> Iterator[tuple[str]]:
        yield ("here",)
        # Whoever wants the lock between two rows does not get it.
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        yield ("there",)

    other.execute("PRAGMA busy_timeout = 1")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO outbox_beat (name, seen) VALUES (%s, 0)", rows())  # type: ignore[arg-type]
    assert set(Beat.objects.values_list("name", flat=True)) == {"here", "there"}


def test_many_rows_of_which_one_is_refused_leave_none_behind() -> None:
    insert = "INSERT INTO outbox_beat (name, seen) VALUES (%s, 0)"
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.executemany(insert, [("here",), ("here",)])
    assert not Beat.objects.exists()
    _in_one_statement()


def test_a_statement_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(OperationalError, match="no such table"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
