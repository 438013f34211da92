"""What curators look for in a list of concepts."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from concepts.models import Concept, Link, LinkKind


class DraftMapFilter(admin.SimpleListFilter):
    title = "state of the map"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("drafts", "a draft"), ("published", "published")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Concept]) -> QuerySet[Concept]:
        if self.value() in {"drafts", "published"}:
            return queryset.filter(map__published=self.value() == "published")
        return queryset


class MissingFilter(admin.SimpleListFilter):
    title = "what is missing"
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("summary", "summary"), ("detail", "detail"), ("sources", "sources"), ("parents", "parents")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Concept]) -> QuerySet[Concept]:
        if self.value() in {"summary", "detail", "sources"}:
            return queryset.filter(**{str(self.value()): ""})
        if self.value() == "parents":
            parents = Link.objects.filter(target=OuterRef("pk"), kind=LinkKind.PARENT)
            return queryset.filter(~Exists(parents))
        return queryset
