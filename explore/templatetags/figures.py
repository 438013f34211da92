"""Figures of AI models in templates."""

from django import template
from django.utils.safestring import SafeString

from explore.figure_markup import figure_markup, sources_markup
from explore.model_contexts import Answer, Cell

register = template.Library()


@register.filter
def figure(cell: Cell) -> SafeString:
    """What is stated of an attribute, opening to its sources."""
    return figure_markup(cell)


@register.filter
def sources(answer: Answer) -> SafeString:
    """The sources of an answer, and whether a curator has looked at each."""
    return sources_markup(answer, certainty=True)
