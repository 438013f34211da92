"""The store: SQLite in KINAPSE_VAR, or PostgreSQL at DATABASE_URL; the cache: each process has its own."""

from typing import Any

from kinapse.settings.core import VAR_DIR
from kinapse.settings.environment import env, read_seconds, read_service_url

REDIS_URL = read_service_url("REDIS_URL", schemes=["redis", "rediss"])

_SQLITE = "kinapse.sqlite"
# Writers queue for the lock from their first statement on (IMMEDIATE), so none of them fails half-way with "locked";
# FULL keeps an acknowledged write through a power cut.
_SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": read_seconds("KINAPSE_SQLITE_TIMEOUT", default=20.0),
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000;"
    ),
}
# A write must hear of an outage within two seconds; what reads asks again (kinapse.outages). After four seconds
# without PostgreSQL the pool begins anew, since its waits between attempts double. Compiling a statement (JIT) takes
# longer than any statement of a request may. Who waits for a lock waits as long as its holder's session lasts: that of
# a machine that is gone ends after a minute (PostgreSQL's own default is two hours), that of a process that stands
# still in the midst of a transaction after ten.
_SESSION = (
    "-c jit=off -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
    " -c idle_in_transaction_session_timeout=10min"
)
_POSTGRESQL_OPTIONS: dict[str, Any] = {
    "pool": {"min_size": 1, "max_size": 16, "timeout": 1.8, "reconnect_timeout": 4},
    "options": _SESSION,
}


def _database() -> dict[str, Any]:
    if not read_service_url("DATABASE_URL", schemes=["postgres", "postgresql", "sqlite"]):
        return {
            "ENGINE": _SQLITE,
            "NAME": VAR_DIR / "kinapse.sqlite3",
            "OPTIONS": _SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    database: dict[str, Any] = env.db("DATABASE_URL")
    database["CONN_HEALTH_CHECKS"] = True
    if "postgresql" in database["ENGINE"]:
        database["OPTIONS"] = {**_POSTGRESQL_OPTIONS, **database.get("OPTIONS", {})}
    else:
        database["ENGINE"], database["OPTIONS"] = _SQLITE, _SQLITE_OPTIONS
    return database


DATABASES = {"default": _database()}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kinapse",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
