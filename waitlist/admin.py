"""The waitlist as staff see it. States are not edited by hand: they are taken off the list, or deleted: erased."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from waitlist import services
from waitlist.export import signups_as_csv
from waitlist.models import Signup


@admin.register(Signup)
class SignupAdmin(admin.ModelAdmin):
    list_display = ["email", "placement", "page", "state", "joined"]
    list_filter = ["placement", "state", "joined"]
    date_hierarchy = "joined"
    search_fields = ["email", "email_key"]
    ordering = ["-joined", "-pk"]
    actions = ["export", "take_off"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Signup | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Signup) -> None:
        services.erase(signup_ids=[obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Signup]) -> None:
        services.erase(signup_ids=list(queryset.values_list("pk", flat=True)))

    def has_take_off_permission(self, request: HttpRequest) -> bool:
        """Whether this person may take others off the list."""
        return request.user.has_perm("waitlist.change_signup")

    @admin.action(description="Export as CSV", permissions=["view"])
    def export(self, request: HttpRequest, signups: QuerySet[Signup]) -> StreamingHttpResponse:
        response = StreamingHttpResponse(signups_as_csv(signups), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="waitlist-{timezone.now():%Y-%m-%d}.csv"'
        return response

    @admin.action(description="Take off the list", permissions=["take_off"])
    def take_off(self, request: HttpRequest, signups: QuerySet[Signup]) -> None:
        count = services.take_off(signup_ids=list(signups.values_list("pk", flat=True)))
        self.message_user(request, f"{count} taken off the list.", messages.SUCCESS)
