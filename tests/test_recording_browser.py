"""A talk in the browser saved as a test, and found in Test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from flowbook.cli.notebooks import grounds_at
from flowbook.notebook.playing import Options, run_notebooks
from flowbook.store.folder import flow_path, save_flow
from tests.browser import Builder, Visit, visiting
from tests.shoe_shop import FLOW, shoes

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(builder: Builder, browser: Browser) -> Iterator[Visit]:
    save_flow(builder.data, shoes())
    for old in flow_path(builder.data, FLOW).parent.glob("*.test.yaml"):
        old.unlink()
    with visiting(browser, builder.address) as found:
        found.go(f"try?flow={FLOW}")
        yield found


def test_a_talk_is_saved_as_a_test_that_passes(visit: Visit, builder: Builder) -> None:
    page = visit.page
    page.locator('input[data-say="say:"]').click()
    page.keyboard.type("/start")
    page.keyboard.press("Enter")
    expect(page.locator(".phone .m")).to_have_count(3)
    page.get_by_role("button", name="+1 day").click()
    expect(page.get_by_text("See you!").first).to_be_visible()
    page.get_by_role("button", name="Save as test").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Hi Sam! Looking for your next pair?").click()
    dialog.get_by_role("button", name="Save as a test").click()
    expect(dialog.get_by_text("is a test now")).to_be_visible()
    folder = flow_path(builder.data, FLOW).parent
    report = run_notebooks(grounds_at(folder.as_posix()), Options(strict=True))
    assert report.passed
    assert [cell.kind for cell in report.notebooks[0].ground.notebook.cells] == [
        *("note", "say", "expect", "snapshot", "wait", "snapshot", "wait", "snapshot")
    ]
    dialog.get_by_role("link", name="Open it in Test").click()
    expect(page.get_by_role("heading", name="Shoe order: Sam")).to_be_visible()
    page.get_by_role("button", name="Run all").click()
    expect(page.locator(".cells .pill.ok")).to_have_count(4)
    expect(page.locator(".cells .pill.bad")).to_have_count(0)
    visit.check_clean()
