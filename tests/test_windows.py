"""Pages that tests in the browser have one after the other."""

import pytest
from playwright.sync_api import Browser

from launch.children import HEALTH
from tests.browser import Builder, visiting
from tests.windows import WINDOWS

pytestmark = pytest.mark.browser

KEEP = "() => { localStorage.was = 'here'; sessionStorage.was = 'here'; }"
LEFT = """() => [
  localStorage.length, sessionStorage.length, innerWidth, matchMedia("(prefers-color-scheme: dark)").matches
]"""


def test_a_page_is_used_again_and_keeps_nothing(browser: Browser, builder: Builder) -> None:
    with visiting(browser, builder.address, width=400, dark=True) as first:
        first.page.goto(builder.address + HEALTH)
        first.page.evaluate(KEEP)
    with visiting(browser, builder.address) as second:
        assert second.page is first.page
        second.page.goto(builder.address + HEALTH)
        assert second.page.evaluate(LEFT) == [0, 0, 1440, False]
    assert second.errors == []


def test_a_page_on_which_a_test_failed_is_used_no_more(browser: Browser, builder: Builder) -> None:
    with visiting(browser, builder.address) as first:
        first.page.goto(builder.address + HEALTH)
        WINDOWS.spoil()
    with visiting(browser, builder.address) as second:
        assert second.page is not first.page
