"""What a curator writes into a proposal before accepting it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concepts.folding import fold
from concepts.models import Concept
from concepts.text import (
    DETAIL_LENGTH,
    REASON_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    clean_block,
    clean_line,
)
from library.deciding.naming import ConceptsNamed
from library.errors import DecisionRefused
from library.models import Attribute, Proposal
from library.models.citation import QUOTE_LENGTH

# Every field that a kind of proposal may be edited in, with the length of what fits.
FIELDS: dict[str, dict[str, int]] = {
    Proposal.Kind.CONCEPT: {
        "title": TITLE_LENGTH,
        "summary": SUMMARY_LENGTH,
        "detail": DETAIL_LENGTH,
        "same_as": 18,
        "same_named": 2 * TITLE_LENGTH,
    },
    Proposal.Kind.CHANGE: {"summary": SUMMARY_LENGTH, "detail": DETAIL_LENGTH},
    Proposal.Kind.LINK: {"source": TITLE_LENGTH, "target": TITLE_LENGTH, "reason": REASON_LENGTH},
    Proposal.Kind.CITATION: {"title": 2 * TITLE_LENGTH, "quote": QUOTE_LENGTH},
    Proposal.Kind.FACT: {
        "model": TITLE_LENGTH,
        "attribute": 16,
        "value": TITLE_LENGTH,
        "unit": 40,
        "number": 40,
    },
    Proposal.Kind.REMOVAL: {},
}
_NEEDED = {
    "title": "a title",
    "source": "the concept above",
    "target": "the concept below",
    "model": "the model",
    "value": "the value",
    "quote": "the words",
}
# Digits in groups of three. A comma elsewhere is no group: "1,5" is one and a half to some, and to others a slip.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_BLOCKS = {"detail"}

Edits = Mapping[int, Mapping[str, str]]


@dataclass(slots=True)
class Edited:
    """A proposal as the curator wants it.

    `same_as`: the concept that stands in place of a new one, or of the one that a citation was proposed for.
    """

    proposal: Proposal
    values: dict[str, Any]
    same_as: Concept | None = None


def edited(proposals: Sequence[Proposal], edits: Edits) -> list[Edited]:
    """Every proposal with its edits, all of them read and checked. Queries: up to 2. Raises: DecisionRefused."""
    faults: dict[int, str] = {}
    read = []
    for proposal in proposals:
        try:
            read.append(Edited(proposal, _values(proposal, edits.get(proposal.pk, {}))))
        except ValueError as fault:
            faults[proposal.pk] = str(fault)
    if not faults:
        faults = _find_same(read)
    if faults:
        raise DecisionRefused(faults)
    return read


def proposed_values(proposal: Proposal) -> dict[str, str]:
    """What the fields of a proposal say before anybody edits them."""
    payload = proposal.payload
    given = {**payload, "reason": proposal.reason, "quote": proposal.quote, "same_as": ""}
    if proposal.kind == Proposal.Kind.CHANGE:
        given |= {**payload["before"], **payload["after"]}
    number = payload.get("number")
    given["number"] = "" if number is None else f"{number:.15g}"
    return {name: str(given.get(name, "")) for name in FIELDS[proposal.kind]}


def _values(proposal: Proposal, edits: Mapping[str, str]) -> dict[str, Any]:
    """Raises ValueError with a sentence for what cannot be taken."""
    values: dict[str, Any] = {}
    for name, most in FIELDS[proposal.kind].items():
        given = edits.get(name)
        text = proposed_values(proposal)[name] if given is None else given
        text = clean_block(text) if name in _BLOCKS else clean_line(text)
        if len(text) > most:
            raise ValueError(
                f"The {name} has {len(text):,} characters, and at most {most:,} fit: shorten it."
            )
        if name in _NEEDED and not text:
            raise ValueError(f"Write {_NEEDED[name]}: nothing stands there yet.")
        values[name] = text
    if proposal.kind == Proposal.Kind.FACT:
        values["number"] = _number(values["number"])
        if values["attribute"] not in Attribute.values:
            raise ValueError(
                f"“{values['attribute']}” is nothing that a fact can state: choose one of the list."
            )
    return values


def _number(text: str) -> float | None:
    if not text:
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if number - number != 0:
        raise ValueError(f"“{text}” is no number: write one such as 65e9 or 42, or leave it empty.")
    return number


def _find_same(read: Sequence[Edited]) -> dict[int, str]:
    """Set the concepts that the curator chose or named; what is wrong, by proposal. Queries: up to 2."""
    chosen = [one for one in read if one.values.get("same_as")]
    named = [one for one in read if not one.values.get("same_as") and _named(one)]
    return _find_chosen(chosen) | _find_named(named)


def _find_chosen(read: Sequence[Edited]) -> dict[int, str]:
    ids = {int(text) for one in read if (text := one.values["same_as"]).isdecimal()}
    concepts = Concept.objects.select_related("map").in_bulk(ids) if ids else {}
    faults = {}
    for one in read:
        text = one.values["same_as"]
        one.same_as = concepts.get(int(text)) if text.isdecimal() else None
        if one.same_as is None:
            faults[one.proposal.pk] = "The concept chosen as the same is no longer there: choose again."
    return faults


def _find_named(read: Sequence[Edited]) -> dict[int, str]:
    if not read:
        return {}
    concepts = ConceptsNamed(map(_named, read), prefer=read[0].proposal.document.map_id)
    faults = {}
    for one in read:
        one.same_as, fault = concepts.find(_named(one))
        if fault:
            faults[one.proposal.pk] = fault
    return faults


def _named(one: Edited) -> str:
    """The title of another concept that the curator wrote; empty when none was."""
    if one.proposal.kind == Proposal.Kind.CITATION:
        title = str(one.values["title"])
        return "" if fold(title) == fold(one.proposal.payload["title"]) else title
    return str(one.values.get("same_named", ""))
