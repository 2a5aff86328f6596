"""Playwright's expectations, cheap to wait for: whatever must be there first is waited for without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from playwright.sync_api import Locator, LocatorAssertions
from playwright.sync_api import expect as _expect

MAY_BE_MISSING = ("not_", "to_have_count", "to_be_hidden")


def expect(thing: Locator) -> LocatorAssertions:
    """As long as there is no such element, Playwright writes down the whole page as a screen reader has it,
    at each look: a third of the time that a page under test was busy."""
    return cast("LocatorAssertions", _Patient(thing))


class _Patient:
    def __init__(self, thing: Locator) -> None:
        self._thing = thing

    def __getattr__(self, name: str) -> Callable[..., Any]:
        assertion: Callable[..., Any] = getattr(_expect(self._thing), name)
        if not name.startswith(MAY_BE_MISSING):
            self._thing.first.wait_for(state="attached")
        return assertion
