"""The three lists of links on a concept's page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from concepts.admin.link_forms import ComesAfterFormSet, LeadsToFormSet, LinkForm, RelatedForm, RelatedFormSet
from concepts.models import Concept, Link


class LinkList(admin.TabularInline):
    """A list of links. The other end is chosen by typing, among the concepts of the same map."""

    model = Link
    verbose_name = "link"
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        self.concept = obj
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        return super().get_queryset(request).select_related("source", "target")

    @admin.display(description="concept")
    def other(self, link: Link) -> Concept:
        """What a curator sees who may only look."""
        return link.target if link.source == self.concept else link.source


class ComesAfterList(LinkList):
    fk_name = "target"
    form = LinkForm
    formset = ComesAfterFormSet
    fields = ["kind", "other", "reason"]
    verbose_name_plural = "Comes after: its parents and prerequisites"


class LeadsToList(LinkList):
    fk_name = "source"
    form = LinkForm
    formset = LeadsToFormSet
    fields = ["kind", "other", "reason"]
    verbose_name_plural = "Leads to: its children and what it is needed for"


class RelatedList(LinkList):
    fk_name = "source"
    form = RelatedForm
    formset = RelatedFormSet
    fields = ["other", "reason"]
    verbose_name_plural = "Related, without direction"
