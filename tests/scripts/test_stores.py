"""The stores that script/test makes for a leg: found, its own, and gone afterwards."""

import os
from collections.abc import Iterator

import psycopg
import pytest
import redis

from script.steps import stores


@pytest.fixture
def server() -> str:
    """The PostgreSQL of this leg."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        pytest.skip("this leg runs on SQLite")
    return f"{url.rpartition('/')[0]}/postgres"


@pytest.fixture
def leg(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    monkeypatch.setenv("DATABASE_URL", server)
    # Apart from the leg that this test itself runs in.
    monkeypatch.setattr("script.steps.stores.os.getpid", lambda: 10**9 + os.getppid())
    with stores.postgresql_and_redis() as environment:
        yield environment


def test_nothing_answers_at_a_closed_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@localhost:1/nothing")
    with (
        pytest.raises(stores.NoStore, match="does not answer at DATABASE_URL"),
        stores.postgresql_and_redis(),
    ):
        pass


def test_only_the_databases_of_the_run_are_dropped(server: str) -> None:
    name = f"kinapse_test_drop_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        for ending in ("", "_gw0", "x"):
            connection.execute(f'CREATE DATABASE "{name}{ending}"')
        stores.drop_databases(server, name)
        left = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (name,)
        ).fetchall()
        connection.execute(f'DROP DATABASE "{name}x"')
    assert left == [(f"{name}x",)]


def test_a_leg_gets_a_redis_database_that_nobody_else_uses(leg: dict[str, str]) -> None:
    assert leg["REDIS_URL"] != os.environ["REDIS_URL"]
    assert leg["KINAPSE_TEST_DATABASE"] in leg["DATABASE_URL"]
    with redis.Redis.from_url(leg["REDIS_URL"]) as client:
        assert client.keys() == [b"kinapse:claimed-by-tests"]
