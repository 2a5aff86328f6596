"""The screen Test: the list of a flow's notebooks, one open, and what cannot be read."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.errors import StoreError
from flowbook.store.folder import flow_path
from flowbook.store.notebooks import delete_notebook, notebook_path, notebook_paths, restore_notebook
from tests.builder_pages import components, data, html_of, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]

NAME = "talk.test.yaml"
HEAD = f"notebook: A talk\nflow: {FLOW}\nstart: 2026-03-02 10:00\n"
TALK = (
    HEAD
    + "cells:\n  - {id: hello, say: /start}\n  - {id: said, expect: {reply: {contains: Nobody says this}}}\n"
)


@pytest.fixture
def place(data: Path) -> Path:
    folder_with_shoes(data)
    found = flow_path(data, FLOW).parent / NAME
    found.write_text(TALK, "utf-8")
    return found


def opened() -> AppTest:
    found = open_screen("test", flow=FLOW, notebook=NAME)
    assert not found.exception
    return found


def cells(page: AppTest) -> str:
    """What the component of the cells was given."""
    return " ".join(str(json.loads(one.proto.json)) for one in components(page))


def test_the_list_says_how_each_came_out(place: Path) -> None:
    place.with_name("good.test.yaml").write_text(TALK.replace("Nobody says this", "Which size"), "utf-8")
    html = html_of(open_screen("test", flow=FLOW))
    assert "A talk" in html
    assert "1 of 1 failed" in html
    assert "Passed" in html
    assert "Not run" not in html


def test_after_a_change_the_list_says_what_is_stale(place: Path) -> None:
    page = open_screen("test", flow=FLOW)
    place.write_text(TALK + "  - {id: end, note: The end.}\n  - {id: again, say: /start}\n", "utf-8")
    page = page.run()
    assert "Stale" in html_of(page)
    press(page, "Run all")
    assert "1 of 1 failed" in html_of(page)


def test_without_tests_it_says_how_to_begin(data: Path) -> None:
    folder_with_shoes(data)
    page = open_screen("test", flow=FLOW)
    assert "No tests yet" in html_of(page)
    assert {"New test", "Go to Try"} <= {button.label for button in page.button}


def test_an_open_notebook_shows_what_failed_and_for_whom(place: Path) -> None:
    told = cells(opened())
    assert "Hi Sam! Looking for your next pair?" in told
    assert "Nobody says this" in told
    assert "Failed" in told


def test_what_cannot_be_read_is_a_text_that_can_be_mended(place: Path) -> None:
    place.write_text(TALK.replace("say: /start", "sai: /start"), "utf-8")
    page = opened()
    assert html_of(page).count("line 5, cell “hello”: “sai” is not known in a cell.") == 1
    page.text_area[0].set_value(TALK).run()
    press(page, "Save the text")
    assert place.read_text("utf-8") == TALK
    assert "Hi Sam!" in cells(page)


def test_a_text_that_cannot_be_read_is_not_lost(place: Path) -> None:
    place.write_text(HEAD, "utf-8")
    page = opened()
    page.text_area[0].set_value("half a notebook").run()
    press(page, "Save the text")
    assert place.read_text("utf-8") == "half a notebook"
    assert "half a notebook" in opened().text_area[0].value


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (f"flow: {FLOW}", "flow: other", "This notebook is for the flow “other”"),
        ("start: 2026-03-02 10:00", "customers: nobody", "There is no sample customer “nobody”."),
        ("start: 2026-03-02 10:00", "customers: file:people.json", "There is no file of customers"),
    ],
)
def test_what_cannot_be_played_is_said(place: Path, before: str, after: str, told: str) -> None:
    place.write_text(TALK.replace(before, after), "utf-8")
    assert told in html_of(opened())
    assert told in html_of(open_screen("test", flow=FLOW))


def test_another_flow_s_notebook_is_made_one_of_this_at_a_press(place: Path) -> None:
    place.write_text(TALK.replace(f"flow: {FLOW}", "flow: other"), "utf-8")
    press(opened(), "Make it a test of “Shoe order”")
    assert place.read_text("utf-8") == TALK
    assert "Hi Sam!" in cells(opened())


def test_a_customer_who_is_not_there_is_taken_out_where_it_is_told(place: Path) -> None:
    place.write_text(TALK.replace("start: 2026-03-02 10:00", "customers: nobody"), "utf-8")
    page = opened()
    box = next(one for one in page.multiselect if one.label == "Customers")
    box.set_value([]).run()
    assert "Hi Sam!" in cells(opened())


def test_a_step_that_is_gone_fails_its_cell_alone(place: Path) -> None:
    place.write_text(TALK.replace("reply: {contains: Nobody says this}", "node: gone"), "utf-8")
    assert "There is no step “gone”" in cells(opened())


def test_a_cell_for_nobody_fails_in_place_of_being_left_out(place: Path) -> None:
    place.write_text(TALK.replace("{id: said,", "{id: said, only: sem,"), "utf-8")
    assert "“sem” is nobody of this notebook." in cells(opened())


def test_a_notebook_that_is_gone_leads_back_to_the_list(place: Path) -> None:
    place.unlink()
    page = opened()
    assert f"There is no notebook “{NAME}” any more." in html_of(page)
    assert "To all tests of this flow" in [button.label for button in page.button]


def test_a_long_notebook_is_shown_in_pages(place: Path) -> None:
    many = "".join(f"  - {{id: c{number}, note: Number {number}.}}\n" for number in range(300))
    place.write_text(f"{HEAD}cells:\n{many}", "utf-8")
    page = opened()
    assert "Number 119." in cells(page)
    assert "Number 120." not in cells(page)
    box = next(one for one in page.selectbox if one.label.startswith("Cells shown"))
    box.select(box.options[2]).run()
    assert "Number 299." in cells(page)


def test_a_deleted_notebook_can_be_brought_back(place: Path, data: Path) -> None:
    binned = delete_notebook(data, FLOW, NAME)
    assert notebook_paths(data, FLOW) == []
    assert restore_notebook(data, FLOW, binned) == NAME
    assert place.read_text("utf-8") == TALK


@pytest.mark.parametrize(
    "name", ["../salon/salon.test.yaml", "salon.flow.json", ".test.yaml", "a/b.test.yaml"]
)
def test_only_notebooks_of_the_flow_can_be_named(data: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be the name of a notebook"):
        notebook_path(data, FLOW, name)
