"""The tour for newcomers: offered once, four steps, skipped and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from builder import preferences
from builder.tour.steps import STEPS, step_at
from tests.builder_pages import data, html_of, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]


def page_at(screen: str, flow: str = "") -> AppTest:
    """The tour's line as it stands above that screen."""
    script = f'from builder.tour.strip import help_menu, show_tour\nshow_tour("{screen}")\nhelp_menu()'
    page = AppTest.from_string(script, default_timeout=60)
    if flow:
        page.query_params["flow"] = flow
    return page.run()


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_it_is_offered_once_on_the_first_page_alone(data: Path) -> None:
    assert "New here?" not in html_of(page_at("customers"))
    page = page_at("flows")
    assert "New here?" in html_of(page)
    press(page, "Not now")
    assert "New here?" not in html_of(page_at("flows"))


def test_help_brings_it_back(data: Path) -> None:
    preferences.write(tour=0)
    press(page_at("flows"), "Show me round")
    page = page_at("flows")
    assert STEPS[0].title() in html_of(page)
    press(page, "Skip")
    assert STEPS[0].title() not in html_of(page_at("flows"))


def test_going_ahead_by_oneself_takes_the_tour_along(data: Path) -> None:
    folder_with_shoes(data)
    preferences.write(tour=1)
    assert STEPS[2].title() in html_of(page_at("try", FLOW))
    assert preferences.read()["tour"] == 3
    assert "Take me there" in buttons(page_at("draw", FLOW))


@pytest.mark.parametrize(("number", "screen", "expected"), [(1, "draw", 2), (3, "draw", 3), (2, "health", 2)])
def test_the_step_follows_the_screen_but_never_goes_back(number: int, screen: str, expected: int) -> None:
    assert step_at(number, screen) == expected


def test_the_last_step_ends_it(data: Path) -> None:
    folder_with_shoes(data)
    preferences.write(tour=4)
    press(page_at("publish", FLOW), "Finish")
    assert "Publish it" not in html_of(page_at("publish", FLOW))
