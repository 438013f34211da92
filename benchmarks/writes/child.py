"""Measures one database, named by the environment, and prints the figures as JSON: run by `benchmarks.writes`."""

import json
import sys

import django
from tqdm import tqdm

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.writes.writing import Writer, curator  # noqa: E402
from concepts.formats.made_up import generate_map  # noqa: E402
from concepts.models import KnowledgeMap  # noqa: E402
from concepts.snapshots import build_snapshot, state_of_map  # noqa: E402

SMALL = 1_000
_LINKS_EACH = 5
_WARM_UP = 3

# By the number of concepts and by what was done: milliseconds by the clock, and those that this process worked.
Figures = dict[int, dict[str, list[tuple[float, float]]]]


def main(size: int, rounds: int) -> None:
    """Make the maps where they are missing, write to both in turn, print the times."""
    call_command("migrate", verbosity=0)
    # The pages of the admin name their files as they are collected.
    call_command("collectstatic", interactive=False, verbosity=0)
    client = curator()
    writers = {count: Writer(_map_of(count), client) for count in (SMALL, size)}
    figures: Figures = {count: {} for count in writers}
    for number in tqdm(range(-_WARM_UP, rounds), desc="rounds", mininterval=1):
        for count, writer in writers.items():
            for what, *took in writer.round():
                if number >= 0:
                    figures[count].setdefault(what, []).append((took[0], took[1]))
    json.dump({"ms": figures}, sys.stdout)


def _map_of(concepts: int) -> KnowledgeMap:
    """A made-up map with its snapshot built, as the relay leaves one."""
    slug = f"made-up-{concepts}"
    made = KnowledgeMap.objects.filter(slug=slug).first()
    if made is None:
        with tqdm(desc=slug, total=concepts * (1 + _LINKS_EACH), unit=" rows", mininterval=1) as bar:
            made = generate_map(
                slug=slug, concepts=concepts, links=concepts * _LINKS_EACH, seed=1, progress=bar.update
            )
    for drafts in (False, True):
        build_snapshot(state_of_map(made.pk), drafts=drafts)
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
