"""Two tabs on one flow: each sees the other, neither loses anything, each takes back its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page

from flowbook.store.folder import load_flow
from tests.browser import Builder, Visit, visiting
from tests.expecting import expect

pytestmark = pytest.mark.browser

FLOW = "orders"
SAYS = "What the bot says"


@pytest.fixture
def two(browser: Browser, builder: Builder) -> Iterator[tuple[Visit, Visit]]:
    """Both have the flow open, at the same step."""
    with ExitStack() as stack:
        first, second = (stack.enter_context(visiting(browser, builder.address)) for _ in range(2))
        for visit in (first, second):
            visit.go(f"draw?flow={FLOW}")
        yield first, second
        for visit in (first, second):
            visit.check_clean()


def says(visit: Visit) -> Locator:
    return visit.page.get_by_role("textbox", name=SAYS).first


def typed(visit: Visit, words: str) -> None:
    says(visit).click()
    says(visit).press("Control+End")
    says(visit).press_sequentially(words)


def wait_saved(page: Page, builder: Builder, words: str) -> None:
    for _ in range(200):
        if any(words in str(node.config) for node in load_flow(builder.data, FLOW).nodes):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"“{words}” was not saved")


def test_both_change_one_text_and_nothing_is_lost(two: tuple[Visit, Visit], builder: Builder) -> None:
    first, second = two
    expect(second.page.locator(".visitor")).to_contain_text("Another tab")
    typed(first, " Mine.")
    wait_saved(first.page, builder, " Mine.")
    typed(second, " Theirs.")
    card = second.page.locator(".st-key-card-clash")
    expect(card).to_contain_text("Yours is kept; choose one.")
    expect(card).to_contain_text(" Mine.")
    expect(card).to_contain_text(" Theirs.")
    card.get_by_role("button", name="Take the other one").click()
    expect(says(second)).to_contain_text(" Mine.")
    expect(card).to_have_count(0)


def test_a_change_elsewhere_is_drawn_at_once_and_undo_leaves_it(
    two: tuple[Visit, Visit], builder: Builder
) -> None:
    first, second = two
    count = len(load_flow(builder.data, FLOW).nodes)
    title = first.page.get_by_label("Name of the step")
    named = f"{title.input_value()} now"
    title.fill(named)
    title.press("Enter")
    expect(first.page.locator(".box .name b", has_text=named)).to_have_count(1)
    second.page.locator('.palette [data-kind="tag"]').click()
    expect(first.page.locator(".box[data-kind=tag] .name b", has_text="Tags")).to_have_count(1)
    first.page.get_by_role("button", name="Undo").click()
    expect(first.page.locator(".box .name b", has_text=named)).to_have_count(0)
    expect(first.page.locator(".box[data-kind=tag] .name b", has_text="Tags")).to_have_count(1)
    assert len(load_flow(builder.data, FLOW).nodes) == count + 1


def test_a_reload_opens_the_same_step(browser: Browser, builder: Builder) -> None:
    with visiting(browser, builder.address) as visit:
        visit.go(f"draw?flow={FLOW}")
        reload_at_the_last_step(visit.page)
        visit.check_clean()


def reload_at_the_last_step(page: Page) -> None:
    last = page.locator(".box").last
    last.click()
    expect(last).to_have_class(re.compile("selected"))
    name = last.locator(".name b").inner_text()
    expect(page.locator(".step-name")).to_have_text(name)
    page.reload()
    expect(page.locator(".step-name")).to_have_text(name)
    expect(page.locator(".box.selected .name b")).to_have_text(name)
