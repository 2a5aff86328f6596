"""What came of cells, as the page draws it: messages at their times, whom something is about, what fails."""

from pathlib import Path

import pytest

from flowbook.store.folder import flow_path
from tests.builder_pages import data
from tests.shoe_shop import FLOW, folder_with_shoes
from tests.test_notebook_presses import cells_on, shown

__all__ = ["data"]
HEAD = f"notebook: Shoes\nflow: {FLOW}\nstart: 2026-03-02 10:00\n"


@pytest.fixture
def place(data: Path) -> Path:
    folder_with_shoes(data)
    return flow_path(data, FLOW).parent / "it.test.yaml"


def in_order(html: str, *parts: str) -> None:
    places = [html.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_what_was_said_during_a_wait_stands_at_its_time(place: Path) -> None:
    cells = "cells:\n  - {id: hello, say: /start}\n  - {id: week, wait: 7 days}\n"
    html = cells_on(shown(place, HEAD + cells))
    in_order(html, "2 h later<", "See you!", "6 d 22 h later · Monday 9 March")


def test_a_wait_of_hours_is_not_called_a_day(place: Path) -> None:
    cells = "cells:\n  - {id: night, wait: 22 hours}\n  - {id: day, wait: 1 day}\n"
    html = cells_on(shown(place, HEAD + cells))
    in_order(html, "22 h later · Tuesday 3 March", "1 day later · Wednesday 4 March")


def test_the_day_in_the_margin_is_short_enough_to_stand_there(place: Path) -> None:
    head = HEAD.replace("2026-03-02", "2026-09-23")
    assert "<b>Wed 23 Sep" in cells_on(shown(place, head + "cells:\n  - {id: hello, say: /start}\n"))
