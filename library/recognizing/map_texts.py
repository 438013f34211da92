"""Plain text of a knowledge-map page: its title, the words of its menu, and its concepts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from concepts.folding import fold
from concepts.text import clean_line
from library.reading.text import ReadText
from library.recognizing.calls import is_call
from library.recognizing.lines import HEADING, Unit, is_title
from library.recognizing.map_concepts import ConceptText, concepts_of, words_of

_TITLE = re.compile(r"(?P<title>\S.{0,200}?)[\s—–|:·-]+interactive\s+knowledge\s+map\b", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_KEY = 250, 40
# Folded: without the signs and pictures that stand around it.
_KEY_CONCEPTS = re.compile(r"(?:the )?(?:\d+ )?key concepts(?: \d+)?")
_MENU_PARTED = re.compile(r"\s*[|•·›»▾▸]\s*|\s{2,}")
_LONGEST_TOPIC, _TOPIC_WORDS = 40, 5
# Words of a site's own menus, folded.
_SITE_WORDS = frozenset(
    "home|menu|about|about us|contact|contact us|search|log in|login|log out|sign in|sign up"
    "|register|account|my account|profile"
    "|maps|all maps|knowledge maps|knowledge map|interactive knowledge map|interactive"
    " knowledge maps|library|digests|documents"
    "|models|topics|all topics|blog|news|help|faq|pricing|docs|documentation|api|privacy"
    "|privacy policy|terms|terms of service|imprint"
    "|skip to content|skip to main content|close|open menu|toggle menu|toggle navigation"
    "|share|back|next|previous|explore|language|en"
    "|english|light|dark|theme|newsletter|subscribe|join|waitlist|join waitlist|navigation"
    "|main navigation|more|go|settings"
    "|get started|kinapse|search maps concepts and documents|an atlas of ideas".split("|")
)
_END_OF_CONTENT = re.compile(
    r"(?:related|other|similar|(?:explore )?(?:more|all)|explore"
    r" other)\s(?:knowledge\s)?(?:maps|concepts|topics|digests|articles"
    r"|reading)\b.{0,40}|©.*|\(c\)\s?\d{4}.*|copyright\b.*|.{0,40}all rights reserved\.?"
    r"|(?:back to|return to)\s(?:top|home|all maps"
    r"|the map)\b.*|about (?:this map|this site|us|the authors?)|(?:privacy|terms|imprint|cookie)\b[^.]{0,60}"
    r"|(?:follow|find|contact) us\b.*|share (?:this|on)\b.*|(?:powered|built|made) (?:by"
    r"|with)\b.*|stay (?:tuned|in the loop)\b.*",
    re.IGNORECASE,
)
_LONGEST_END = 160
_BUTTONS = frozenset(
    "read more|learn more|show more|show less|expand|collapse|open|close|details|share|copy"
    " link|view|explore|explore concept"
    "|view details|see more|continue reading|expand all|collapse all|reset view|zoom in|zoom out".split("|")
)


@dataclass(frozen=True, slots=True)
class MapText:
    """What a map text holds. `kept`: the units of its content, without menus, calls and footers."""

    title: str
    topics: tuple[str, ...]
    kept: list[Unit]
    concepts: list[ConceptText]


def read_map_text(read: ReadText, units: list[Unit]) -> MapText | None:
    """The map text that a document is, None when it is none. Cost: O(length).

    A title that says "Interactive Knowledge Map" with one concept below it is one; so is a heading "Key Concepts"
    with three.
    """
    titles = [index for index, unit in enumerate(units) if _unit_title(read.text, unit)]
    key = next((index for index, unit in enumerate(units) if _is_key_concepts(read.text, unit)), None)
    if key is not None:
        titles = [index for index in titles if index < key]
    title = _unit_title(read.text, units[titles[0]]) if titles else _title_of(read.title)
    if not title and key is None:
        return None
    start = max(key or 0, titles[-1] if titles else 0) + (1 if titles or key is not None else 0)
    concepts = concepts_of(read.text, _body(read.text, units[start:]))
    if len(concepts) < (1 if title else 3):
        return None
    first = titles[0] if titles else 0
    menu = [*read.navigation, *(read.text[unit.start : unit.end] for unit in units[:first])]
    kept = [
        *_head(read.text, units[first:start], concepts),
        *(unit for one in concepts for unit in one.units),
    ]
    return MapText(title or read.title or words_of(read.text, units[0]), topics_of(menu), kept, concepts)


def menu_length(text: str, units: list[Unit]) -> int:
    """How many units at the beginning are a menu: one that begins with its link to skip it. Cost: O(menu)."""
    if not units or not fold(words_of(text, units[0])).startswith("skip to "):
        return 0
    words = (fold(words_of(text, unit)) for unit in units)
    return next((place for place, word in enumerate(words) if word and word not in _SITE_WORDS), 0)


def topics_of(menu: Iterable[str]) -> tuple[str, ...]:
    """The topics among the words of a menu, in its order: what is no word of the site itself."""
    entries = (clean_line(entry) for line in menu for entry in _MENU_PARTED.split(line))
    topics: dict[str, str] = {}
    for entry in entries:
        folded = fold(entry)
        short = len(entry) <= _LONGEST_TOPIC and len(entry.split()) <= _TOPIC_WORDS
        if folded and short and is_title(entry) and folded not in _SITE_WORDS and not is_call(entry):
            topics.setdefault(folded, entry)
    return tuple(topics.values())


def _unit_title(text: str, unit: Unit) -> str:
    return _title_of(words_of(text, unit)) if unit.end - unit.start <= _LONGEST_TITLE else ""


def _title_of(words: str) -> str:
    match = _TITLE.match(words) if len(words) <= _LONGEST_TITLE else None
    return match["title"].strip() if match else ""


def _is_key_concepts(text: str, unit: Unit) -> bool:
    short = unit.end - unit.start <= _LONGEST_KEY
    return short and _KEY_CONCEPTS.fullmatch(fold(text[unit.start : unit.end])) is not None


def _body(text: str, units: list[Unit]) -> list[Unit]:
    """The units up to a footer, without buttons; a call ends them too when no concept follows it."""
    body: list[Unit] = []
    for unit in units:
        if unit.end - unit.start <= _LONGEST_END:
            words = words_of(text, unit)
            if _END_OF_CONTENT.fullmatch(words):
                break
            if fold(words) in _BUTTONS:
                continue
        body.append(unit)
    return _without_calls(text, body)


def _without_calls(text: str, units: list[Unit]) -> list[Unit]:
    """The units without calls, and without the short lines below a heading that calls, up to the next paragraph."""
    kept: list[Unit] = []
    calling = False
    for index, unit in enumerate(units):
        words = words_of(text, unit) if unit.end - unit.start <= _LONGEST_END else ""
        if is_call(words):
            calling = calling or unit.kind == HEADING or is_title(words)
            continue
        long_below = index + 1 < len(units) and not is_title(words_of(text, units[index + 1]))
        calling = calling and not (is_title(words) and long_below)
        if not calling:
            kept.append(unit)
    return kept


def _head(text: str, units: list[Unit], concepts: list[ConceptText]) -> list[Unit]:
    """What stands above the concepts, without labels of the picture: lines that are titles of concepts."""
    labels = {fold(concept.title) for concept in concepts}
    return [
        unit
        for unit in units
        if fold(words_of(text, unit)) not in labels and not is_call(words_of(text, unit))
    ]
