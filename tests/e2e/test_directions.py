"""Words from right to left, on pages that go from left to right."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from concepts.models import KnowledgeMap
from tests.e2e.explorer import Explorer, box_of

_MAP = """---
title: Fiqh
slug: fiqh
summary: Words in two directions.
---

## Sources

```yaml
summary: "What it rests on."
```

## الاجتهاد والتقليد

```yaml
slug: ijtihad
summary: "كيف يختلف الاجتهاد عن التقليد."
parents:
  - sources: "لأنه جزء منه."
```

## العربية (٣)!

```yaml
slug: arabic
summary: "Three."
parents:
  - ijtihad
```
"""


@pytest.fixture
def fiqh(page: Page, console_messages: list[str], transactional_db: None, var_dir: Path) -> Explorer:
    """A concept whose title goes from right to left, below one that does not."""
    file = var_dir / "fiqh.md"
    file.write_text(_MAP)
    call_command("import_map", str(file), verbosity=0)
    KnowledgeMap.objects.update(published=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    return Explorer(page)


def test_a_concept_from_right_to_left_stands_at_its_level_of_the_outline(fiqh: Explorer) -> None:
    fiqh.open("/maps/fiqh/?view=outline&open=all")
    above, below = box_of(fiqh.item("sources")), box_of(fiqh.item("ijtihad"))
    assert below["x"] > above["x"] + 10
    for words in (".outline-item__title", ".outline-item__summary"):
        assert box_of(fiqh.item("ijtihad").locator(words))["x"] - below["x"] < 30


def test_a_reason_goes_in_its_own_direction(fiqh: Explorer) -> None:
    fiqh.page.goto("/maps/fiqh/concepts/ijtihad/")
    reason = fiqh.page.locator(".concept-list__reason")
    assert reason.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_a_number_comes_before_a_title_whatever_its_direction(fiqh: Explorer) -> None:
    fiqh.open("/maps/fiqh/?view=outline&path=arabic")
    title = fiqh.item("arabic").locator(".outline-item__title")
    assert title.get_attribute("data-number") == "3"
    words = title.locator("bdi")
    assert words.evaluate("element => getComputedStyle(element).direction") == "rtl"
    # The number is at the side where those of other titles are.
    assert box_of(words)["x"] > box_of(title)["x"] + 10


@pytest.mark.parametrize("address", ["/maps/fiqh/?path=arabic", "/maps/fiqh/concepts/arabic/path/"])
def test_the_heading_of_a_path_goes_with_the_page_and_its_title_in_its_own_direction(
    fiqh: Explorer, address: str
) -> None:
    fiqh.page.goto(address)
    heading = fiqh.page.locator("h1, h2").filter(has_text="Learning path to").first
    directions = "element => getComputedStyle(element).direction"
    assert heading.evaluate(directions) == "ltr"
    assert heading.locator("bdi").evaluate(directions) == "rtl"
    assert heading.locator("bdi").text_content() == "العربية (٣)!"
