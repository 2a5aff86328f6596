"""In Chromium: snapshots skipped and rejected by a key, and a long run that is stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from flowbook.store.folder import flow_path
from tests.browser import Builder, Visit, settle, visiting
from tests.expecting import expect

pytestmark = pytest.mark.browser

NAME = "keys.test.yaml"
HEAD = "notebook: Keys\nflow: salon\nstart: 2026-03-02 10:00 Europe/Vilnius\ncustomers:\n"
ANNA = "  - {id: anna, set: {first_name: Anna, language: en}}\n"
CHANGED = """\
cells:
  - {id: hello, say: /book}
  - {id: first, snapshot: {of: replies, accepted: Good day!}}
  - {id: haircut, tap: Haircut}
  - {id: second, snapshot: {of: replies, accepted: Which hour?}}
"""
PEOPLE, CELLS = 30, 600
"""More than is run when a notebook is opened."""


@pytest.fixture
def place(builder: Builder) -> Iterator[Path]:
    found = flow_path(builder.data, "salon").parent / NAME
    yield found
    found.unlink()


@pytest.fixture
def visit(builder: Builder, browser: Browser) -> Iterator[Visit]:
    with visiting(browser, builder.address) as found:
        yield found
        found.check_clean()


def test_s_skips_a_snapshot_and_r_keeps_its_old_text(visit: Visit, place: Path) -> None:
    place.write_text(HEAD + ANNA + CHANGED, "utf-8")
    visit.go(f"test?flow=salon&notebook={NAME}")
    page = visit.page
    pending = page.locator(".cells [data-pending]")
    expect(pending).to_have_count(2)
    page.locator(".flowname").click()
    page.keyboard.press("s")
    expect(pending).to_have_count(1)
    expect(page.locator('[data-row="first"] .snap')).to_contain_text("Good day!")
    settle(page)
    page.keyboard.press("r")
    expect(pending).to_have_count(0)
    expect(page.locator('[data-row="second"] .snap')).to_contain_text("The old text stays")
    expect(page.locator('[data-row="first"] .snap')).not_to_contain_text("The old text stays")
    assert place.read_text("utf-8") == HEAD + ANNA + CHANGED


def test_a_long_run_shows_a_bar_and_is_stopped(visit: Visit, place: Path) -> None:
    people = "".join(ANNA.replace("anna", f"anna{number}") for number in range(PEOPLE))
    said = "".join(f"  - {{id: c{number}, say: /book}}\n" for number in range(CELLS))
    last = "  - {id: asked, expect: {reply: {contains: What shall we do}}}\n"
    place.write_text(f"{HEAD}{people}cells:\n{said}{last}", "utf-8")
    visit.go(f"test?flow=salon&notebook={NAME}")
    page = visit.page
    not_run = page.locator('.grid [title="not run"]')
    expect(not_run.first).to_be_visible()
    before = not_run.count()
    page.get_by_role("button", name="Run all").click()
    bar = page.locator(".st-key-running")
    stop = bar.get_by_role("button", name="Stop")
    expect(bar.locator(".stProgress")).to_be_visible()
    stop.click()
    expect(stop).to_have_count(0)
    settle(page)
    assert 0 < not_run.count() <= before
    expect(page.locator('.grid [title="passed"]').first).to_be_visible()
