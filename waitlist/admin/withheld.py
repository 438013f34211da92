"""Addresses that are not written to again. None can be read here, but one that its owner names can be found."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from waitlist.addresses import read_address
from waitlist.digests import digests_of
from waitlist.models import Withheld
from waitlist.taking_in import WITHHELD


@admin.register(Withheld)
class WithheldAdmin(admin.ModelAdmin):
    list_display = ["pk", "reason", "since"]
    list_filter = ["reason"]
    # Shows the field; what is typed into it is looked up by its digest.
    search_fields = ["digest"]
    search_help_text = "Type the whole address. Delete what is found to let its owner join again."

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Withheld | None = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Withheld], search_term: str
    ) -> tuple[QuerySet[Withheld], bool]:
        if not search_term:
            return queryset, False
        try:
            key = read_address(search_term).key
        except ValidationError:
            return queryset.none(), False
        return queryset.filter(digest__in=digests_of(key, about=WITHHELD)), False
