"""What the tests of curation share: a small map, and the values that a browser would send back from a page."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse

from concepts.models import Concept, KnowledgeMap, Link, LinkKind

# Kind, source, target.
TEACHING = [
    (LinkKind.PARENT, "root", "left"),
    (LinkKind.PARENT, "root", "right"),
    (LinkKind.PREREQUISITE, "left", "right"),
]


def make_map(slug: str = "tree", titles: Iterable[str] = ("Root", "Left", "Right", "Leaf")) -> KnowledgeMap:
    """A map of four concepts: Root over Left and Right, Left needed before Right, Leaf alone."""
    knowledge_map = KnowledgeMap.objects.create(
        slug=slug, title=slug.title(), summary="A small one.", published=True
    )
    made = Concept.objects.bulk_create(
        Concept(map=knowledge_map, title=title, position=number, summary="A concept.")
        for number, title in enumerate(titles)
    )
    by_slug = {concept.slug: concept for concept in made}
    Link.objects.bulk_create(
        Link(map=knowledge_map, source=by_slug[source], target=by_slug[target], kind=kind, reason="So it is.")
        for kind, source, target in TEACHING
    )
    return KnowledgeMap.objects.get(pk=knowledge_map.pk)


def concept_named(slug: str, *, of: str = "tree") -> Concept:
    return Concept.objects.get(map__slug=of, slug=slug)


def change_page(concept: Concept) -> str:
    return reverse("admin:concepts_concept_change", args=[concept.pk])


def add_page(knowledge_map: KnowledgeMap) -> str:
    return f"{reverse('admin:concepts_concept_add')}?map={knowledge_map.pk}"


def values_on(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send from a page on which nothing was touched."""
    context = client.get(address).context
    values: dict[str, Any] = {}
    for form in [context["adminform"].form, *_rows(context)]:
        for field in form:
            value = field.value()
            if value is True:
                values[field.html_name] = "on"
            elif value is not False and value not in (None, ""):
                values[field.html_name] = value
    return values


def _rows(context: Any) -> Iterable[Any]:
    for inline in context["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms


def faults_in(response: Any) -> str:
    """Everything that a refused page complains about."""
    assert response.status_code == 200, "the form was saved"
    context = response.context
    faults = [context["adminform"].form.errors.as_text()]
    faults += [row.errors.as_text() for row in _rows(context)]
    return "\n".join(filter(None, faults))


def links_of(slug: str = "tree") -> set[tuple[str, str, int]]:
    rows = Link.objects.filter(map__slug=slug).values_list("source__slug", "target__slug", "kind")
    return set(rows)


def revision_of(slug: str = "tree") -> int:
    return KnowledgeMap.objects.get(slug=slug).revision
