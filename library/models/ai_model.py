"""A model of artificial intelligence, about which documents state facts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from concepts.models.lengths import refuse_long_texts
from concepts.text import LIST_LENGTH, TITLE_LENGTH, clean_line, clean_list
from library.models.revision import LibraryRow, LibraryRows


class AIModels(LibraryRows["AIModel"]):
    """Models by name."""


class AIModel(LibraryRow):
    """A published model. What is known of it are `Fact`s, each with the words it came from."""

    name = models.CharField(max_length=TITLE_LENGTH, unique=True)
    slug = models.SlugField(max_length=TITLE_LENGTH, unique=True, blank=True)
    aliases = models.TextField(max_length=LIST_LENGTH, blank=True, help_text="Other names, one a line.")
    maker = models.CharField(max_length=TITLE_LENGTH, blank=True, help_text="Who published it.")

    objects = AIModels.as_manager()

    class Meta:
        verbose_name = "AI model"
        base_manager_name = "objects"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("explore:model", args=[self.slug])

    @property
    def alias_list(self) -> tuple[str, ...]:
        return tuple(self.aliases.split("\n")) if self.aliases else ()

    def prepare(self) -> None:
        self.name, self.maker = clean_line(self.name), clean_line(self.maker)
        self.aliases = clean_list(self.aliases)
        self.slug = self.slug or slugify(self.name.replace(".", "-"))[:TITLE_LENGTH]
        if not self.slug:
            raise ValidationError(
                {"slug": "No address can be made from this name: give one of letters and digits."}
            )
        refuse_long_texts(self)
