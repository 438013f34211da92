"""Addresses for rows whose titles say nothing of those that are taken."""

from collections.abc import Collection

from django.utils.text import slugify

from concepts.text import TITLE_LENGTH

_NAMELESS = "untitled"


def free_slug(title: str, taken: Collection[str]) -> str:
    """A slug made of a title that is not taken: titles such as “C” and “C++” would get the same."""
    name = slugify(title)[:TITLE_LENGTH] or _NAMELESS
    slug, number = name, 2
    while slug in taken:
        tail = f"-{number}"
        slug = f"{name[: TITLE_LENGTH - len(tail)]}{tail}"
        number += 1
    return slug
