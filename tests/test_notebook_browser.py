"""A test notebook in Chromium: read, run, broken and mended, waited in, its snapshot accepted by a key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from flowbook.cli.notebooks import grounds_at
from flowbook.notebook.playing import Options, run_notebooks
from flowbook.store.folder import flow_path
from tests.browser import Builder, Visit, settle, visiting
from tests.expecting import expect
from tests.test_accessibility import violations
from tests.test_builder_browser import choose

pytestmark = pytest.mark.browser

NAME = "haircut.test.yaml"
NOTEBOOK = """\
# Written by hand.
notebook: Books a haircut
flow: salon
start: 2026-03-02 10:00 Europe/Vilnius
customers:
  - {id: anna, set: {first_name: Anna, language: en}}
cells:
  - {id: hello, say: /book}   # as everybody does
  - id: greeted
    expect: {reply: {contains: What shall we do for you}}
  - id: words
    snapshot:
      of: replies
      accepted: |
        Good day!
  # The rest is quick.
  - {id: haircut, tap: Haircut}
"""
AFTER = """\
# Written by hand.
notebook: Books a haircut
flow: salon
start: 2026-03-02 10:00 Europe/Vilnius
customers:
  - {id: anna, set: {first_name: Anna, language: en}}
cells:
  - {id: hello, say: /book}   # as everybody does
  - id: greeted
    expect: {reply: {contains: What shall we do for you}}
  - id: words
    snapshot:
      of: replies
      accepted: |
        Good to hear from you, Anna. What shall we do for you?

        Haircut 25 €, about 45 minutes
        Hair colour 60 €, about 2 hours
        Manicure 22 €, about an hour [Haircut | Hair colour | Manicure]
  # The rest is quick.
  - {id: haircut, tap: Haircut}
  - id: wait
    wait: 2 hours
"""


@pytest.fixture
def place(builder: Builder) -> Iterator[Path]:
    """Gone afterwards: the builder is shared, and this test fails of itself."""
    found = flow_path(builder.data, "salon").parent / NAME
    found.write_text(NOTEBOOK, "utf-8")
    yield found
    found.unlink()


@pytest.fixture
def visit(builder: Builder, browser: Browser, place: Path) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        found.go(f"test?flow=salon&notebook={NAME}")
        expect(row(found.page, "haircut").locator(".bub")).to_have_count(1)
        yield found


def row(page: Page, cell: str) -> Locator:
    """The first: while the page is drawn anew, what stood there before may still be there, too."""
    return page.locator(f'.cells [data-row="{cell}"]').first


def state(page: Page, cell: str) -> Locator:
    return row(page, cell).locator(".res .pill")


def expectation(page: Page, words: str) -> None:
    """Other words in the form of the open expectation."""
    box = page.get_by_label("With this in it")
    expect(box).to_be_visible()
    box.fill(words)
    box.press("Control+Enter")


def test_a_notebook_is_run_broken_mended_and_saved(visit: Visit, place: Path) -> None:
    page = visit.page
    expect(state(page, "greeted")).to_have_text("Passed")
    expect(row(page, "hello").locator(".bub")).to_contain_text("What shall we do for you?")
    page.get_by_role("button", name="Run all").click()
    expect(state(page, "words")).to_contain_text("Changed")

    row(page, "greeted").locator(".name").click()
    expectation(page, "Come back tomorrow")
    expect(page.locator(".cell.stale").first).to_be_visible()
    page.get_by_role("button", name="Run all").click()
    failure = page.locator(".fail")
    expect(failure).to_contain_text("Anna")
    expect(failure).to_contain_text("expected the reply something with “Come back tomorrow”")
    expect(failure).to_contain_text("What shall we do for you?")
    assert "Come back tomorrow" in place.read_text("utf-8")

    expectation(page, "What shall we do for you")
    page.get_by_role("button", name="Run all").click()
    expect(failure).to_have_count(0)
    row(page, "greeted").locator(".name").click()
    expect(page.get_by_label("With this in it")).to_have_count(0)
    settle(page)

    row(page, "hello").hover()
    page.get_by_role("button", name="Add a cell above", exact=True).first.click()
    expect(row(page, "/").get_by_role("button", name="Tap")).to_be_visible()
    settle(page)

    page.locator(".foot").get_by_role("button", name="Wait").click()
    choose(page, "How long", "For a time")
    box = page.get_by_label("Such as 2 days, or 1 hour 30 minutes")
    box.fill("2 hours")
    box.press("Enter")
    expect(row(page, "wait").locator(".name")).to_contain_text("2 hours")
    page.get_by_role("button", name="Run all").click()
    expect(page.locator(".day", has_text="2 h later")).to_be_visible()

    page.locator(".flowname").click()
    page.keyboard.press("a")
    expect(state(page, "words")).to_have_text("Passed")
    settle(page)
    assert place.read_text("utf-8") == AFTER
    visit.check_clean()
    # What the page made is what the command line plays.
    (ground,) = grounds_at(place.as_posix())
    assert run_notebooks([ground], Options(strict=True)).passed


def test_the_page_can_be_read_by_all_and_fits_a_phone(visit: Visit) -> None:
    page = visit.page
    assert violations(page) == []
    row(page, "greeted").locator(".name").click()
    expect(page.get_by_label("With this in it")).to_be_visible()
    assert violations(page) == []
    for width in (400, 640, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width


def test_what_somebody_else_saves_meanwhile_is_not_lost(visit: Visit, place: Path) -> None:
    page = visit.page
    row(page, "greeted").locator(".name").click()
    expect(page.get_by_label("With this in it")).to_be_visible()
    settle(page)
    place.write_text(NOTEBOOK.replace("tap: Haircut", "tap: Manicure"), "utf-8")
    expectation(page, "Good to hear")
    expect(row(page, "greeted").locator(".name")).to_contain_text("Good to hear")
    expect(row(page, "haircut").locator(".name")).to_contain_text("Manicure")
    told = place.read_text("utf-8")
    assert "tap: Manicure" in told
    assert "contains: Good to hear}" in told
