"""The outbox as staff see it: what waits, what failed and why. Nothing is edited by hand."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from outbox import services
from outbox.models import Job
from outbox.progress import progress_of


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["key", "state", "error", "progress", "attempts", "due", "kind", "created"]
    list_filter = ["state", "kind"]
    search_fields = ["key", "last_error"]
    # By number: it tells the order as well as `created` does, whose index each sign-up would have to write.
    ordering = ["-pk"]
    actions = ["try_again"]
    # The number of all rows, filtered or not, costs a second count of a table that only grows.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Whether this person may let jobs be tried again."""
        return request.user.has_perm("outbox.change_job")

    @admin.display(description="progress")
    def progress(self, job: Job) -> str:
        if job.state != Job.State.WAITING or not job.begun:
            return "–"
        come = progress_of(job)
        return f"{come.percent} % ({come.done:,} of {come.steps:,})" if come.steps else "in hand"

    @admin.display(description="last error")
    def error(self, job: Job) -> str:
        return job.last_error if len(job.last_error) <= 100 else f"{job.last_error[:99]}…"

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = services.try_again(job_ids=list(jobs.values_list("pk", flat=True)))
        self.message_user(request, f"{count} to be tried again at once.", messages.SUCCESS)
