"""A document of the library: a digest, a disclosure, or the text that a map or an outline was made from."""

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify

from concepts.folding import fold
from concepts.models import KnowledgeMap, Topic
from concepts.models.lengths import refuse_long_texts
from concepts.models.searchable import Searchable, with_folded
from concepts.text import LIST_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, clean_line, clean_list
from library.models.revision import LibraryRow, LibraryRows
from library.reading.text import Part

WORDS_A_MINUTE = 220
TEXT_LENGTH = 20_000_000
NAME_LENGTH = 200
# What is written along with a column that it is made from.
_MADE_FROM = {"authors": {"folded_names"}, "text": {"folded_text", "fingerprint", "minutes"}}


class Documents(LibraryRows["Document"]):
    """Documents, the newest first."""

    def update(self, **values: Any) -> int:
        if set(_with_made(values)) - values.keys():
            raise ValueError("Save each document: what is found by its texts must follow them.")
        return super().update(**values)

    def bulk_update(
        self, objs: Iterable["Document"], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        return super().bulk_update(objs, _with_made(fields), *args, **kwargs)

    def map_ids(self) -> list[int]:
        cited = self.order_by().filter(citations__isnull=False)
        return list(cited.values_list("citations__concept__map", flat=True).distinct())


class Document(Searchable, LibraryRow):
    """A text with its provenance. `text` is what all offsets count in; `parts` says how it is laid out.

    The same document handed in again is known by `fingerprint`, the SHA-256 of its text, a changed one by
    `title_key`, that of the title it came with. `reading` tells what was found in the text: marks may have been
    added that leave the clean text as it was. It is empty where nothing was handed in.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", "Digest"
        DISCLOSURE = "disclosure", "Disclosure"
        MAP_TEXT = "map-text", "Map text"
        TEXT = "text", "Text"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=TITLE_LENGTH)
    slug = models.SlugField(
        max_length=TITLE_LENGTH, unique=True, blank=True, help_text="Made from the title when left empty."
    )
    summary = models.CharField(max_length=SUMMARY_LENGTH, blank=True, help_text="One line: what it says.")
    authors = models.TextField(max_length=LIST_LENGTH, blank=True, help_text="One a line.")
    publisher = models.CharField(max_length=NAME_LENGTH, blank=True)
    published_on = models.DateField("published", null=True, blank=True)
    source_url = models.URLField(
        "source", max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    licence = models.CharField(max_length=NAME_LENGTH, blank=True, help_text="Of the text that stands here.")
    topics = models.ManyToManyField(Topic, related_name="documents", blank=True)
    map = models.ForeignKey(
        KnowledgeMap,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where the concepts that it proposes belong. Empty: in a new map, made with the first of them.",
    )
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    text = models.TextField(max_length=TEXT_LENGTH)
    # The words of the text as they are searched, which the index in the database follows by itself.
    folded_text = models.TextField(blank=True, default="", db_default="", editable=False)
    parts = models.JSONField(default=list, blank=True, editable=False)
    minutes = models.PositiveIntegerField(default=1, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    reading = models.CharField(max_length=64, blank=True, default="", editable=False)
    title_key = models.CharField(max_length=64, editable=False, db_index=True)
    seed_digest = models.CharField(max_length=64, blank=True, editable=False)
    seeded_state = models.CharField(max_length=64, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = Documents.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = [models.F("published_on").desc(nulls_last=True), "title", "pk"]
        indexes = [
            # PostgreSQL has others beside these, since to it no date comes before all dates (migration 0003).
            models.Index(fields=["status", "-published_on", "title"], name="document_listing"),
            models.Index(fields=["status", "kind", "-published_on"], name="document_kinds"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("explore:document", args=[self.slug])

    @staticmethod
    def newest_first(path: str = "") -> tuple[Any, ...]:
        """The order of documents, for rows from which `path` leads to one. Both databases put no date last."""
        return models.F(f"{path}published_on").desc(nulls_last=True), f"{path}title", f"{path}pk"

    @property
    def author_list(self) -> tuple[str, ...]:
        return tuple(self.authors.split("\n")) if self.authors else ()

    @property
    def alias_list(self) -> tuple[str, ...]:
        return self.author_list

    @property
    def part_list(self) -> tuple[Part, ...]:
        return tuple(Part(**part) for part in self.parts)

    def prepare(self) -> None:
        self.title, self.summary = clean_line(self.title), clean_line(self.summary)
        self.authors = clean_list(self.authors)
        self.publisher, self.licence = clean_line(self.publisher), clean_line(self.licence)
        self.slug = self.slug or slugify(self.title)[:TITLE_LENGTH]
        if not self.slug:
            raise ValidationError(
                {"slug": "No address can be made from this title: give one of letters and digits."}
            )
        refuse_long_texts(self)
        self.title_key = self.title_key or key_of_title(self.title)
        fingerprint = fingerprint_of(self.text)
        if fingerprint != self.fingerprint or not self.folded_text:
            self.fingerprint, self.folded_text = fingerprint, fold(self.text)
            self.minutes = max(1, round(len(self.text.split()) / WORDS_A_MINUTE))
        super().prepare()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = _with_made(kwargs["update_fields"])
        super().save(*args, **kwargs)

    def map_ids(self) -> list[int]:
        return Document.objects.filter(pk=self.pk).map_ids() if self.pk else []


def _with_made(fields: Iterable[str]) -> Collection[str]:
    """The columns to write when these are written."""
    named = set(fields)
    return with_folded(named.union(*(made for column, made in _MADE_FROM.items() if column in named)))


def fingerprint_of(text: str) -> str:
    """What tells a clean text from any other."""
    return sha256(text.encode()).hexdigest()


def key_of_title(title: str) -> str:
    """What tells a title from any other, however it is spaced and cased."""
    return fingerprint_of(clean_line(title).casefold())


def stored_parts(parts: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Parts as the column keeps them; `level` only where it says something."""
    for part in parts:
        stored = {"kind": part.kind, "start": part.start, "end": part.end}
        yield {**stored, "level": part.level} if part.level else stored
