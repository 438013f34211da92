"""The log of what was changed in large maps, for snapshots that changes are laid over until they are built anew."""

from django.db import models

from concepts.models.knowledge_map import KnowledgeMap


class LoggedChange(models.Model):
    """One change of a map, from the state with the stamp `before` to that with `stamp`, which has this revision.

    `concepts`: ids; `pairs`: ids of the two ends of links. Both tell only what to look at again. `whole`: too much was
    changed to be told.
    """

    map = models.ForeignKey(KnowledgeMap, models.CASCADE, related_name="+")
    revision = models.PositiveBigIntegerField()
    before = models.CharField(max_length=16)
    stamp = models.CharField(max_length=16)
    concepts = models.JSONField(default=list)
    pairs = models.JSONField(default=list)
    whole = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["map", "revision"], name="logged_change_once")]

    def __str__(self) -> str:
        return f"{self.map_id}: {self.revision}"
