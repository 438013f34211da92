"""Calls to join a waitlist, to sign up or to subscribe: they stand in many pages and are no content."""

import re
from collections.abc import Iterator

from library.recognizing.cutting import Span
from library.recognizing.lines import HEADING, Unit
from library.recognizing.sentences import sentences

_SUBJECT = (
    r"(?:wait(?:ing)?[\s-]?list|early[\s-]access|beta (?:access|list|test)|newsletter|mailing list|private beta|free trial)"
)
_VERB = (
    r"(?:join|sign[\s-]?up|subscribe|register|get|request|claim|reserve|apply|enter|be (?:the|among the) first|unlock|secure"
    r"|receive|don['’]t miss|want|ready|start|try|leave|save|become|hop on|add your|stay)"
)
_CALL = re.compile(
    rf"(?:^|[:,–—!?.]\s*|\b(?:please|now|today|then|and|or|to)\s+)(?:click (?:here|below) to )?{_VERB}\b[^.!?]{{0,80}}?\b{_SUBJECT}\b"
    r"|^(?:get|receive|request|be (?:the|among the) first to|create|open)\s(?:an? |your |the |our )?(?:free )?(?:latest )?"
    r"(?:updates|access|notified|know|hear|try it|invite|invitation|account)\b[^.!?]{0,24}[.!→»]*$"
    r"|\binterested in early access\b|\bwith early access\b"
    r"|^(?:sign[\s-]?up|subscribe|join us|join now|join for free|get started|get notified|notify me|stay (?:tuned|in touch|in the loop|updated))\b"
    r"[^.!?]{0,40}[.!→»]*$"
    rf"|\b(?:our|the|this|your)\s+(?:wait(?:ing)?[\s-]?list|early[\s-]access|private beta|newsletter)\b[^.!?]{{0,60}}\b(?:you|open|join|sign|spot)"
    r"|\b(?:your|enter an?)\s+e-?mail(?: address)?\b|\bno spam\b|\bunsubscribe (?:at )?any\s?time\b|^e-?mail(?: address)?[*:]?$"
    r"|\b(?:we['’]ll|we will) (?:let you know|notify you|e-?mail you|be in touch)\b|\bspots? (?:are|is) limited\b|\blimited spots\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"wait|early|sign|subscri|e-?mail|spam|newsletter|beta|invit|notif|spot|join|access|started|stay|launch|account|touch|know", re.IGNORECASE
)
_LONGEST = 240
# Under a heading that calls, short lines belong to the call: a field's label, a button, a promise.
_LONGEST_BELOW = 300


def calls_in(text: str, units: list[Unit]) -> Iterator[Span]:
    """The stretches of calls, whole units or single sentences, in order. Cost: O(length)."""
    under_call = False
    for unit in units:
        whole = is_call(text[unit.start : unit.end])
        if unit.kind == HEADING:
            under_call = whole
        elif under_call and unit.end - unit.start <= _LONGEST_BELOW:
            whole = True
        if whole:
            yield Span(unit.start, unit.end)
        elif unit.kind != HEADING and _HINT.search(text, unit.start, unit.end):
            yield from _sentences(text, unit)


def _sentences(text: str, unit: Unit) -> Iterator[Span]:
    for start, end in sentences(text, unit.start, unit.end):
        if is_call(text[start:end].strip()):
            yield Span(start, end)


def is_call(words: str) -> bool:
    """Whether a line or sentence calls for signing up."""
    return len(words) <= _LONGEST and _CALL.search(words) is not None
