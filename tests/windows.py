"""One Chromium for the tests of a process; its pages are used again, for a new one reads all of Streamlit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from launch.children import HEALTH

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EMPTY = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Windows:
    """`open` from the first test with a browser until `close`."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._browser: Browser | None = None
        self._idle: list[Page] = []
        self._lent: set[Page] = set()

    def open(self, chromium: str) -> Browser:
        from tests.browser import launched

        self._browser = self._browser or self._open.enter_context(launched(chromium))
        return self._browser

    def close(self) -> None:
        self._idle.clear()
        self._lent.clear()
        self._browser = None
        self._open.close()

    def take(self, browser: Browser, new_page: Callable[[Browser], Page]) -> Page:
        """Without anything kept by those before; in another browser than the tests' it is always new."""
        if browser is not self._browser:
            return new_page(browser)
        page = self._idle.pop() if self._idle else new_page(browser)
        self._lent.add(page)
        return page

    def spoil(self) -> None:
        """A test has failed: whatever it did to the pages it has, the next one gets others."""
        self._lent.clear()

    def give_back(self, page: Page) -> None:
        """For others to take, unless it is spoilt or cannot be made empty."""
        if page in self._lent and _emptied(page):
            self._idle.append(page)
        else:
            page.context.close()
        self._lent.discard(page)


def _emptied(page: Page) -> bool:
    """Left for an address of the same origin at which nothing runs; whose server has ended cannot be."""
    from playwright.sync_api import Error

    old = urlsplit(page.url)
    try:
        page.unroute_all()
        page.mouse.move(0, 0)
        page.goto(f"{old.scheme}://{old.netloc}{HEALTH}")
        page.evaluate(EMPTY)
        page.context.clear_cookies()
        page.context.clear_permissions()
    except Error:
        return False
    return True


WINDOWS = Windows()
