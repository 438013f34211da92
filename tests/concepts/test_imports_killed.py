"""A process that is killed in the middle of an import leaves no row and no file, and it can be run again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models.functions import Now

from concepts.formats import draft_of
from concepts.formats.markdown_writer import write_markdown
from concepts.formats.private_file import private_folder
from concepts.formats.storing import store_map
from concepts.imports import ask_for_import
from concepts.models import Concept, KnowledgeMap, MapImport
from kinapse.settings.environment import BASE_DIR
from outbox import relay
from outbox.models import Job
from tests.concepts.formats.drafting import small_map
from tests.database import database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The concepts are written by then, and the links are not.
_HANGING = """
import sys, time
import django
django.setup()
from concepts.formats import storing

def hang(*_):
    print("writing", flush=True)
    time.sleep(600)

storing.write_links = hang
"""
COMMAND = "from django.core.management import call_command; call_command('import_map', sys.argv[1])"
RELAY = "from outbox import relay; relay.work_off()"


@contextmanager
def hanging(code: str, *words: str, var: Path) -> Iterator[None]:
    """A process in the middle of an import, which is killed at the end of the block."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kinapse.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "",
        "KINAPSE_VAR": str(var),
    }
    command = [sys.executable, "-c", _HANGING + code, *words]
    with subprocess.Popen(command, env=environment, cwd=BASE_DIR, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == b"writing\n"
            yield
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert process.returncode == -signal.SIGKILL


def staged(var: Path) -> list[Path]:
    return list((var / "staging").iterdir())


def test_a_killed_command_leaves_the_map_as_it_was_and_can_be_run_again(
    tmp_path: Path, var_dir: Path
) -> None:
    stored, _ = store_map(small_map())
    before = draft_of(stored, drafts=True)
    changed = [replace(concept, summary=f"Now {concept.title}.") for concept in before.concepts]
    new = replace(before, concepts=tuple(changed), links=before.links[1:])
    file = tmp_path / "garden.md"
    file.write_text(write_markdown(new))
    with hanging(COMMAND, str(file), var=var_dir):
        assert draft_of(KnowledgeMap.objects.get(), drafts=True) == before
        assert staged(var_dir) == []
    now = KnowledgeMap.objects.get()
    assert (draft_of(now, drafts=True), now.revision, now.stamp) == (before, stored.revision, stored.stamp)
    call_command("import_map", file)
    assert draft_of(KnowledgeMap.objects.get(), drafts=True) == new


def test_a_killed_relay_leaves_nothing_and_the_next_one_does_the_import_and_tidies_up(var_dir: Path) -> None:
    asked = ask_for_import(file_name="garden.md", content=write_markdown(small_map()).encode())
    with hanging(RELAY, var=var_dir):
        assert not KnowledgeMap.objects.exists()
    (left,) = staged(var_dir)
    assert not Concept.objects.exists()
    assert Job.objects.get().state == Job.State.WAITING
    Job.objects.update(leased_until=Now(), due=Now())
    assert relay.work_off() == 1
    asked.refresh_from_db()
    assert (asked.state, KnowledgeMap.objects.get().revision) == (MapImport.State.DONE, 2)
    assert not left.exists()
    assert staged(var_dir) == []


def test_what_another_process_has_in_hand_is_left_alone(var_dir: Path) -> None:
    ask_for_import(file_name="garden.md", content=write_markdown(small_map()).encode())
    with hanging(RELAY, var=var_dir):
        in_hand = staged(var_dir)
        with private_folder() as folder:
            assert {*staged(var_dir)} == {*in_hand, folder}
