"""Presses among the cells of a notebook, a list with one that has none, long ones, and the text of one."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.notebook.reading import read_notebook
from flowbook.store.folder import flow_path
from tests.builder_pages import components, data, html_of, open_part, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]
HEAD = f"notebook: Shoes\nflow: {FLOW}\n"
TALK = """\
cells:
  - {id: hello, say: /start}
  - {id: greeted, expect: {reply: {contains: Which size}}}
  - {id: large, tap: 39–41}
"""
HEAR = """
from builder import drafts
from builder.notebook.deeds import hear
from builder.notebook.desk import Desk
from builder.notebook.files import sheet_of
from builder.notebook.opened import opened_notebook
desk = Desk(drafts.read("FLOW"), sheet_of("FLOW", "it.test.yaml"))
opened_notebook(desk)
hear(desk, "DEED")
"""


@pytest.fixture
def place(data: Path) -> Path:
    folder_with_shoes(data)
    return flow_path(data, FLOW).parent / "it.test.yaml"


def shown(place: Path, text: str, name: str = "it.test.yaml") -> AppTest:
    place.write_text(text, "utf-8")
    page = open_screen("test", flow=FLOW, notebook=name)
    assert not page.exception
    return page


def cells_on(page: AppTest) -> str:
    """The HTML of the cells that are drawn."""
    given = (json.loads(one.proto.json) for one in components(page))
    return "".join(html for one in given for _key, html in one.get("rows", []))


def heard(place: Path, text: str, deed: str) -> str:
    """The file after a press among the cells."""
    place.write_text(text, "utf-8")
    page = open_part(HEAR.replace("FLOW", FLOW).replace("DEED", deed))
    assert not page.exception
    return place.read_text("utf-8")


def order(text: str) -> list[str]:
    return [cell.id for cell in read_notebook(text).cells]


def test_all_tests_of_a_flow_are_listed_and_run(place: Path) -> None:
    place.write_text(HEAD + TALK + "  - {id: end, note: Listed.}\n", "utf-8")
    place.with_name("none.test.yaml").write_text(
        HEAD.replace("Shoes", "Nothing yet") + "cells: []\n", "utf-8"
    )
    place.with_name("bad.test.yaml").write_text("notebook: [", "utf-8")
    page = press(open_screen("test", flow=FLOW), "Run all")
    assert not page.exception
    told = html_of(page)
    assert "Not run" not in told
    assert "Cannot be played" in told


def test_cells_are_moved_copied_left_out_and_deleted_by_press(place: Path) -> None:
    assert order(heard(place, HEAD + TALK, "down:hello")) == ["greeted", "hello", "large"]
    assert order(heard(place, HEAD + TALK, "up:large")) == ["hello", "large", "greeted"]
    assert order(heard(place, HEAD + TALK, "copy:hello")) == ["hello", "hello-2", "greeted", "large"]
    assert order(heard(place, HEAD + TALK, "delete:greeted")) == ["hello", "large"]
    assert order(heard(place, HEAD + TALK, "add:wait:hello")) == ["hello", "wait", "greeted", "large"]
    assert read_notebook(heard(place, HEAD + TALK, "skip:large")).cells[2].skip


def test_a_button_in_the_chat_becomes_a_tap_below(place: Path) -> None:
    after = read_notebook(heard(place, HEAD + TALK, "press:hello:36–38"))
    assert [(cell.kind, cell.value) for cell in after.cells[:2]] == [("say", "/start"), ("tap", "36–38")]


def test_a_call_that_nothing_answers_is_answered_by_a_press(place: Path) -> None:
    page = shown(place, HEAD + TALK)
    assert "Answer it in this test" in cells_on(page)
    after = heard(place, HEAD + TALK, "offer:large")
    cells = read_notebook(after).cells
    assert [cell.kind for cell in cells] == ["say", "expect", "mock", "tap"]
    assert cells[2].value["node"] == "stock"
    assert "Answer it in this test" not in cells_on(shown(place, after))


def test_a_press_on_a_cell_that_is_gone_says_so_and_changes_nothing(place: Path) -> None:
    for deed in ("delete:nobody", "copy:nobody", "add:wait:nobody", "accept:nobody:x", "what:ever"):
        assert heard(place, HEAD + TALK, deed) == HEAD + TALK


TEXT = """
import streamlit as st
from builder import drafts
from builder.notebook.desk import Desk
from builder.notebook.files import sheet_of
from builder.notebook.texting import leave_text, text_form
desk = Desk(drafts.read("FLOW"), sheet_of("FLOW", "it.test.yaml"))
if st.button("Leave"):
    leave_text(desk)
    st.rerun()
text_form(desk)
"""


def test_a_text_that_cannot_be_read_is_told_with_its_cell_and_kept(place: Path) -> None:
    place.write_text(HEAD + TALK, "utf-8")
    page = open_part(TEXT.replace("FLOW", FLOW))
    wrong = HEAD + TALK.replace("say: /start", "sigh: /start")
    page = page.text_area[0].set_value(wrong).run()
    assert "“sigh” is not known in a cell" in html_of(page)
    assert "cell “hello”" in html_of(page)
    press(page, "Leave")
    assert place.read_text("utf-8") == wrong


def test_a_text_that_somebody_else_has_changed_is_asked_about(place: Path) -> None:
    place.write_text(HEAD + TALK, "utf-8")
    page = open_part(TEXT.replace("FLOW", FLOW))
    mine, theirs = HEAD + "cells: []  # mine\n", HEAD + "cells: []  # theirs\n"
    place.write_text(theirs, "utf-8")
    page = page.text_area[0].set_value(mine).run()
    assert "changed elsewhere meanwhile" in html_of(page)
    page = press(page, "Leave")
    assert place.read_text("utf-8") == theirs
    press(page, "Save mine; theirs stays one step back")
    assert place.read_text("utf-8") == mine


def test_an_included_notebook_that_was_changed_is_played_as_it_is_now(place: Path) -> None:
    other = place.with_name("other.test.yaml")
    other.write_text(HEAD + TALK, "utf-8")
    including = HEAD + "cells:\n  - {id: first, include: {notebook: other.test.yaml}}\n"
    assert "Which size" in cells_on(shown(place, including))
    other.write_text(HEAD + TALK.replace("say: /start", "wait: 1 hour"), "utf-8")
    page = shown(place, including)
    assert "1 hour" in cells_on(page)
    assert "Which size shall we keep" not in cells_on(page)
