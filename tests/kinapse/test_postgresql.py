"""Sessions with PostgreSQL: those of whoever is gone, or stands still in a transaction, do not hold locks for ever."""

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions"),
]


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def test_a_transaction_in_which_nothing_happens_is_ended_in_the_end() -> None:
    assert _shown("idle_in_transaction_session_timeout") == "10min"


@pytest.mark.skipif(
    settings.DATABASES["default"].get("HOST", "").startswith("/"), reason="nobody goes away within a machine"
)
def test_the_session_of_a_machine_that_is_gone_is_ended_within_a_minute() -> None:
    asked = [int(_shown(f"tcp_keepalives_{name}")) for name in ("idle", "interval", "count")]
    assert asked[0] + asked[1] * asked[2] <= 60
