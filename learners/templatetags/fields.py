"""Fields of forms as the site draws them."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The field's own input with the site's looks; its faults are what it is described by."""
    attributes: dict[str, str | bool] = {}
    if not isinstance(field.field.widget, CheckboxInput):
        attributes["class"] = "field__input"
    if field.errors:
        attributes["aria-describedby"] = f"{field.auto_id}-fault"
    return field.as_widget(attrs=attributes)
