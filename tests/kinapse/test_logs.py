"""Logs are JSON, a line each, and name nobody."""

import io
import json
import logging
import logging.config
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as used
from django.test import Client

from kinapse.log_masks import ADDRESS, TOKEN, masked

CANARY = "canary.of-the-tests@example.com"
SECRET = "kZ9-canary_token-0123456789abcdefghijklmnopq"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the loggers of the site write, in the format of the running site."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    configured = logging.config.DictConfigurator(used.LOGGING)
    formatters: Any = used.LOGGING["formatters"]
    handler.setFormatter(configured.configure_formatter(dict(formatters["json"])))
    loggers = [logging.getLogger(name) for name in ("django", "kinapse", "")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def _entries(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"550 <{CANARY}> unknown", f"550 <{ADDRESS}> unknown"),
        ("{'ada@example.com': (550, b'no')}", f"{{'{ADDRESS}': (550, b'no')}}"),
        # What parts a query may stand in a name as well: rather too much is masked than too little.
        ("/waitlist/?email=ada%40example.com&x=1", f"/{ADDRESS}&x=1"),
        ("GET /?email=ada%40example.com", f"GET /?{ADDRESS}"),
        *(
            (f"550 <{name}@example.com> unknown", f"550 <{ADDRESS}> unknown")
            for name in ("o'brien", "sales/emea=canary", "a+b?c^d`e|f~g", "a%b", "jörg", "伊昭傑", "!canary")
        ),
        ("550 <{canary}x@example.com>", f"550 <{{{ADDRESS}>"),
        ('to "a canary"@example.com: no', f"to {ADDRESS}: no"),
        ('to "a \\"canary\\" b"@[127.0.0.1]: no', f"to {ADDRESS}: no"),
        ('{"to": "\\"canary\\"@example.com"}', f'{{"to": "\\{ADDRESS}"}}'),
        ("ada@example.com,bob@example.com", f"{ADDRESS},{ADDRESS}"),
        (f"Not Found: /waitlist/leave/{SECRET}/", f"Not Found: /waitlist/leave/{TOKEN}/"),
        ("ada@bücher.example wrote", f"{ADDRESS} wrote"),
        ("Nothing to hide at 10:30, in 2 of 3 maps", "Nothing to hide at 10:30, in 2 of 3 maps"),
        *((path, path) for path in ("/maps/autonomous-and-multi-agent-systems/", "/static/error.css")),
    ],
)
def test_addresses_and_tokens_are_masked_and_the_rest_is_kept(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("piece", ["/", "'", '"', '\\\\"', "a", "%40", "@", "{", "a/", "ä", "a@"])
def test_a_long_line_without_an_address_takes_no_time(piece: str) -> None:
    began = time.thread_time()
    masked(piece * 20_000)
    assert time.thread_time() - began < 1


def test_an_entry_is_a_line_of_json_that_says_who_where_and_when(log: io.StringIO) -> None:
    logging.getLogger("kinapse.outbox").warning("The queue does not answer (%s).", "TimeoutError")
    (entry,) = _entries(log)
    assert entry["event"] == "The queue does not answer (TimeoutError)."
    assert (entry["level"], entry["logger"]) == ("warning", "kinapse.outbox")
    assert entry["timestamp"].endswith("Z")
    assert isinstance(entry["process"], int)


def _crash() -> None:
    raise RuntimeError(f"could not write to {CANARY} with {SECRET}")


def test_the_traceback_of_a_crash_names_nobody(log: io.StringIO) -> None:
    try:
        _crash()
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: /waitlist/leave/%s/", SECRET)
    assert "RuntimeError" in log.getvalue()
    assert CANARY not in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.django_db
def test_an_unknown_link_is_logged_without_its_token(client: Client, log: io.StringIO) -> None:
    assert client.get(f"/waitlist/leave/{SECRET}/").status_code == 404
    assert client.get(f"/nowhere/{SECRET}/?email={CANARY}").status_code == 404
    assert SECRET not in log.getvalue()
    assert CANARY not in log.getvalue()


def test_what_is_logged_nowhere_has_a_handler_so_that_python_does_not_write_it_out_itself() -> None:
    loggers: Any = used.LOGGING["loggers"]
    assert all(each["handlers"] or each.get("propagate", True) for each in loggers.values())
