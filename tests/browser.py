"""A builder in a process of its own and a Chromium to sit in front of it: started, watched, waited for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from flowbook.store.samples import initialise
from launch import children, place
from tests.ports import free_port
from tests.windows import WINDOWS

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
"""Milliseconds: two cores are shared with other work."""
OWN_PROBES = re.compile(r"/_stcore/(health|host-config)$")
"""On an address below the root Streamlit asks there first, is told 404, and then asks at the root."""
QUIET_MS = 200
WIDE, PHONE = 1440, 400
_STICKS_OUT = """() => {
  const parts = [document.documentElement, ...document.querySelectorAll(".stApp, .stMain")];
  return Math.max(...parts.map((one) => one.scrollWidth - Math.min(one.clientWidth, innerWidth)));
}"""
LOOK_MS = 50
"""Looking at each frame instead, as Playwright does unless told, makes the browser draw sixty a second."""

_WATCH_CHANGES = """
window.lastChange = performance.now();
new MutationObserver(() => { window.lastChange = performance.now(); })
  .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""
_IS_SETTLED = """(quiet) => {
  const app = document.querySelector(".stApp");
  return Boolean(app)
    && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-stale=true], .stSkeleton, [data-testid=stSkeleton]")
    && document.querySelector(".stMain h1, .fb")
    && document.fonts.status === "loaded" && performance.now() - window.lastChange > quiet;
}"""


@dataclass
class Visit:
    """A page in front of the builder, and what must not happen on it."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, place: str) -> None:
        """`place` is what follows the address, such as "draw?flow=salon"; returns when all is drawn."""
        self.page.goto(f"{self.address}/{place}")
        settle(self.page)

    def check_clean(self) -> None:
        """Nothing was asked of another machine, nothing failed in the page."""
        assert not self.outside, self.outside
        assert not self.errors, self.errors
        expect(self.page.locator(".stException, .st-key-card-failure")).to_have_count(0)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.outside.append(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        probe = OWN_PROBES.search(str(message.location.get("url", "")))
        if message.type == "error" and not probe:
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _note_socket(self, socket: WebSocket) -> None:
        if not socket.url.startswith(self.address.replace("http:", "ws:")):
            self.outside.append(socket.url)

    def _note_error(self, error: Error) -> None:
        self.errors.append(str(error))

    @contextmanager
    def watched(self) -> Iterator[None]:
        ears: dict[Any, Callable[[Any], None]] = {
            "request": self._note_request,
            "console": self._note_message,
            "pageerror": self._note_error,
            "websocket": self._note_socket,
        }
        for event, ear in ears.items():
            self.page.on(event, ear)
        yield
        for event, ear in ears.items():
            self.page.remove_listener(event, ear)


@dataclass(frozen=True, slots=True)
class Builder:
    """A running builder: where it answers and where its data are."""

    address: str
    data: Path


def fill(data: Path) -> None:
    """As a newcomer's data folder is; worked out once for all."""
    shutil.copytree(Path(_newcomers().name), data, dirs_exist_ok=True)


@cache
def _newcomers() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="flowbook-")
    place.ensure_writable(Path(folder.name))
    initialise(Path(folder.name)).close()
    return folder


@contextmanager
def running_builder(data: Path, port: int = 0) -> Iterator[Builder]:
    """Over a data folder that is filled as a newcomer's is, unless it is there already. Where a builder is
    started again at the same `port`, pages that are open find it."""
    if not data.exists():
        fill(data)
    port = port or free_port()
    child = children.start("builder", children.builder_command(port), data)
    try:
        children.wait_for_builder(port, [child])
        yield Builder(f"http://{place.ADDRESS}:{port}", data)
    finally:
        children.stop([child])


@contextmanager
def running_runtime(data: Path) -> Iterator[children.Child]:
    child = children.start("runtime", children.runtime_command(data), data)
    try:
        yield child
    finally:
        children.stop([child])


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """Playwright's loop forbids others in this thread, so it must end before other tests begin."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, address: str, *, width: int = WIDE, dark: bool = False) -> Iterator[Visit]:
    """In the tests' own browser a page that others may have had before; elsewhere always a new one."""
    page = WINDOWS.take(browser, _new_page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if dark else "light")
    visit = Visit(page, address)
    try:
        with visit.watched():
            yield visit
    except BaseException:
        page.context.close()
        raise
    WINDOWS.give_back(page)


def _new_page(browser: Browser) -> Page:
    context = browser.new_context(
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Vilnius",
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_WATCH_CHANGES)
    return context.new_page()


def settle(page: Page) -> None:
    """Returns when the script has ended and the page has been still for a moment. After a press, wait for
    what it brings instead: the server may not have begun yet."""
    page.wait_for_function(_IS_SETTLED, arg=QUIET_MS, polling=LOOK_MS)


def opened_on_a_phone(visit: Visit, place: str) -> int:
    """Pixels that one could scroll sideways there. Afterwards the page is as wide as on a desk."""
    visit.page.set_viewport_size({"width": PHONE, "height": 900})
    visit.go(place)
    found: int = visit.page.evaluate(_STICKS_OUT)
    visit.page.set_viewport_size({"width": WIDE, "height": 900})
    settle(visit.page)
    return found
