"""One Chromium for the tests of a process; its pages are used again, for a new one reads all of Streamlit."""

from __future__ import annotations

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
        self._spoilt = False

    def open(self, chromium: str) -> Browser:
        from tests.browser import launched

        self._browser = self._browser or self._open.enter_context(launched(chromium))
        return self._browser

    def close(self) -> None:
        self._idle.clear()
        self._browser = None
        self._open.close()

    def spoil(self) -> None:
        """A test has failed: whatever it did to its pages, the next one gets others."""
        self._spoilt = True

    def take(self, browser: Browser) -> Page | None:
        """A page that nobody looks at, without anything kept by those before."""
        if browser is not self._browser or not self._idle:
            return None
        return self._idle.pop()

    def give_back(self, browser: Browser, page: Page) -> None:
        """For others to take, unless it cannot be made empty."""
        if self._spoilt or browser is not self._browser or not _emptied(page):
            page.context.close()
        else:
            self._idle.append(page)
        self._spoilt = False


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
