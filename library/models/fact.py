"""What a document states about an AI model, with the words in which it does."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F

from concepts.models.lengths import refuse_long_texts
from concepts.text import TITLE_LENGTH, clean_line
from library.models.ai_model import AIModel
from library.models.citation import QUOTE_LENGTH
from library.models.document import Document
from library.models.revision import LibraryRow, LibraryRows


class Attribute(models.TextChoices):
    """What a fact is about."""

    PARAMS = "params", "Parameters"
    HARDWARE = "hardware", "Hardware"
    GPU_COUNT = "gpu_count", "Processors"
    TRAINING_TIME = "training_time", "Training time"
    COUNTRY = "country", "Country"
    YEAR = "year", "Year"


class Facts(LibraryRows["Fact"]):
    """Facts. Several of one attribute stand side by side, also where they disagree."""

    def placed(self) -> Self:
        """Those whose words are in the text."""
        return self.filter(start__lt=F("end"))


class Fact(LibraryRow):
    """`value` in the document's words, and `number` in `unit` where it has one: 65e9 parameters, 42 days.

    When a new version of the text has lost the quoted words, `start` and `end` are 0, until a curator decides; it
    is shown to nobody else.
    """

    model = models.ForeignKey(AIModel, models.CASCADE, related_name="facts")
    attribute = models.CharField(max_length=16, choices=Attribute.choices)
    value = models.CharField(max_length=TITLE_LENGTH)
    unit = models.CharField(max_length=40, blank=True)
    number = models.FloatField(null=True, blank=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="facts")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(max_length=QUOTE_LENGTH)
    confidence = models.FloatField(default=1.0, validators=[MinValueValidator(0), MaxValueValidator(1)])
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = Facts.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["model", "attribute", "document", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "attribute", "document", "start", "end"],
                # Those whose words are gone stand nowhere, however many they are.
                condition=models.Q(start__lt=models.F("end")),
                name="fact_is_stated_once",
            ),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="fact_in_order"),
            models.CheckConstraint(condition=models.Q(confidence__range=(0, 1)), name="fact_confidence"),
        ]
        indexes = [models.Index(fields=["attribute", "number"], name="fact_numbers")]

    def __str__(self) -> str:
        return f"{self.get_attribute_display()}: {self.value}"

    def prepare(self) -> None:
        self.value, self.unit = clean_line(self.value), clean_line(self.unit)
        refuse_long_texts(self)
