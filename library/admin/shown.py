"""Proposals as the review shows them: with their fields, what they would become, and what was decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from concepts.models import LinkKind
from concepts.text import DETAIL_LENGTH
from library.deciding.edits import FIELDS, proposed_values
from library.models import Attribute, Proposal

_QUOTE_SHOWN = 300
_LABELS = {
    "title": "Title",
    "summary": "Summary",
    "detail": "Detail",
    "same_named": "Or the same as",
    "source": "Stands under",
    "target": "Concept below",
    "quote": "Words",
    "attribute": "States",
    "reason": "Why",
    "model": "Model",
    "value": "Value, as stated",
    "unit": "Unit",
    "number": "Number",
}

_OF_OTHER_KINDS = {"source": "From", "target": "To"}
_HINT = "Title or address of any concept"


@dataclass(frozen=True, slots=True)
class Field:
    """A field to be edited. `before`: what stands there now, where the proposal is to change it."""

    name: str
    label: str
    value: str
    most: int
    before: str = ""
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""

    @property
    def is_long(self) -> bool:
        return self.most >= DETAIL_LENGTH or len(self.value) > 90


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal on the page. `fault`: why it could not be accepted just now."""

    proposal: Proposal
    number: int
    title: str
    where: str
    quote: str
    fields: Sequence[Field] = ()
    same_as: Sequence[Mapping[str, Any]] = ()
    same_as_chosen: str = ""
    is_chosen: bool = False
    fault: str = ""

    @property
    def percent(self) -> int:
        return round(self.proposal.score * 100)


@dataclass(frozen=True, slots=True)
class Group:
    """The proposals of one kind on the page. `open_count`: how many of the kind are open on all pages; `seen` tells
    which and what they say."""

    kind: Proposal.Kind
    open_count: int
    seen: str
    rows: Sequence[Shown] = field(default_factory=tuple)


def groups_of(
    proposals: Sequence[Proposal],
    *,
    first: int,
    open_counts: Mapping[str, int],
    seen: Mapping[str, str],
    typed: Mapping[str, str],
    faults: Mapping[int, str],
) -> Iterator[Group]:
    """Proposals by kind, numbered on from `first`. `typed`: what was written into the page's form, by name."""
    numbered = [
        _shown(proposal, number, typed, faults.get(proposal.pk, ""))
        for number, proposal in enumerate(proposals, start=first + 1)
    ]
    for kind, rows in groupby(numbered, key=lambda shown: shown.proposal.kind):
        yield Group(Proposal.Kind(kind), open_counts.get(kind, 0), seen[kind], tuple(rows))


def field_name(proposal: Proposal, name: str) -> str:
    """How the form calls a field of a proposal."""
    return f"{proposal.pk}-{name}"


def _shown(proposal: Proposal, number: int, typed: Mapping[str, str], fault: str) -> Shown:
    payload = proposal.payload
    more = len(proposal.quote) > _QUOTE_SHOWN
    return Shown(
        proposal=proposal,
        number=number,
        title=_title(proposal),
        where=_other_kind(proposal) or payload.get("map", ""),
        quote=f"{proposal.quote[: _QUOTE_SHOWN - 1]}…" if more else proposal.quote,
        fields=tuple(_fields(proposal, typed)),
        same_as=payload.get("same_as", ()),
        same_as_chosen=typed.get(field_name(proposal, "same_as"), ""),
        is_chosen=str(proposal.pk) in typed.get("chosen", "").split(","),
        fault=fault,
    )


def _title(proposal: Proposal) -> str:
    payload = proposal.payload
    match proposal.kind:
        case Proposal.Kind.LINK:
            return f"{payload['source']} → {payload['target']}"
        case Proposal.Kind.FACT:
            return f"{payload['model'] or 'A model'}: {_attribute(payload)}"
        case Proposal.Kind.REMOVAL if payload["what"] == "fact":
            return f"{payload['title']}: {_attribute(payload)} {payload['value']}"
    return str(payload["title"])


def _other_kind(proposal: Proposal) -> str:
    """The kind of a link that is no parent, which links are that the text itself gives."""
    kind = proposal.payload["kind"] if proposal.kind == Proposal.Kind.LINK else LinkKind.PARENT
    return "" if kind == LinkKind.PARENT else str(LinkKind(kind).label)


def _attribute(payload: Mapping[str, Any]) -> str:
    value = payload["attribute"]
    return Attribute(value).label.lower() if value in Attribute.values else str(value)


def _fields(proposal: Proposal, typed: Mapping[str, str]) -> Iterator[Field]:
    proposed = proposed_values(proposal)
    before = proposal.payload.get("before", {}) if proposal.kind == Proposal.Kind.CHANGE else {}
    for name, most in FIELDS[proposal.kind].items():
        if name in _LABELS:
            value = typed.get(field_name(proposal, name), proposed[name])
            choices = Attribute.choices if name == "attribute" else ()
            hint = _HINT if name == "same_named" else ""
            yield Field(name, _label(proposal, name), value, most, before.get(name, ""), choices, hint)


def _label(proposal: Proposal, name: str) -> str:
    if name in _OF_OTHER_KINDS and _other_kind(proposal):
        return _OF_OTHER_KINDS[name]
    return "Concept" if name == "title" and proposal.kind == Proposal.Kind.CITATION else _LABELS[name]
