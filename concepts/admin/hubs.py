"""Concepts with too many links for one form: their links are changed in lists of their own."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from concepts.models import Concept, Link

# Browsers send six values a link, and Django refuses forms of more than a thousand.
MOST_LINKS = 140
TOO_MANY_LINKS = (
    'This concept has more than {} links, too many for one page. Lists of their own have <a href="{}">what it leads '
    'to</a> and <a href="{}">what it comes after</a>; any link can be changed on the page of the other concept too.'
)


def said_of_hub(concept: Concept) -> SafeString:
    """Where the links of a concept are that its page does not show."""
    page = reverse("admin:concepts_link_changelist")
    return format_html(
        TOO_MANY_LINKS, MOST_LINKS, f"{page}?source={concept.pk}", f"{page}?target={concept.pk}"
    )


def has_very_many_links(concept: Concept) -> bool:
    """Counted no further than matters. Queries: 2."""
    out, into = (
        Link.objects.filter(**{end: concept}).order_by()[: MOST_LINKS + 1].count()
        for end in ("source", "target")
    )
    return out + into > MOST_LINKS
