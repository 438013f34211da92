"""In which order rows are locked, so that no two wait for each other."""

from collections.abc import Collection

from waitlist.models import Signup


def locked(signup_ids: Collection[int]) -> list[Signup]:
    """The rows of these sign-ups, nobody else's to change until the transaction ends. Queries: 1.

    All that changes a sign-up and what belongs to it locks the sign-up first, several in the order of their numbers: so
    no two wait for each other. Before it come only the jobs of those who asked, since who takes one in does so too.
    """
    return list(Signup.objects.filter(pk__in=signup_ids).select_for_update(of=("self",)).order_by("pk"))
