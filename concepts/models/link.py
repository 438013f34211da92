"""A link between two concepts of a map."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from concepts.models.concept import Concept
from concepts.models.knowledge_map import KnowledgeMap
from concepts.models.lengths import refuse_long_texts
from concepts.models.querysets import MapRow, MapRows
from concepts.models.revisions import MapChange
from concepts.text import REASON_LENGTH, clean_line
from graph import kinds


class LinkKind(models.IntegerChoices):
    """The kinds of `graph.kinds`, with their names."""

    PARENT = kinds.LinkKind.PARENT, "parent"
    PREREQUISITE = kinds.LinkKind.PREREQUISITE, "prerequisite"
    RELATED = kinds.LinkKind.RELATED, "related"


class Link(MapRow):
    """Parent → child, prerequisite → dependent, or related, which has no direction and is stored from the lower id."""

    teaching_fields: ClassVar[frozenset[str]] = frozenset(
        {"source", "source_id", "target", "target_id", "kind"}
    )

    told_fields: ClassVar[frozenset[str]] = teaching_fields | {"reason"}

    map = models.ForeignKey(KnowledgeMap, models.CASCADE, related_name="links")
    # It is looked up in the index of the constraint below.
    source = models.ForeignKey(Concept, models.CASCADE, related_name="links_out", db_index=False)
    target = models.ForeignKey(Concept, models.CASCADE, related_name="links_in")
    kind = models.PositiveSmallIntegerField(choices=LinkKind.choices)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="Why, in a sentence.")

    objects = MapRows["Link"].as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_unique"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_not_to_itself"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="link_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=LinkKind.RELATED) | Q(source__lt=F("target")),
                name="link_related_stored_once",
            ),
        ]

    def __str__(self) -> str:
        """Its ends by title when they were fetched with it, else by id, so that printing causes no query."""
        fetched = {"source", "target"} <= self._state.fields_cache.keys()
        ends = (self.source, self.target) if fetched else (self.source_id, self.target_id)
        return (
            f"{ends[0]} {'–' if self.kind == LinkKind.RELATED else '→'} {ends[1]} ({self.get_kind_display()})"
        )

    def prepare(self) -> None:
        self.reason = clean_line(self.reason)
        refuse_long_texts(self)
        if self.source_id == self.target_id:
            raise ValidationError("A concept cannot be linked to itself: choose another one.")
        if self.kind == LinkKind.RELATED and self.source_id > self.target_id:
            self.source_id, self.target_id = self.target_id, self.source_id

    def note_in(self, change: MapChange) -> None:
        if self.kind in kinds.TEACHING:
            change.new_links.append((self.source_id, self.target_id))
        change.touch(pairs=[(self.source_id, self.target_id)])

    @classmethod
    def tell(cls, change: MapChange, rows: MapRows[Any]) -> None:
        change.touch(pairs=rows.values_list("source_id", "target_id"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A new link must say which map it is in; that its ends are there too, the database checks.
        if not self.map_id:
            self.map_id = self.source.map_id
        super().save(*args, **kwargs)
