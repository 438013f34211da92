"""Snapshots of large maps as work for the outbox: built anew after edits, so that nothing is laid over them."""

from django.db import transaction

from concepts.errors import UnknownMap
from concepts.layouts import ask_for_layouts
from concepts.models import KnowledgeMap
from concepts.models.change_log import forget_changes
from concepts.snapshots import build_snapshot, state_of_map
from outbox.models import Job


def run_snapshot(job: Job) -> None:
    """Build the snapshots of a map as it is now, and have it laid out as it is now. Done twice, it finds all done."""
    map_id = job.payload["map"]
    try:
        built, _ = build_snapshot(state_of_map(map_id), drafts=False)
        build_snapshot(built, drafts=True)
    except UnknownMap:
        return
    with transaction.atomic():
        forget_changes(map_id, revision=built.revision)
        ask_for_layouts(KnowledgeMap.objects.filter(pk=map_id))
