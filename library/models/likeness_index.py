"""The index of which documents are like which, kept where every machine finds it."""

from django.db import models
from django.db.models.functions import Now


class LikenessIndex(models.Model):
    """The one index there is. `stamp` names what it was built from and how; `content` is the file of its arrays.

    It is large: ask for `stamp` alone, and for the content only when there is no file of that name yet.
    """

    stamp = models.CharField(max_length=64)
    content = models.BinaryField()
    built = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="likeness_index_is_one_row")]

    def __str__(self) -> str:
        return self.stamp
