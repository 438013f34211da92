"""A concept: one idea of a map."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from concepts.markdown import stored_detail
from concepts.models.knowledge_map import KnowledgeMap
from concepts.models.lengths import refuse_long_texts
from concepts.models.querysets import MapRow, MapRows
from concepts.models.revisions import MapChange
from concepts.models.searchable import Searchable, SearchableRows
from concepts.models.showing import many_shown_otherwise
from concepts.text import (
    DETAIL_LENGTH,
    LIST_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    clean_line,
    clean_list,
)

MOST_MINUTES = 600
_SOURCE = re.compile(r"^(?P<label>.*?)\s*<(?P<url>https?://[^\s<>\"]+)>$")


@dataclass(frozen=True, slots=True)
class Source:
    """A published work that a concept rests on. `url` is empty when there is none."""

    label: str
    url: str = ""

    def __str__(self) -> str:
        return f"{self.label} <{self.url}>" if self.url else self.label


class Concepts(SearchableRows["Concept"], MapRows["Concept"]):  # type: ignore[override]
    """Concepts, with bulk writes that raise the revisions of their maps and keep the folded texts."""

    def update(self, **values: Any) -> int:
        # Search engines are told by it which pages to read again.
        values = {"updated": timezone.now(), **values}
        if "published" not in values:
            return super().update(**values)
        # Afterwards the rows may no longer be those that are asked for.
        ids = list(self.order_by().values_list("pk", flat=True))
        with transaction.atomic():
            changed = super().update(**values)
            many_shown_otherwise.send(self.model, ids=ids)
            return changed


class Concept(Searchable, MapRow):
    """An idea: a title, one line that says what it is, and a longer detail in Markdown."""

    teaching_fields: ClassVar[frozenset[str]] = frozenset()
    told_fields: ClassVar[frozenset[str]] = frozenset(
        {"slug", "title", "summary", "minutes", "position", "published"}
    )

    # Both are looked up in the indexes of the constraints below, a slug always with its map.
    map = models.ForeignKey(KnowledgeMap, models.CASCADE, related_name="concepts", db_index=False)
    slug = models.SlugField(
        max_length=TITLE_LENGTH,
        blank=True,
        db_index=False,
        help_text="Made from the title when left empty.",
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True, help_text="One line: what it is.")
    detail = models.TextField(max_length=DETAIL_LENGTH, blank=True, help_text="Markdown.")
    aliases = models.TextField(max_length=LIST_LENGTH, blank=True, help_text="Other names, one a line.")
    sources = models.TextField(
        max_length=LIST_LENGTH, blank=True, help_text="One a line: Author, Title (year) <https://address>"
    )
    minutes = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text="To read and understand it.",
    )
    position = models.PositiveIntegerField(default=0, help_text="The map's own order.")
    published = models.BooleanField(default=True, help_text="Otherwise a draft, seen by staff alone.")
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = Concepts.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["map", "slug"], name="concept_slug_unique_in_map"),
            # What the links' foreign keys point at, so that both ends are in the link's own map.
            models.UniqueConstraint(fields=["map", "id"], name="concept_of_map"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(1, MOST_MINUTES)), name="concept_minutes"
            ),
        ]
        indexes = [models.Index(fields=["map", "position"], name="concept_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page. Causes a query unless its map was fetched with it."""
        return reverse("explore:concept", args=[self.map.slug, self.slug])

    @property
    def alias_list(self) -> tuple[str, ...]:
        return tuple(self.aliases.split("\n")) if self.aliases else ()

    @property
    def source_list(self) -> tuple[Source, ...]:
        return tuple(read_source(line) for line in self.sources.split("\n")) if self.sources else ()

    def prepare(self) -> None:
        self.title, self.summary = clean_line(self.title), clean_line(self.summary)
        self.detail = stored_detail(self.detail)
        self.aliases, self.sources = clean_list(self.aliases), clean_list(self.sources)
        self.slug = self.slug or slugify(self.title)[:TITLE_LENGTH]
        if not self.slug:
            raise ValidationError(
                {"slug": "No address can be made from this title: give one of letters and digits."}
            )
        refuse_long_texts(self)
        super().prepare()

    def note_in(self, change: MapChange) -> None:
        change.touch(concepts=[self.pk])

    @classmethod
    def tell(cls, change: MapChange, rows: "MapRows[Any]") -> None:
        change.touch(concepts=rows.values_list("pk", flat=True))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse_another_map()
        super().save(*args, **kwargs)

    def _refuse_another_map(self) -> None:
        if not Concept.objects.filter(pk=self.pk, map_id=self.map_id).exists():
            raise ValidationError("A concept stays in its map: delete it and create it in the other.")


def read_source(line: str) -> Source:
    """The work that a line names, with its address if it ends with one in angle brackets."""
    found = _SOURCE.match(line)
    return Source(found["label"], found["url"]) if found and found["label"] else Source(line)
