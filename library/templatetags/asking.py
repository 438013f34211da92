"""Whether there is a language model to ask, for templates of rooms that know nothing of it."""

from django import template

from library.asking.server import server_to_ask

register = template.Library()


@register.simple_tag
def a_model_can_be_asked() -> bool:
    """Whether a server is configured."""
    return server_to_ask() is not None
