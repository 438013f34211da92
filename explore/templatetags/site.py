"""The parts around every page."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def site_part(name: str, section: str = "") -> SafeString:
    """`assets`, `scripts`, `fonts`, `head` or `foot` of the site, with `section` marked as where one is.

    They are the same for everyone and would be a third of the work of a page, so each is rendered once a process.
    """
    return _render(name, section) if settings.DEBUG else _rendered(name, section)


def _render(name: str, section: str) -> SafeString:
    return render_to_string(f"components/site_{name}.html", {"section": section})


_rendered = lru_cache(maxsize=32)(_render)
