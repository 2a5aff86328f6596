"""A name is said once where two draw on one flow: the other one sees it, and the browser keeps it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import Builder, settle, visiting
from tests.expecting import expect

pytestmark = pytest.mark.browser


def test_a_name_is_said_once_and_seen_by_the_other(browser: Browser, builder: Builder) -> None:
    with visiting(browser, builder.address) as first, visiting(browser, builder.address) as second:
        for visit in (first, second):
            visit.go("draw?flow=faq")
        expect(second.page.locator(".visitor")).to_contain_text("Another tab")
        first.page.get_by_role("button", name="Say your name").click()
        first.page.get_by_label("Your name", exact=True).fill("Ana")
        first.page.get_by_role("button", name="Keep it").click()
        expect(second.page.locator(".visitor")).to_contain_text("Ana is")
        expect(first.page.get_by_role("button", name="Say your name")).to_have_count(0)
        first.page.reload()
        settle(first.page)
        expect(second.page.locator(".visitor")).to_contain_text("Ana is")
        expect(first.page.locator(".visitor")).to_contain_text("Another tab")
        expect(first.page.get_by_role("button", name="Say your name")).to_have_count(0)
        first.check_clean()
        second.check_clean()
