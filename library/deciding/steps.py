"""What an acceptance does, written down step by step so that it can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from concepts.models import Concept, KnowledgeMap, Link, Topic
from library.models import AIModel, Citation, Document, Fact

# A row is as it was left while these say the same. Places are left out: they move along with their words.
ROWS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "topic": (Topic, ("title",)),
    "map": (KnowledgeMap, ("title", "slug", "summary", "detail", "published", "featured")),
    "concept": (
        Concept,
        ("title", "slug", "summary", "detail", "aliases", "sources", "minutes", "published"),
    ),
    "link": (Link, ("source_id", "target_id", "kind", "reason")),
    "citation": (Citation, ("concept_id", "document_id", "quote")),
    "model": (AIModel, ("name", "slug", "aliases", "maker")),
    "fact": (Fact, ("model_id", "attribute", "value", "unit", "number", "document_id", "quote")),
    "document": (Document, ("map_id",)),
}
# What a removed row is made of again.
_WHOLE: dict[str, tuple[str, ...]] = {
    "citation": ("concept_id", "document_id", "section", "start", "end", "quote"),
    "fact": (*ROWS["fact"][1], "start", "end", "confidence", "confirmed_by_id", "confirmed_at"),
}

Step = dict[str, Any]


@dataclass(slots=True)
class Steps:
    """The steps of one acceptance, in order."""

    done: list[Step] = field(default_factory=list)

    def made(self, what: str, row: models.Model) -> None:
        """A row was created."""
        self.done.append({"did": "made", "what": what, "id": row.pk, "as": state_of(what, row)})

    def changed(self, what: str, row: models.Model, before: Mapping[str, Any]) -> None:
        """Columns of a row were given other values than `before`."""
        after = {name: getattr(row, name) for name in before}
        self.done.append(
            {"did": "changed", "what": what, "id": row.pk, "before": dict(before), "after": after}
        )

    def removed(self, what: str, row: models.Model) -> None:
        """A row is about to be deleted."""
        kept = {name: getattr(row, name) for name in _WHOLE[what]}
        if kept.get("confirmed_at"):
            kept["confirmed_at"] = kept["confirmed_at"].isoformat()
        self.done.append({"did": "removed", "what": what, "id": row.pk, "row": kept})


def state_of(what: str, row: models.Model) -> dict[str, Any]:
    """What tells whether a row is as it was left."""
    return {name: getattr(row, name) for name in ROWS[what][1]}
