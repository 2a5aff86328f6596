"""What tests have seen, on the canvas in Chromium: shown at a press, asked about, a test written for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import settle, visiting
from tests.expecting import expect
from tests.test_accessibility import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser import Builder, Visit

pytestmark = pytest.mark.browser
FLOW = "booked"


@pytest.fixture
def shop(builder: Builder) -> Iterator[Path]:
    """A flow of its own with a single notebook, so that much is untested."""
    salon, place = builder.data / "flows" / "salon", builder.data / "flows" / FLOW
    place.mkdir()
    for kind in ("flow", "layout"):
        shutil.copy(salon / f"salon.{kind}.json", place / f"{FLOW}.{kind}.json")
    path = place / f"{FLOW}.flow.json"
    path.write_text(path.read_text("utf-8").replace('"id": "salon"', f'"id": "{FLOW}"', 1), "utf-8")
    test = (salon / "salon.test.yaml").read_text("utf-8").replace("flow: salon", f"flow: {FLOW}")
    (place / "story.test.yaml").write_text(test, "utf-8")
    yield place
    shutil.rmtree(place)


@pytest.fixture
def visit(browser: Browser, builder: Builder, shop: Path) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        yield found


def test_an_untested_way_is_pressed_and_gets_its_test(visit: Visit, shop: Path) -> None:
    page = visit.page
    visit.go(f"draw?flow={FLOW}&step=service")
    page.get_by_role("button", name="Show the tests").click()
    step = page.locator('.box[data-box="service"]')
    colour = step.get_by_role("button", name="Hair colour: No test comes here")
    edge = page.locator('.react-flow__edge[data-id="service|colour"] .react-flow__edge-path')
    expect(edge).to_have_class(re.compile("t-untouched"))
    colour.click()
    page.locator(".st-key-covway-service-colour").get_by_role("button", name="Write me a test").first.click()
    expect(edge).to_have_class(re.compile("t-checked"))
    expect(page.locator(".st-key-covway-service-colour")).to_contain_text("checked")
    assert len(list(shop.glob("*.test.yaml"))) == 2
    visit.check_clean()


def test_pages_with_coverage_can_be_read_by_everybody(visit: Visit) -> None:
    page = visit.page
    visit.go(f"test?flow={FLOW}")
    page.get_by_role("button", name="Map and tables").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Rules", exact=True).click()
    expect(dialog).to_contain_text("last rating is at least 4")
    settle(page)
    assert violations(page) == []
