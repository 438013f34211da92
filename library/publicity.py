"""What the library does when concepts that its documents rest on come into view, or go out of it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from concepts.models.revisions import new_stamp, publicity_changed
from library.models import Citation, revising
from library.models.revision import PUBLICITY
from outbox.leases import finish
from outbox.models import Job
from outbox.services import enqueue


def follow(sender: object, *, map_ids: Collection[int], **kwargs: Any) -> None:
    """Hand over what follows when maps that documents rest on are published or hidden. Queries: 1, else up to 5."""
    if Citation.objects.filter(concept__map__in=map_ids).exists():
        enqueue(kind=PUBLICITY, payload={}, key=f"{PUBLICITY}:{new_stamp()}")


def renew_state(job: Job) -> None:
    """Bring the library into a new state, which has the index of likeness built."""
    with transaction.atomic():
        with revising():
            pass
        finish(job)


publicity_changed.connect(follow, dispatch_uid=PUBLICITY)
