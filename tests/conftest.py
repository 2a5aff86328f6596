"""What all tests share: the --long option and the markers that decide what runs where."""

import gc
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# First of all: where rich was loaded before it, structlog draws what fails in colours, half a second each.
import runtime  # noqa: F401
from tests.chromium import find_chromium
from tests.windows import WINDOWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.botapi import Botapi
    from tests.botapi.salon import Salon
    from tests.browser import Builder

# Every builder and runtime that tests start reads all of the code: it is kept compiled, whatever others say.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples every time, and no limit on one example's time: two cores are shared with other tests.
settings.register_profile("flowbook", deadline=None, derandomize=True)
settings.load_profile("flowbook")

CHROMIUM = find_chromium()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked `long`, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The few files with a browser take the longest: where files run side by side, they must not come last.
    items.sort(key=lambda item: "browser" not in item.keywords)
    for item in items:
        if "long" in item.keywords and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="long; runs with --long"))
        if "browser" in item.keywords and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))


def pytest_collection_finish() -> None:
    """What all tests need stays until the end: Python need not go through it at each look for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Playwright's loop forbids others in this thread, so it ends where tests without a browser begin."""
    if "browser" not in item.keywords:
        WINDOWS.close()


def pytest_sessionfinish() -> None:
    WINDOWS.close()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        WINDOWS.spoil()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shows what tests measured: whatever they keep with `record_property("figures", …)`."""
    reports = [report for group in ("passed", "failed") for report in terminalreporter.getreports(group)]
    figures = [text for report in reports for name, text in report.user_properties if name == "figures"]
    if figures:
        terminalreporter.section("figures")
        for text in figures:
            terminalreporter.write_line(str(text))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser for tests marked `browser`."""
    assert CHROMIUM is not None, "mark the test `browser`"
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium: str) -> "Browser":
    """The process's Chromium, whose pages are used again: see `visiting`."""
    return WINDOWS.open(chromium)


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Builder]":
    """One builder for all tests in the browser, over a newcomer's data folder."""
    from tests.browser import running_builder

    with running_builder(tmp_path_factory.mktemp("builder") / "data") as found:
        yield found


@pytest.fixture(scope="session")
def canvas(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Builder]":
    """One page with nothing but a canvas for all tests that draw on it."""
    from tests.browser import Builder
    from tests.canvas_hand import canvas_server

    data = tmp_path_factory.mktemp("canvas") / "data"
    with canvas_server(data) as address:
        yield Builder(address, data)


@pytest.fixture
def botapi() -> "Iterator[Botapi]":
    """A fresh double of the Bot API, in a thread of this process."""
    from tests.botapi import running

    with running() as double:
        yield double


@pytest.fixture
def salon(botapi: "Botapi") -> "Salon":
    """The double with one bot and one customer, and the real library to talk through."""
    from tests.botapi.salon import Salon

    return Salon(botapi)
