"""What operators ask: is the process there, can it serve, how much work waits."""

import hmac
import json
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from outbox.beats import relays_alive
from outbox.selectors import Backlog, backlog

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
# Somebody in front speaks for others, who are not on this machine.
_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)


class HealthMiddleware:
    """Answers /healthz, /readyz and /metrics before anything else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._answers = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._answers.get(request.path)
        if answer is None:
            return self._get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all. Queries: 0."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Whether visitors can be sent here: database, migrations, relay; for operators the outbox too. Queries: 2 or 4."""
    checks = _checks()
    ready = all(checks.values())
    about: dict[str, object] = {"ready": ready, **checks}
    if ready and is_operator(request):
        waiting = backlog()
        about["outbox"] = {"depth": waiting.depth, "oldest_seconds": round(waiting.oldest, 1)}
    status = 200 if ready else 503
    return HttpResponse(json.dumps(about) + "\n", status=status, content_type="application/json")


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus. Queries: 4. Only for operators: they would tell who watches whether a sign-up was new."""
    if not is_operator(request):
        return HttpResponse(status=403)
    registry = CollectorRegistry()
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def is_operator(request: HttpRequest) -> bool:
    """Whether a request carries KINAPSE_METRICS_TOKEN or, while there is none, comes straight from this machine."""
    if settings.METRICS_TOKEN:
        given = request.META.get("HTTP_AUTHORIZATION", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    forwarded = (
        settings.BEHIND_PROXY or settings.TRUSTED_PROXIES or any(name in request.META for name in _FORWARDED)
    )
    return not forwarded and request.META.get("REMOTE_ADDR") in _LOOPBACK


def migrations_missing() -> int:
    """How many migrations of this code the database lacks; those of newer code do not trouble it. Queries: 1."""
    ours = _migrations_on_disk()
    applied = set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))
    return sum(1 for migration in ours if migration not in applied)


def _checks() -> dict[str, bool]:
    checks = {"database": False, "migrations": False, "relay": False}
    try:
        checks["migrations"] = migrations_missing() == 0
        checks["database"] = True
        checks["relay"] = checks["migrations"] and relays_alive() > 0
    except DatabaseError:
        connection.close()
    return checks


class _Figures(Collector):
    """Read from the database anew each time, so every process of every machine tells the same."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            waiting, alive, missing = backlog(), relays_alive(), migrations_missing()
        except DatabaseError:
            connection.close()
            yield GaugeMetricFamily("kinapse_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("kinapse_database_up", "Whether the database answers.", value=1)
        yield GaugeMetricFamily(
            "kinapse_migrations_missing", "Migrations still to be applied.", value=missing
        )
        yield GaugeMetricFamily("kinapse_relays_alive", "Relays that were seen lately.", value=alive)
        yield from _of_outbox(waiting)


def _of_outbox(waiting: Backlog) -> Iterator[GaugeMetricFamily]:
    jobs = GaugeMetricFamily(
        "kinapse_outbox_jobs", "Jobs that wait or have failed.", labels=["kind", "state"]
    )
    for (kind, state), count in sorted(waiting.counts.items()):
        jobs.add_metric([kind, state], count)
    yield jobs
    yield GaugeMetricFamily("kinapse_outbox_depth", "Jobs that wait.", value=waiting.depth)
    yield GaugeMetricFamily(
        "kinapse_outbox_oldest_seconds", "Age of the oldest job that waits.", value=waiting.oldest
    )
    yield GaugeMetricFamily(
        "kinapse_outbox_late_seconds", "How long the first job that is due has been due.", value=waiting.late
    )


_on_disk: list[tuple[str, str]] = []


def _migrations_on_disk() -> list[tuple[str, str]]:
    # Read once: they change with the code, and with it the process.
    if not _on_disk:
        _on_disk.extend(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return _on_disk
