"""How long texts may be, enforced on both databases alike: SQLite itself does not."""

from django.core.exceptions import ValidationError
from django.db import models


def refuse_long_texts(row: models.Model) -> None:
    """Raises ValidationError, naming each field, when a text is longer than its column."""
    faults: dict[str, str] = {}
    for column in row._meta.concrete_fields:
        limit = getattr(column, "max_length", None)
        value = getattr(row, column.attname)
        if limit and isinstance(value, str) and len(value) > limit:
            faults[column.name] = f"At most {limit:,} characters; this has {len(value):,}. Shorten it."
    if faults:
        raise ValidationError(faults)
