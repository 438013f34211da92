"""A form remembers what it was opened on, and is refused when that has changed meanwhile."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

CHANGED_MEANWHILE = (
    "Someone else has changed this since you opened the page, so nothing was saved. What you typed is still below: "
    "open the page again in a second tab, see what is new (History says who changed what), and carry yours over."
)


class OpenedField(forms.CharField):
    """A digest of what the page showed. Never counts as an edit."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OpenedForm(forms.ModelForm):
    """A curation form. `refusal`: why a first try to save it failed, to be shown above its fields."""

    opened = OpenedField(required=False)
    refusal: ClassVar[ValidationError | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Taken before the posted values are written into the instance.
        self.state = "" if self.instance.pk is None else self._digest()
        self.initial["opened"] = self.state

    def rows_shown(self) -> Iterable[Any]:
        """What the page shows of other tables."""
        return ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            raise ValidationError(self.refusal.messages)
        opened = cleaned.get("opened")
        if opened and opened != self.state:
            raise ValidationError(CHANGED_MEANWHILE, code="changed")
        return cleaned

    def _digest(self) -> str:
        # What the application keeps itself (revision, dates) is not editable and no reason to refuse.
        columns = [column for column in self.instance._meta.concrete_fields if column.editable]
        values = [getattr(self.instance, column.attname) for column in columns]
        return sha256(repr((values, list(self.rows_shown()))).encode()).hexdigest()
