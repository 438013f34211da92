"""Words for templates."""

from django import template

from waitlist.models import Placement

register = template.Library()


@register.filter
def placement_words(placement: str) -> str:
    """What a form at this placement invites with."""
    return Placement(placement).label
