"""One question to a server that may do anything: an answer of the right form, or an error that says what to do."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from library.asking import ask, server_to_ask
from library.asking.answers import Answer
from library.asking.errors import AnswerUnusable, AskingFailed, AskingRefused, Unanswered
from library.asking.server import Server
from tests.library.asking.conftest import KEY
from tests.library.asking.model_server import (
    ModelServer,
    Play,
    answers,
    completion,
    cuts,
    cuts_at_once,
    drips,
    drips_headers,
    floods,
    hangs,
    model_server,
    says,
)

SCHEMA = {
    "type": "object",
    "properties": {"words": {"type": "array", "items": {"type": "string"}}, "score": {"type": "number"}},
    "required": ["words", "score"],
    "additionalProperties": False,
}
GOOD = {"words": ["a", "b"], "score": 0.5}


def put(model: ModelServer, **settings: Any) -> Answer:
    server = Server(model.url, "tiny-1", **{"key": KEY, "seconds": 5, **settings})
    return ask(server, instructions="Be kind.", data="“What?”", name="words", schema=SCHEMA)


def failure(model: ModelServer, play: Play, **settings: Any) -> AskingFailed:
    model.will(play)
    with pytest.raises(AskingFailed) as caught:
        put(model, **settings)
    assert KEY not in repr(caught.value)
    return caught.value


def test_a_question_is_put_as_the_protocol_has_it(model: ModelServer) -> None:
    model.will(says(GOOD))
    assert put(model, most_tokens=77) == Answer(GOOD, 120)
    assert model.asked == [
        {
            "model": "tiny-1",
            "messages": [
                {"role": "system", "content": "Be kind."},
                {"role": "user", "content": "“What?”"},
            ],
            "max_tokens": 77,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "words", "strict": True, "schema": SCHEMA},
            },
        }
    ]
    assert model.keys == [f"Bearer {KEY}"]


def test_a_server_without_a_key_is_sent_none(model: ModelServer) -> None:
    model.will(says(GOOD))
    put(model, key="")
    assert model.keys == [""]


def test_without_an_address_there_is_nobody_to_ask() -> None:
    assert server_to_ask() is None


def test_the_key_is_in_no_text_made_of_the_server(model: ModelServer) -> None:
    server = server_to_ask()
    assert server is not None
    assert (server.key, server.host) == (KEY, "127.0.0.1")
    assert KEY not in f"{server} {server!r}"


@pytest.mark.parametrize("play", [hangs, drips, drips_headers])
def test_whatever_takes_too_long_is_cut_off_in_time(model: ModelServer, play: Play) -> None:
    begun = time.monotonic()
    error = failure(model, play, seconds=1)
    assert time.monotonic() - begun < 2.5
    assert isinstance(error, Unanswered)
    assert error.may_cost
    assert str(error) == "It gave no whole answer within 1 seconds."


@pytest.mark.parametrize("play", [cuts, cuts_at_once])
def test_a_cut_connection_is_asked_over_again(model: ModelServer, play: Play) -> None:
    error = failure(model, play)
    assert isinstance(error, Unanswered)
    assert "connection failed" in str(error)


def test_a_server_that_is_not_there_costs_nothing() -> None:
    with model_server() as gone:
        pass
    with pytest.raises(Unanswered) as caught:
        put(gone)
    assert not caught.value.may_cost


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_a_busy_server_is_left_alone_as_long_as_it_wants(model: ModelServer, status: int) -> None:
    error = failure(model, answers(status, Retry_After="17"))
    assert isinstance(error, Unanswered)
    assert error.seconds == 17
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("999999999", 3600, 3600),
        (timedelta(seconds=600), 500, 600),
        (timedelta(days=-1), 0, 0),
        ("soon", 0, 0),
        ("-5", 0, 0),
        ("1e9", 0, 0),
        ("Mon, 99 Nov 2026 99:99:99 GMT", 0, 0),
    ],
)
def test_retry_after_is_a_number_or_a_date_in_bounds(
    model: ModelServer, header: str | timedelta, least: float, most: float
) -> None:
    if isinstance(header, timedelta):
        header = format_datetime(datetime.now(UTC) + header, usegmt=True)
    error = failure(model, answers(429, Retry_After=header))
    assert isinstance(error, Unanswered)
    assert least <= error.seconds <= most


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "check KINAPSE_LLM_KEY"),
        (403, "check KINAPSE_LLM_KEY"),
        (404, "check KINAPSE_LLM_URL and KINAPSE_LLM_MODEL"),
        (400, "refused the question (status 400)"),
    ],
)
def test_what_only_the_settings_can_mend_is_said_so(model: ModelServer, status: int, said: str) -> None:
    error = failure(model, answers(status))
    assert isinstance(error, AskingRefused)
    assert said in str(error)


def test_what_a_server_says_of_its_refusal_is_told_without_the_key(model: ModelServer) -> None:
    body = f'{{"error": {{"message": "No json_schema\\n for {KEY}."}}}}'.encode()
    assert str(failure(model, answers(400, body))).endswith("(status 400): “No json_schema for ….”")
    assert "status 400" in str(failure(model, answers(400, b"[" * 100_000)))


def test_nothing_is_sent_where_a_server_points(model: ModelServer) -> None:
    with model_server() as elsewhere:
        elsewhere.will(says(GOOD))
        for status in (301, 302, 307, 308):
            address = f"{elsewhere.url}/chat/completions"
            error = failure(model, answers(status, Location=address))
            assert isinstance(error, AskingRefused)
            assert "nothing was sent there" in str(error)
        assert elsewhere.asked == []


def test_ten_megabytes_are_not_read(model: ModelServer) -> None:
    assert "larger than 1 MB" in str(failure(model, floods))
    assert "larger than 1 MB" in str(failure(model, answers(200, b" " * 1_000_001)))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Welcome", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 500_000, "no JSON"),
        (b"[]", "no chat completion"),
        (b"null", "no chat completion"),
        (b'{"choices": []}', "no chat completion"),
        (b'{"choices": [{"message": "hello"}]}', "no chat completion"),
        (b'{"error": {"message": "no"}}', "no chat completion"),
        (completion(None), "empty"),
        (completion("Gladly! Here it is: {}"), "no JSON"),
        (completion('{"words": [], "score": NaN}'), "no JSON"),
        (completion('{"words": [], "score": ' + "9" * 5_000 + "}"), "no JSON"),
        (completion("[" * 100_000), "no JSON"),
        (completion([]), "not of the form"),
        (completion({"words": ["a"]}), "not of the form"),
        (completion({"words": [1], "score": 1}), "not of the form"),
        (completion({**GOOD, "do": "publish"}), "not of the form"),
        (completion(GOOD, finish_reason="length"), "longer than KINAPSE_LLM_MOST_TOKENS"),
        (completion(None, refusal="I will not."), "declined"),
        (completion("", finish_reason="content_filter"), "declined"),
    ],
)
def test_an_answer_of_another_form_is_unusable(model: ModelServer, body: bytes, said: str) -> None:
    error = failure(model, answers(200, body))
    assert isinstance(error, AnswerUnusable)
    assert said in str(error)


@pytest.mark.parametrize("told", [None, "many", -5, 0, True, 1.5, 10**12])
def test_a_cost_that_cannot_be_is_not_believed(model: ModelServer, told: object) -> None:
    model.will(says(GOOD, tokens=told))
    assert put(model).tokens is None
