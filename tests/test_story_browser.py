"""A designer's day with tests in Chromium: a talk is recorded and tightened, the flow broken, the sentence
read, a snapshot accepted, and the gate does not let the broken flow go live."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from flowbook.cli.notebooks import grounds_at
from flowbook.notebook.playing import Options, run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.store import PRACTICE, open_store
from flowbook.store.folder import flow_path, load_flow, save_flow
from flowbook.store.releases import live_releases
from flowbook.store.workspaces import load_workspace_json, save_workspace
from tests.browser import Builder, Visit, settle, visiting
from tests.expecting import expect
from tests.shoe_shop import FLOW, WORKSPACE, shoes
from tests.test_builder_browser import wait_until

pytestmark = pytest.mark.browser

GREETING = "Hi Sam! Looking for your next pair?"
OTHER = "Hello {first_name}, back for shoes?"
SEEN = "Hello Sam, back for shoes?"


@pytest.fixture
def folder(builder: Builder) -> Iterator[Path]:
    """Of a flow without tests that nothing keeps from going live. The builder is shared with other tests."""
    before = load_workspace_json(builder.data)
    known = {name: [*before[name], *WORKSPACE[name]] for name in ("fields", "tags")}
    save_workspace(builder.data, before | known)
    save_flow(builder.data, shoes())
    found = flow_path(builder.data, FLOW).parent
    for old in found.glob("*.test.yaml"):
        old.unlink()
    yield found
    for made in found.glob("*.test.yaml"):
        made.unlink()
    save_workspace(builder.data, before)


@pytest.fixture
def visit(builder: Builder, browser: Browser, folder: Path) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        found.go(f"try?flow={FLOW}")
        yield found
        found.check_clean()


def test_a_talk_becomes_a_test_that_keeps_a_broken_flow_from_going_live(
    visit: Visit, builder: Builder, folder: Path
) -> None:
    page = visit.page
    talk(page)
    save_and_tighten(page)
    assert kinds_in(folder) == [
        *("note", "say", "expect", "snapshot", "wait", "snapshot", "wait", "snapshot")
    ]
    assert passes(folder)
    run_in_test(page)
    break_the_flow(page, builder)
    read_the_sentence(page)
    accept_the_snapshot(page, folder)
    assert not passes(folder)
    be_stopped(page)
    assert FLOW not in live_releases(open_store(builder.data), PRACTICE)


def talk(page: Page) -> None:
    page.locator('input[data-say="say:"]').click()
    page.keyboard.type("/start")
    page.keyboard.press("Enter")
    expect(page.locator(".phone .m")).to_have_count(3)
    page.get_by_role("button", name="+1 day").click()
    expect(page.get_by_text("See you!").first).to_be_visible()


def save_and_tighten(page: Page) -> None:
    """A line that is marked becomes an expectation."""
    page.get_by_role("button", name="Save as test").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(GREETING).click()
    expect(dialog.get_by_role("checkbox", name=GREETING)).to_be_checked()
    settle(page)
    dialog.get_by_role("button", name="Save as a test").click()
    expect(dialog.get_by_text("is a test now")).to_be_visible()
    dialog.get_by_role("link", name="Open it in Test").click()


def run_in_test(page: Page) -> None:
    expect(page.get_by_role("heading", name="Shoe order: Sam")).to_be_visible()
    page.get_by_role("button", name="Run all").click()
    expect(page.locator(".cells .pill.ok")).to_have_count(4)
    expect(page.locator(".cells .pill.bad")).to_have_count(0)


def break_the_flow(page: Page, builder: Builder) -> None:
    to(page, "Draw")
    expect(page.get_by_label("Name of the step")).to_have_value("Say hello")
    settle(page)
    page.get_by_role("textbox", name="What the bot says").first.fill(OTHER)
    wait_until(lambda: load_flow(builder.data, FLOW).by_id["hello"].config["text"]["en"] == OTHER)


def read_the_sentence(page: Page) -> None:
    to(page, "Test")
    page.get_by_role("button", name="Open Shoe order: Sam").click()
    # What passed is no longer told, whether or not the panels below have played the test already.
    expect(page.locator(".cells .cell.stale, .cells .fail").first).to_be_visible()
    page.get_by_role("button", name="Run all").click()
    failure = page.locator(".cells .fail")
    expect(failure).to_contain_text(f"Sam: expected the reply “{GREETING}”")
    expect(failure).to_contain_text(SEEN)


def accept_the_snapshot(page: Page, folder: Path) -> None:
    """By the key alone; what was tightened goes on failing."""
    (made,) = folder.glob("*.test.yaml")
    changed = first_snapshot(page, made)
    expect(changed).to_contain_text("Changed")
    page.locator(".flowname").click()
    page.keyboard.press("a")
    expect(changed).to_have_text("Passed")
    expect(page.locator(".cells .fail")).to_have_count(1)
    wait_until(lambda: SEEN in made.read_text("utf-8"))
    assert GREETING in made.read_text("utf-8")


def be_stopped(page: Page) -> None:
    to(page, "Publish")
    failed = page.locator(".checkrow.b")
    expect(failed).to_contain_text("The test “Shoe order: Sam” fails")
    expect(failed).to_contain_text(GREETING)
    expect(page.get_by_role("button", name="Publish v1")).to_be_disabled()


def to(page: Page, place: str) -> None:
    page.locator(".st-key-flowtabs").get_by_role("link", name=place).click()


def first_snapshot(page: Page, made: Path) -> Locator:
    """How it came out."""
    cells = read_notebook(made.read_text("utf-8")).cells
    name = next(cell.id for cell in cells if cell.kind == "snapshot")
    return page.locator(f'.cells [data-row="{name}"] .res .pill').first


def kinds_in(folder: Path) -> list[str]:
    (ground,) = grounds_at(folder.as_posix())
    return [cell.kind for cell in ground.notebook.cells]


def passes(folder: Path) -> bool:
    return run_notebooks(grounds_at(folder.as_posix()), Options(strict=True)).passed
