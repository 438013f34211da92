"""What a curator writes into a proposal before accepting it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concepts.models import Concept
from concepts.text import (
    DETAIL_LENGTH,
    REASON_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    clean_block,
    clean_line,
)
from library.errors import DecisionRefused
from library.models import Proposal

# Every field that a kind of proposal may be edited in, with the length of what fits.
FIELDS: dict[str, dict[str, int]] = {
    Proposal.Kind.CONCEPT: {
        "title": TITLE_LENGTH,
        "summary": SUMMARY_LENGTH,
        "detail": DETAIL_LENGTH,
        "same_as": 18,
    },
    Proposal.Kind.CHANGE: {"summary": SUMMARY_LENGTH, "detail": DETAIL_LENGTH},
    Proposal.Kind.LINK: {"source": TITLE_LENGTH, "reason": REASON_LENGTH},
    Proposal.Kind.CITATION: {},
    Proposal.Kind.FACT: {"model": TITLE_LENGTH, "value": TITLE_LENGTH, "unit": 40, "number": 40},
    Proposal.Kind.REMOVAL: {},
}
_NEEDED = {"title": "a title", "source": "the concept above", "model": "the model", "value": "the value"}
_BLOCKS = {"detail"}

Edits = Mapping[int, Mapping[str, str]]


@dataclass(slots=True)
class Edited:
    """A proposal as the curator wants it. `same_as`: the concept that stands in place of a new one."""

    proposal: Proposal
    values: dict[str, Any]
    same_as: Concept | None = None


def edited(proposals: Sequence[Proposal], edits: Edits) -> list[Edited]:
    """Every proposal with its edits, all of them read and checked. Queries: up to 1. Raises: DecisionRefused."""
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
    given = {**payload, "reason": proposal.reason, "same_as": ""}
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
    return values


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        number = float("nan")
    if number - number != 0:
        raise ValueError(f"“{text}” is no number: write one such as 65e9 or 42, or leave it empty.")
    return number


def _find_same(read: Sequence[Edited]) -> dict[int, str]:
    """Set the concepts that the curator chose as the same; what is wrong, by proposal."""
    chosen = {one.proposal.pk: one.values["same_as"] for one in read if one.values.get("same_as")}
    ids = {int(text) for text in chosen.values() if text.isdecimal()}
    concepts = Concept.objects.select_related("map").in_bulk(ids) if ids else {}
    faults = {}
    for one in read:
        text = chosen.get(one.proposal.pk)
        if text is None:
            continue
        one.same_as = concepts.get(int(text)) if text.isdecimal() else None
        if one.same_as is None:
            faults[one.proposal.pk] = "The concept chosen as the same is no longer there: choose again."
    return faults
