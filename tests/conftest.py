"""What all tests share: the --long option and the markers that decide what runs where."""

import shutil

import pytest
from hypothesis import settings

pytest_plugins = ["tests.botapi.fixture"]

# The same examples every time, and no limit on one example's time: two cores are shared with other tests.
settings.register_profile("flowbook", deadline=None, derandomize=True)
settings.load_profile("flowbook")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked `long`, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "long" in item.keywords and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="long; runs with --long"))
        if "browser" in item.keywords and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser for tests marked `browser`."""
    assert CHROMIUM is not None, "mark the test `browser`"
    return CHROMIUM
