"""A map: concepts and links under one title."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from concepts.markdown import stored_detail
from concepts.models.lengths import refuse_long_texts
from concepts.models.map_topics import MapTopicsField
from concepts.models.revisions import changing, changing_all, new_stamp
from concepts.models.searchable import Searchable, SearchableRows
from concepts.models.showing import many_shown_otherwise
from concepts.models.topic import Topic
from concepts.text import DETAIL_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, clean_line

# Written beside the revision, or about where the map came from: no change of the map itself.
_BOOKKEEPING = {
    "revision",
    "stamp",
    "stamp_before",
    "is_large",
    "sources_stamp",
    "updated",
    "seeded_revision",
    "seed_digest",
}


class KnowledgeMaps(SearchableRows["KnowledgeMap"]):
    """Maps. A bulk update raises the revision of each."""

    def update(self, **values: Any) -> int:
        if values.keys() <= _BOOKKEEPING:
            return super().update(**values)
        map_ids = self.map_ids()
        with changing_all(map_ids):
            changed = super().update(**values)
            if "published" in values:
                many_shown_otherwise.send(self.model, ids=map_ids)
            return changed

    def bulk_create(self, objs: Iterable["KnowledgeMap"], *args: Any, **kwargs: Any) -> list["KnowledgeMap"]:
        return super().bulk_create(_prepared(objs), *args, **kwargs)

    def bulk_update(
        self, objs: Iterable["KnowledgeMap"], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        return super().bulk_update(_prepared(objs), fields, *args, **kwargs)

    def map_ids(self) -> list[int]:
        return list(self.order_by().values_list("pk", flat=True))


class KnowledgeMap(Searchable):
    """A knowledge map (SKOS: concept scheme).

    `revision` goes up by one with every change and is the key of everything derived from the map. A revision that was
    rolled back, or restored from a backup, can come again with other content; `stamp` never does. `sources_stamp` is
    renewed when what stands behind its concepts in the library changes: pages depend on it, the graph does not.
    `stamp_before` is that of the last state; of what `is_large`, each change is logged (`change_log`).
    """

    slug = models.SlugField(
        max_length=TITLE_LENGTH, unique=True, help_text="Its address: words joined by hyphens."
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.CharField(max_length=SUMMARY_LENGTH, help_text="One line.")
    detail = models.TextField(
        "introduction",
        max_length=DETAIL_LENGTH,
        blank=True,
        help_text="Markdown: what the map covers and for whom.",
    )
    topics = MapTopicsField(Topic, related_name="maps", blank=True)
    published = models.BooleanField(default=False, help_text="Seen by everyone; else by staff alone.")
    featured = models.BooleanField(default=False, help_text="On the home page.")
    position = models.PositiveIntegerField(default=0, help_text="Maps are listed by this number.")
    revision = models.PositiveBigIntegerField(default=1, editable=False)
    stamp = models.CharField(max_length=16, default=new_stamp, editable=False)
    sources_stamp = models.CharField(max_length=16, default="", db_default="", blank=True, editable=False)
    stamp_before = models.CharField(max_length=16, default="", db_default="", blank=True, editable=False)
    is_large = models.BooleanField(default=False, db_default=False, editable=False)
    seeded_revision = models.PositiveBigIntegerField(null=True, editable=False)
    seed_digest = models.CharField(max_length=64, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = KnowledgeMaps.as_manager()

    class Meta:
        verbose_name = "map"
        base_manager_name = "objects"
        ordering = ["position", "title"]
        indexes = [models.Index(fields=["published", "position", "title"], name="map_listing")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("explore:map", args=[self.slug])

    def prepare(self) -> None:
        self.title, self.summary = clean_line(self.title), clean_line(self.summary)
        self.detail = stored_detail(self.detail)
        self.slug = self.slug or slugify(self.title)[:TITLE_LENGTH]
        if not self.slug:
            raise ValidationError(
                {"slug": "No address can be made from this title: give one of letters and digits."}
            )
        refuse_long_texts(self)
        super().prepare()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        with changing(self.pk):
            # The change has raised the number in the database; the one in memory is from before.
            self.refresh_from_db(fields=["revision", "stamp", "stamp_before", "is_large"])
            super().save(*args, **kwargs)


def _prepared(maps: Iterable[KnowledgeMap]) -> list[KnowledgeMap]:
    rows = list(maps)
    for row in rows:
        row.prepare()
    return rows
