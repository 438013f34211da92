"""Short subjects under which maps are found."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from concepts.models.lengths import refuse_long_texts
from concepts.models.revisions import changing_all
from concepts.text import clean_line


class Topics(models.QuerySet["Topic"]):
    """Topics. A bulk write raises the revision of every map that has one of them."""

    def update(self, **values: Any) -> int:
        with changing_all(self.map_ids()):
            return super().update(**{"updated": timezone.now(), **values})

    def delete(self) -> tuple[int, dict[str, int]]:
        with changing_all(self.map_ids()):
            return super().delete()

    def map_ids(self) -> list[int]:
        """The maps that have one of these topics. Queries: 1."""
        held = self.order_by().filter(maps__isnull=False)
        return list(held.values_list("maps", flat=True).distinct())

    delete.queryset_only = True  # type: ignore[attr-defined]


class Topic(models.Model):
    """A subject such as "Interest Rates". Its title stands on its maps' pages, so a change raises their revisions."""

    slug = models.SlugField(
        max_length=80, unique=True, help_text="Its address: lower-case words joined by hyphens."
    )
    title = models.CharField(max_length=80, unique=True)
    position = models.PositiveIntegerField(default=0, help_text="Topics are listed by this number.")
    updated = models.DateTimeField(auto_now=True)

    objects = Topics.as_manager()

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title = clean_line(self.title)
        self.slug = self.slug or slugify(self.title)[:80]
        refuse_long_texts(self)
        with changing_all(self._map_ids()):
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("explore:topic", args=[self.slug])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with changing_all(self._map_ids()):
            return super().delete(*args, **kwargs)

    def _map_ids(self) -> list[int]:
        return list(self.maps.values_list("pk", flat=True)) if self.pk else []
