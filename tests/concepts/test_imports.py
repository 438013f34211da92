"""Files handed in become maps in the background: once, with progress, or refused with every fault."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from concepts import imports
from concepts.admin.imports import TOO_LARGE
from concepts.formats.markdown_writer import write_markdown
from concepts.imports import ask_for_import, import_progress
from concepts.models import Concept, KnowledgeMap, MapImport
from concepts.models.map_import import FILE_NAME_LENGTH
from outbox import relay
from outbox.doing import do
from outbox.leases import lease_next
from outbox.models import Job
from outbox.progress import Progress, report, tell
from outbox.registry import handler_of
from tests.concepts.formats.drafting import small_map

pytestmark = pytest.mark.django_db

ADD = "admin:concepts_mapimport_add"


def _garden(**changes: str) -> bytes:
    return write_markdown(small_map(**changes)).encode()


def _page(asked: MapImport) -> str:
    return reverse("admin:concepts_mapimport_change", args=[asked.pk])


def test_a_file_handed_in_becomes_a_map() -> None:
    asked = ask_for_import(file_name="garden.md", content=_garden())
    assert not KnowledgeMap.objects.exists()
    assert relay.work_off() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == (MapImport.State.DONE, "garden: created, revision 2")
    assert bytes(asked.content) == b""
    assert KnowledgeMap.objects.get().slug == "garden"
    job = Job.objects.get()
    assert (job.state, job.steps_done, job.steps > 0) == (Job.State.DONE, job.steps, True)


@pytest.mark.parametrize("letter", ["x", "ж", "図", "🌳"])
def test_a_file_may_have_as_long_a_name_as_can_be_handed_in(letter: str) -> None:
    asked = ask_for_import(file_name=f"{letter * (FILE_NAME_LENGTH - 3)}.md", content=_garden())
    relay.work_off()
    asked.refresh_from_db()
    assert asked.state == MapImport.State.DONE


def test_a_file_may_become_another_map_than_it_says() -> None:
    ask_for_import(file_name="garden.md", content=_garden(), slug="yard")
    relay.work_off()
    assert KnowledgeMap.objects.get().slug == "yard"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("garden.md", b"no map at all", "garden.md:1: "),
        ("garden.doc", b"", "garden.doc: The format of this file is not known"),
        ("../../garden.json", b"{", "garden.json:1: "),
        ("garden.md", b"\xff\xfe\x00", "garden.md"),
    ],
)
def test_a_faulty_file_is_refused_once_with_its_faults(name: str, content: bytes, fault: str) -> None:
    asked = ask_for_import(file_name=name, content=content)
    relay.work_off()
    asked.refresh_from_db()
    assert asked.state == MapImport.State.REFUSED
    assert asked.outcome.startswith(fault)
    assert asked.outcome.endswith("Nothing was changed.")
    assert "/tmp" not in asked.outcome
    assert Job.objects.get().state == Job.State.DONE
    assert not KnowledgeMap.objects.exists()


def test_a_file_that_is_cut_off_above_its_concepts_empties_no_map() -> None:
    ask_for_import(file_name="garden.md", content=_garden())
    relay.work_off()
    before = Concept.objects.count()
    cut_off = write_markdown(replace(small_map(), concepts=(), links=()))
    asked = ask_for_import(file_name="garden.md", content=cut_off.encode())
    relay.work_off()
    asked.refresh_from_db()
    assert asked.state == MapImport.State.REFUSED
    assert asked.outcome.startswith("garden: There are no concepts here, but the map has")
    assert Concept.objects.count() == before > 0


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_does_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Killed(BaseException):
        pass

    def die(count: int) -> None:
        raise Killed

    asked = ask_for_import(file_name="garden.md", content=_garden())
    job = lease_next()
    assert job is not None
    with monkeypatch.context() as patched:
        patched.setattr(imports, "_counting", lambda job, drafts: die)
        with pytest.raises(Killed), transaction.atomic():
            handler_of(job.kind)(job)
    assert not KnowledgeMap.objects.exists()
    Job.objects.update(leased_until=Now(), due=Now())
    assert relay.work_off() == 1
    assert KnowledgeMap.objects.get().revision == 2
    asked.refresh_from_db()
    assert asked.state == MapImport.State.DONE


def test_what_is_done_is_not_done_again_by_one_who_lost_the_lease() -> None:
    ask_for_import(file_name="garden.md", content=_garden())
    first = lease_next()
    Job.objects.update(leased_until=Now(), due=Now())
    assert relay.work_off() == 1
    assert first is not None
    MapImport.objects.update(content=_garden(title="Yard"))
    do(first)
    assert KnowledgeMap.objects.get().title != "Yard"
    assert Job.objects.get().state == Job.State.DONE


def test_a_curator_hands_a_file_in_and_sees_how_far_it_is(staff_client: Client, var_dir: None) -> None:
    answer = staff_client.post(
        reverse(ADD), {"file": SimpleUploadedFile("garden.md", _garden()), "slug": ""}, follow=True
    )
    asked = MapImport.objects.get()
    assert asked.asked_by == User.objects.get()
    assert answer.redirect_chain[-1][0] == _page(asked)
    page = answer.content.decode()
    assert "Not begun" in page
    assert "look-again" in page
    job = lease_next()
    assert job is not None
    assert "It is being read and checked." in staff_client.get(_page(asked)).content.decode()
    report(job, done=3, steps=12)
    tell(job)
    assert import_progress(asked) == Progress(3, 12)
    assert (
        '<progress value="3" max="12"></progress> 25 % (3 of 12 rows)'
        in staff_client.get(_page(asked)).content.decode()
    )
    do(job)
    done = staff_client.get(_page(asked)).content.decode()
    assert "garden: created, revision 2" in done
    assert "look-again" not in done
    assert Concept.objects.exists()


def test_a_form_without_a_file_or_with_too_large_a_one_says_what_to_do(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "This field is required." in staff_client.post(reverse(ADD), {}).content.decode()
    monkeypatch.setattr("concepts.admin.imports.ImportForm.most_bytes", 10)
    answer = staff_client.post(reverse(ADD), {"file": SimpleUploadedFile("garden.md", _garden())})
    assert TOO_LARGE in answer.content.decode()
    assert not MapImport.objects.exists()


def test_imports_are_neither_changed_nor_removed_by_hand(staff_client: Client) -> None:
    asked = ask_for_import(file_name="garden.md", content=_garden())
    assert staff_client.post(_page(asked), {"slug": "x"}).status_code == 403
    assert staff_client.post(_page(asked).replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert staff_client.get(reverse("admin:concepts_mapimport_changelist")).status_code == 200


def test_curators_may_hand_files_in(curators: Group) -> None:
    names = set(curators.permissions.values_list("codename", flat=True))
    assert {"add_mapimport", "view_mapimport"} <= names
    assert "delete_mapimport" not in names
