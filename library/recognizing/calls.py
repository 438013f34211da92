"""Calls to join a waitlist, to sign up or to subscribe: they stand in many pages and are no content."""

import re
from collections.abc import Iterator
from itertools import pairwise

from library.recognizing.cutting import Span
from library.recognizing.lines import HEADING, Unit
from library.recognizing.sentences import sentences

_SUBJECT = (
    r"(?:wait(?:ing)?[\s-]?list|early[\s-]access|beta (?:access|list|test)|newsletter|mailing list"
    r"|private beta|free trial)"
)
_VERB = (
    r"(?:join|sign[\s-]?up|subscribe|register|get|request|claim|reserve|apply|enter|be (?:the"
    r"|among the) first|unlock|secure"
    r"|receive|don['’]t miss|want|ready|start|try|leave|save|become|hop on|add your|stay)"
)
_CALL = re.compile(
    rf"(?:^|[:,–—!?.]\s*|\b(?:please|now|today|then|and|or|to)\s+)(?:click (?:here|below) to"
    rf" )?{_VERB}\b[^.!?]{{0,80}}?\b{_SUBJECT}\b"
    r"|^(?:get|receive|request|be (?:the|among the) first to|create|open)\s(?:an? |your |the "
    r"|our )?(?:free )?(?:latest )?"
    r"(?:updates|access|notified|know|hear|try it|invite|invitation|account)\b[^.!?]{0,24}[.!→»]*$"
    r"|\binterested in early access\b|\bwith early access\b"
    r"|^(?:sign[\s-]?up|subscribe|join us|join now|join for free|get started|get notified"
    r"|notify me|stay (?:tuned|in touch|in the loop|updated))\b"
    r"[^.!?]{0,40}[.!→»]*$"
    rf"|\b(?:our|the|this|your)\s+(?:wait(?:ing)?[\s-]?list|early[\s-]access|private beta"
    rf"|newsletter)\b[^.!?]{{0,60}}\b(?:you|open|join|sign|spot)"
    r"|\b(?:your|enter an?)\s+e-?mail(?: address)?\b|\bno spam\b|\bunsubscribe (?:at"
    r" )?any\s?time\b|^e-?mail(?: address)?[*:]?$"
    r"|\b(?:we['’]ll|we will) (?:let you know|notify you|e-?mail you|be in touch)\b|\bspots?"
    r" (?:are|is) limited\b|\blimited spots\b",
    re.IGNORECASE,
)
# One of these stands in every call: a cheap question that spares most texts the dear ones.
_HINTS = (
    "wait",
    "early",
    "sign",
    "subscri",
    "mail",
    "spam",
    "newsletter",
    "beta",
    "invit",
    "notif",
    "spot",
    "join",
    "started",
    "stay tuned",
    "stay in",
    "stay updated",
    "updates",
    "account",
    "touch",
    "let you know",
    "free trial",
    "to know",
    "access",
)
_LONGEST, _LONGEST_QUESTION = 240, 60
# Under a heading that calls, short lines belong to the call: a field's label, a button, a promise.
_LONGEST_BELOW = 300


def calls_in(text: str, units: list[Unit]) -> tuple[set[int], list[Span]]:
    """The places in `units` of those that are calls as a whole, and the stretches of calls inside others.

    Cost: O(length).
    """
    whole: set[int] = set()
    inside: list[Span] = []
    under_call = False
    for place, unit in enumerate(units):
        calls = list(_calls(text, unit)) if _may_call(text[unit.start : unit.end]) else []
        is_whole = (
            bool(calls) and calls[0].start == unit.start and calls[-1].end == unit.end and _touch(calls)
        )
        if unit.kind == HEADING:
            under_call = is_whole
        if is_whole or (under_call and unit.end - unit.start <= _LONGEST_BELOW):
            whole.add(place)
        elif unit.kind != HEADING:
            inside.extend(calls)
    return whole, inside


def _calls(text: str, unit: Unit) -> Iterator[Span]:
    """The sentences that call, each with a short question right before it: "Want more?"."""
    question = None
    for start, end in sentences(text, unit.start, unit.end):
        words = text[start:end].strip()
        if is_call(words):
            yield Span(start if question is None else question, end)
        question = (
            start if words.endswith("?") and len(words) <= _LONGEST_QUESTION and not is_call(words) else None
        )


def _touch(spans: list[Span]) -> bool:
    return all(one.end == other.start for one, other in pairwise(spans))


def is_call(words: str) -> bool:
    """Whether a line or sentence calls for signing up. Cost: O(1), longer ones are none."""
    return len(words) <= _LONGEST and _may_call(words) and _CALL.search(words) is not None


def _may_call(words: str) -> bool:
    words = words.lower()
    return any(hint in words for hint in _HINTS)
