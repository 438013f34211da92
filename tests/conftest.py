"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.staff import sign_in, with_second_step

# A property is true or false, however busy the machine is.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

_EMPTIES = {"transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Tests that empty the database come last, in whatever order: others need the rows that the migrations made."""
    items.sort(key=_empties_the_database)


def _empties_the_database(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not _EMPTIES.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Before the test database is dropped, ends what a server's or a test's thread may still have open in it."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Pages are cached by map and revision, and both repeat when a test's rows are rolled back."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own for snapshots and mail, in the place of KINAPSE_VAR."""
    folder = tmp_path / "var"
    folder.mkdir()
    settings.VAR_DIR = folder
    settings.EMAIL_FILE_PATH = folder / "mail"
    return folder


@pytest.fixture
def curators(db: None) -> Group:
    """The group as the migrations left it."""
    return Group.objects.get(name="Curators")


@pytest.fixture
def admin_user(db: None) -> User:
    """A curator who may do everything."""
    curator = User.objects.create_superuser("curator", "curator@kinapse.example", "a long enough password")
    return with_second_step(curator)


@pytest.fixture
def staff_client(admin_user: User) -> Client:
    """A browser in which the curator is signed in."""
    client = Client()
    sign_in(client, admin_user)
    return client
