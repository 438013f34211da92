"""Digests: an executive overview, one central insight, sections of short points."""

import re
from dataclasses import dataclass, replace

from library.reading.text import Part
from library.recognizing.lines import HEADING, PARAGRAPH, POINT

OVERVIEW, INSIGHT = "overview", "insight"
_INSIGHT = re.compile(
    r"[*_]{0,3}(?:the\s)?(?:central|key|core|main|single)\s(?:insight|idea|takeaway)[*_]{0,3}\s?[:—–-][*_]{0,3}\s*",
    re.IGNORECASE,
)
_INSIGHT_HEADING = re.compile(
    r"(?:the\s)?(?:central|key|core|main)\s(?:insight|idea|takeaway):?", re.IGNORECASE
)
_OVERVIEW = re.compile(
    r"(?:executive\s)?(?:overview|summary)|abstract|tl;?dr|in brief|at a glance", re.IGNORECASE
)
# Evidence of the form: an insight alone is enough; headings and points need something more.
_ENOUGH = 3
_FEWEST_POINTS, _FEWEST_HEADINGS = 3, 2


@dataclass(frozen=True, slots=True)
class Digest:
    """The parts of a digest with its overview and insight told apart, and the insight's words."""

    parts: tuple[Part, ...]
    insight: str
    evidence: int

    @property
    def is_one(self) -> bool:
        """Whether there is evidence enough that the text is a digest."""
        return self.evidence >= _ENOUGH


def read_digest(text: str, parts: tuple[Part, ...], *, has_calls: bool) -> Digest:
    """The parts as those of a digest, and how much speaks for its being one. Cost: O(length)."""
    told: list[Part] = []
    insight, under = "", ""
    for part in parts:
        words = text[part.start : part.end]
        if part.kind == HEADING:
            under = _section(words)
            told.append(part)
        elif not insight and part.kind == PARAGRAPH and (under == INSIGHT or _INSIGHT.match(words)):
            insight = _as_sentence(_INSIGHT.sub("", words, count=1))
            told.append(replace(part, kind=INSIGHT))
        else:
            told.append(
                replace(part, kind=OVERVIEW) if under == OVERVIEW and part.kind == PARAGRAPH else part
            )
    points = sum(part.kind == POINT for part in told)
    headings = sum(part.kind == HEADING for part in told)
    evidence = 3 * bool(insight) + 2 * any(part.kind == OVERVIEW for part in told) + has_calls
    evidence += (points >= _FEWEST_POINTS) + (headings >= _FEWEST_HEADINGS)
    return Digest(tuple(told), insight, evidence)


def _as_sentence(words: str) -> str:
    """One line that begins large, as it stands alone: in the text it followed a colon."""
    line = " ".join(words.strip("*_ ").split())
    first = line.partition(" ")[0]
    return line[:1].upper() + line[1:] if first.islower() else line


def _section(words: str) -> str:
    if _INSIGHT_HEADING.fullmatch(words.strip()):
        return INSIGHT
    return OVERVIEW if _OVERVIEW.fullmatch(words.strip(" :")) else ""
