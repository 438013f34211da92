"""A passage of a document that a concept rests on."""

from typing import Self

from django.db import models
from django.db.models import F

from concepts.models import Concept
from concepts.models.lengths import refuse_long_texts
from concepts.text import TITLE_LENGTH
from library.models.document import Document
from library.models.revision import LibraryRow, LibraryRows

QUOTE_LENGTH = 2_000


class Citations(LibraryRows["Citation"]):
    """Citations, with bulk writes that renew the maps of their concepts."""

    def placed(self) -> Self:
        """Those whose words are in the text."""
        return self.filter(start__lt=F("end"))

    def map_ids(self) -> list[int]:
        return list(self.order_by().values_list("concept__map", flat=True).distinct())


class Citation(LibraryRow):
    """Concept ↔ passage: `quote` is the document's text from `start` up to `end`, under the heading `section`.

    When a new version of the text has lost these words, `start` and `end` are 0, until a curator decides; it is shown
    to nobody else.
    """

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="citations")
    document = models.ForeignKey(Document, models.CASCADE, related_name="citations")
    section = models.CharField(max_length=TITLE_LENGTH, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(max_length=QUOTE_LENGTH)

    objects = Citations.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["document", "start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "document", "start", "end"],
                # Those whose words are gone stand nowhere, however many they are.
                condition=models.Q(start__lt=models.F("end")),
                name="citation_is_made_once",
            ),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="citation_in_order"),
        ]

    def __str__(self) -> str:
        return self.quote

    def prepare(self) -> None:
        refuse_long_texts(self)

    def map_ids(self) -> list[int]:
        return [self.concept.map_id]
