"""Chat completions with structured output: the question as the protocol has it, and its answer checked."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from jsonschema import Draft202012Validator

from library.asking.errors import AnswerUnusable, AskingRefused, Unanswered
from library.asking.posting import Reply, post
from library.asking.server import Server

Schema = Mapping[str, Any]
LONGEST_WAIT = 3_600.0
_PASSES = frozenset({408, 409, 425, 429})
_TOLD = 200
# Texts of many languages have fewer characters a token than English; the bound must hold for them as well.
_CHARACTERS_A_TOKEN = 2
_AROUND_A_MESSAGE = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, of the schema's form. `tokens`: what it cost, None when the server did not tell."""

    content: Any
    tokens: int | None


def tokens_at_most(server: Server, *, instructions: str, data: str) -> int:
    """What a question may cost, by its length and the longest answer."""
    characters = len(instructions) + len(data)
    return characters // _CHARACTERS_A_TOKEN + _AROUND_A_MESSAGE + server.most_tokens


def ask(server: Server, *, instructions: str, data: str, name: str, schema: Schema) -> Answer:
    """Put one question. `instructions` are ours; `data` is what they are about, by whomever it was written.

    Raises: Unanswered, AnswerUnusable, AskingRefused.
    """
    body = {
        "model": server.model,
        "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": data}],
        "max_tokens": server.most_tokens,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": name, "strict": True, "schema": schema},
        },
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Kinapse"}
    if server.key:
        headers["Authorization"] = f"Bearer {server.key}"
    sent = json.dumps(body).encode()
    reply = post(f"{server.url}/chat/completions", sent, headers, seconds=server.seconds)
    if reply.status != 200:
        _refuse(server, reply)
    return _answer(reply.body, schema)


def _refuse(server: Server, reply: Reply) -> NoReturn:
    """Say what a status means to whoever runs the site. Raises: Unanswered, AskingRefused."""
    status = reply.status
    if status in _PASSES or status >= 500:
        raise Unanswered(f"It answered with status {status}.", seconds=_wait(reply.retry_after))
    if status in {401, 403}:
        raise AskingRefused(f"It refused the key (status {status}): check KINAPSE_LLM_KEY.")
    if status == 404:
        raise AskingRefused(
            "It knows no such address or model (status 404): check KINAPSE_LLM_URL and KINAPSE_LLM_MODEL."
        )
    if 300 <= status < 400:
        raise AskingRefused(
            f"It points to another address (status {status}), and nothing was sent there: check KINAPSE_LLM_URL."
        )
    raise AskingRefused(f"It refused the question (status {status}){_said(server, reply.body)}")


def _said(server: Server, body: bytes) -> str:
    """What a server says of its refusal, in a line and without the key."""
    text = body.decode(errors="replace")
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        text = str(json.loads(text)["error"]["message"])
    text = " ".join(text.replace(server.key, "…").split() if server.key else text.split())
    return f": “{text[:_TOLD]}”" if text else "."


def _wait(retry_after: str) -> float:
    """Seconds that a server asks for, as a number or a date; an hour at most."""
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", retry_after.strip()):
        return min(float(retry_after), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max((when - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT)


def _answer(body: bytes, schema: Schema) -> Answer:
    """Raises: AnswerUnusable."""
    completion = _read_json(body.decode(errors="replace"), "Its answer", None)
    tokens = _tokens(completion)
    try:
        choice = completion["choices"][0]
        message, reason = choice["message"], choice.get("finish_reason")
        refusal, content = message.get("refusal"), message.get("content")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise AnswerUnusable("Its answer is no chat completion.", tokens=tokens) from error
    if refusal or reason == "content_filter":
        raise AnswerUnusable("The model declined to answer.", tokens=tokens)
    if reason == "length":
        raise AnswerUnusable(
            "Its answer was longer than KINAPSE_LLM_MOST_TOKENS allows, and was cut.", tokens=tokens
        )
    if not isinstance(content, str):
        raise AnswerUnusable("Its answer is empty.", tokens=tokens)
    given = _read_json(content, "What the model wrote", tokens)
    if not _fits(given, schema):
        raise AnswerUnusable("What the model wrote is not of the form it was asked for.", tokens=tokens)
    return Answer(given, tokens)


def _read_json(text: str, what: str, tokens: int | None) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise AnswerUnusable(f"{what} is no JSON.", tokens=tokens) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON.")


def _fits(given: Any, schema: Schema) -> bool:
    try:
        return bool(Draft202012Validator(schema).is_valid(given))
    except RecursionError:
        return False


def _tokens(completion: Any) -> int | None:
    """What the server says it has cost; None for what cannot be."""
    usage = completion.get("usage") if isinstance(completion, dict) else None
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) and 0 < total < 10**9 else None
