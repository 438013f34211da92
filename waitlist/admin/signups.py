"""People on the waitlist: counted, found, invited, taken off, exported, erased."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from waitlist import leaving, services
from waitlist.chart import charts_of
from waitlist.export import signups_as_csv
from waitlist.models import Placement, Signup
from waitlist.selectors import signup_counts

CHART_DAYS = 60
MOST_INVITED_AT_ONCE = 1_000


@admin.register(Signup)
class SignupAdmin(admin.ModelAdmin):
    list_display = ["email", "joined_by", "page", "state", "stage", "asked", "confirmed", "invited"]
    list_filter = ["state", "placement", "stage", "asked"]
    date_hierarchy = "asked"
    search_fields = ["email", "email_key", "working_on"]
    ordering = ["-asked", "-pk"]
    actions = ["invite", "export", "take_off", "release"]
    change_list_template = "admin/waitlist/signup/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Signup | None = None) -> bool:
        return False

    def has_acting_permission(self, request: HttpRequest) -> bool:
        """Whether this person may invite others, or take them off the list."""
        return request.user.has_perm("waitlist.change_signup")

    def delete_model(self, request: HttpRequest, obj: Signup) -> None:
        leaving.erase(signup_ids=[obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Signup]) -> None:
        leaving.erase(signup_ids=_ids(queryset))

    @admin.display(description="placement", ordering="placement")
    def joined_by(self, signup: Signup) -> str:
        # Its words are a sentence, which would fill the table.
        return signup.placement

    def get_urls(self) -> list[URLPattern]:
        oldest = self.admin_site.admin_view(require_POST(self.invite_oldest))
        return [path("invite-oldest/", oldest, name="waitlist_signup_invite_oldest"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        counts = signup_counts(days=CHART_DAYS)
        drawn = {
            "charts": charts_of(counts),
            "states": Signup.State.choices,
            "placements": [(words, counts.at(value)) for value, words in Placement.choices],
            "may_act": self.has_acting_permission(request),
            "most_invited": MOST_INVITED_AT_ONCE,
        }
        return super().changelist_view(request, {**drawn, **(extra_context or {})})

    def invite_oldest(self, request: HttpRequest) -> HttpResponse:
        """Invite as many as the form says of those who have waited longest."""
        if not self.has_acting_permission(request):
            raise PermissionDenied
        typed = request.POST.get("count", "").strip()
        if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:9]) <= MOST_INVITED_AT_ONCE:
            self._say_invited(request, services.invite_oldest(count=int(typed)))
        else:
            say = f"Type how many to invite: a whole number from 1 to {MOST_INVITED_AT_ONCE}."
            self.message_user(request, say, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:waitlist_signup_changelist"))

    @admin.action(description="Invite", permissions=["acting"])
    def invite(self, request: HttpRequest, signups: QuerySet[Signup]) -> None:
        self._say_invited(request, services.invite(signup_ids=_ids(signups)))

    @admin.action(description="Export as CSV", permissions=["view"])
    def export(self, request: HttpRequest, signups: QuerySet[Signup]) -> StreamingHttpResponse:
        response = StreamingHttpResponse(signups_as_csv(signups), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="waitlist-{timezone.now():%Y-%m-%d}.csv"'
        return response

    @admin.action(description="Take off the list", permissions=["acting"])
    def take_off(self, request: HttpRequest, signups: QuerySet[Signup]) -> None:
        count = leaving.take_off(signup_ids=_ids(signups))
        self.message_user(request, f"{count} taken off the list.", messages.SUCCESS)

    @admin.action(description="Let suppressed addresses join again", permissions=["acting"])
    def release(self, request: HttpRequest, signups: QuerySet[Signup]) -> None:
        count = leaving.release(signup_ids=_ids(signups))
        self.message_user(request, f"{count} may join again.", messages.SUCCESS)

    def _say_invited(self, request: HttpRequest, count: int) -> None:
        # Those who have not confirmed, or have left, were not asked for by anyone.
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, f"{count} invited. Only confirmed sign-ups are.", level)


def _ids(signups: QuerySet[Signup]) -> list[int]:
    return list(signups.values_list("pk", flat=True))
