"""Finds topics by their titles, and makes those that are missing."""

from collections.abc import Iterable

from django.db.models import Max
from django.utils.text import slugify

from concepts.models import Topic
from concepts.text import clean_line

_SLUG_LENGTH = 80
_NAMELESS = "topic"


def find_or_make_topics(titles: Iterable[str]) -> list[Topic]:
    """The topics with these titles, in upper or lower case; new ones come last. Queries: 1, and 2 a new one."""
    known = {topic.title.casefold(): topic for topic in Topic.objects.all()}
    taken = {topic.slug for topic in known.values()}
    found = []
    for title in map(clean_line, titles):
        topic = known.get(title.casefold())
        if topic is None:
            last = Topic.objects.aggregate(last=Max("position"))["last"]
            topic = Topic.objects.create(
                title=title, slug=_free_slug(title, taken), position=0 if last is None else last + 1
            )
            known[title.casefold()] = topic
            taken.add(topic.slug)
        found.append(topic)
    return found


def _free_slug(title: str, taken: set[str]) -> str:
    """A slug that no other topic has: titles such as “C” and “C++” would get the same."""
    name = slugify(title)[:_SLUG_LENGTH] or _NAMELESS
    slug, number = name, 2
    while slug in taken:
        tail = f"-{number}"
        slug = f"{name[: _SLUG_LENGTH - len(tail)]}{tail}"
        number += 1
    return slug
