"""A real browser against a real server: Chromium drives pages that WhiteNoise serves as on the running site."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from playwright.sync_api import ConsoleMessage, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from concepts.layouts import lay_out_map
from concepts.models import KnowledgeMap
from tests.e2e.atlas import make_atlas
from tests.e2e.explorer import SEED, Explorer

# Playwright keeps an event loop in this thread, in which Django would refuse every query of a test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# What comes on a machine that is busy otherwise comes late.
expect.set_options(timeout=20_000)

_CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
_SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the browser tests, and leaves them out where they cannot run: script/test says so loudly."""
    built = not settings.DJANGO_VITE["default"].get("dev_mode")
    for item in items:
        if "e2e" not in item.path.parts:
            continue
        item.add_marker(pytest.mark.e2e)
        if _CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium: script/test installs one"))
        if not built:
            item.add_marker(pytest.mark.skip(reason="the front end is not built: script/build builds it"))


class _NoStaticHandler(StaticFilesHandler):
    """Leaves the statics to WhiteNoise: they come with the names and headers of the running site."""

    def _should_handle(self, path: str) -> bool:
        return False


class _SiteServer(LiveServer):
    def start(self) -> None:
        if "KINAPSE_TEST_STATICS" in os.environ:
            self.thread.static_handler = _NoStaticHandler
        super().start()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The site on a free port of this machine; tests that use it have a database whose changes are committed."""
    server = _SiteServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Lets a test write `page.goto("/maps/")`."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that script/test found, without the talk to its maker's servers."""
    # Chromium's sandbox refuses to start for root.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": _CHROMIUM, "args": [*_SWITCHES, *sandbox]}


@pytest.fixture
def console_messages(page: Page) -> Iterator[list[str]]:
    """What the browser complains of on this page. A test that ends with any of it left in the list fails."""
    complaints: list[str] = []

    def keep_message(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def keep_error(error: Error) -> None:
        complaints.append(f"uncaught: {error.message}")

    page.on("console", keep_message)
    page.on("pageerror", keep_error)
    yield complaints
    assert complaints == []


@pytest.fixture
def claude_code(transactional_db: None, var_dir: Path) -> KnowledgeMap:
    """The map Claude Code Architecture as it is seeded, for everyone to see."""
    call_command("import_map", str(SEED), verbosity=0)
    KnowledgeMap.objects.update(published=True)
    return KnowledgeMap.objects.get()


@pytest.fixture
def atlas(transactional_db: None, var_dir: Path) -> KnowledgeMap:
    """A map too large to be drawn at once, not laid out so far."""
    return make_atlas()


@pytest.fixture
def laid_out(atlas: KnowledgeMap) -> KnowledgeMap:
    """The same with its tiles."""
    lay_out_map(atlas.pk, progress=lambda done, steps: None)
    return atlas


@pytest.fixture
def wide(page: Page, console_messages: list[str]) -> Page:
    """A window of 1440 by 900 pixels, whose console must stay clean."""
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


@pytest.fixture
def explorer(page: Page, console_messages: list[str], claude_code: KnowledgeMap) -> Explorer:
    """That map as it opens, in a window of 1440 by 900 pixels, whose console must stay clean."""
    page.set_viewport_size({"width": 1440, "height": 900})
    return Explorer(page).open()
