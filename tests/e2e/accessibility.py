"""What axe finds on a page, and whether it fits into its window."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_QUOTED = 160
_VIOLATIONS: dict[str, Any] = {"resultTypes": ["violations"]}
_LOOKS: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", _VIOLATIONS),
    # Nothing but colours is different then. Their tag would also run a rule that axe leaves out by itself.
    (
        "dark",
        {**_VIOLATIONS, "runOnly": ["cat.color"], "rules": {"color-contrast-enhanced": {"enabled": False}}},
    ),
)


def accessibility_faults(page: Page) -> list[tuple[str, list[str]]]:
    """Each rule that is broken, with the markup that breaks it: all in light, those of colours in the dark."""
    faults: list[tuple[str, list[str]]] = []
    for scheme, options in _LOOKS:
        # Without motion, so that no colour is half-way between the two.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
        faults += [
            (f"{one['id']}, {scheme}", [node["html"][:_QUOTED] for node in one["nodes"][:3]]) for one in found
        ]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return faults


def faults_for_everyone(page: Page) -> list[tuple[str, list[str]]]:
    """The same, and how far a page runs over the side."""
    faults = accessibility_faults(page)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults, (f"{wider} pixels wider than the window", [])] if wider > 0 else faults
