"""Deeds of the canvas come once to a draft, however often and by whichever server they are heard."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from builder.canvas import once
from flowbook.flow import Flow
from flowbook.store import folder
from flowbook.store.carried import list_carried, note_carried
from flowbook.store.folder import load_flow, save_flow
from tests.builder_pages import data, draw, drawn, open_screen
from tests.shoe_shop import FLOW, folder_with_shoes, shoes

__all__ = ["data"]

TEA = {"id": "tea", "type": "message", "title": "Tea", "config": {"text": "Tea?"}}


@pytest.fixture
def page(data: Path) -> AppTest:
    folder_with_shoes(data)
    return open_screen("draw", flow=FLOW)


def paste(deed: str, steps: int = 1) -> dict[str, Any]:
    nodes = [{**TEA, "id": f"tea{number}"} for number in range(steps)]
    return {"op": "paste", "part": {"flowbook": "part", "nodes": nodes}, "at": [0, 0], "deed": deed}


def teas(data: Path) -> int:
    return sum(node.title.startswith("Tea") for node in load_flow(data, FLOW).nodes)


def begin_server_anew() -> None:
    once._carried.clear()


def test_another_visit_sends_what_was_never_acknowledged(page: AppTest, data: Path) -> None:
    """As a reload does while a paste is on its way."""
    draw(page, FLOW, paste("a"))
    again = draw(open_screen("draw", flow=FLOW), FLOW, paste("a"), paste("b"))
    assert not again.exception
    assert teas(data) == 2


def test_a_server_that_was_started_again_repeats_nothing(page: AppTest, data: Path) -> None:
    draw(page, FLOW, paste("a"), paste("b"))
    begin_server_anew()
    draw(open_screen("draw", flow=FLOW), FLOW, paste("a"), paste("b"), paste("c"))
    assert teas(data) == 3


def test_an_undo_is_heard_once(page: AppTest, data: Path) -> None:
    draw(page, FLOW, paste("a"), paste("b"))
    draw(page, FLOW, {"op": "undo", "deed": "c"})
    draw(page, FLOW, {"op": "undo", "deed": "c"})
    assert teas(data) == 1


def test_what_could_not_be_saved_is_carried_out_later(
    page: AppTest, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(folder, "save_flow", refuse)
        told = drawn(draw(page, FLOW, paste("a")))["told"]["sentences"]
    assert told == ["This change could not be saved (No space left on device). Make room, then repeat it."]
    assert teas(data) == 0
    draw(page, FLOW, paste("a"))
    assert teas(data) == 1


def refuse(*_words: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_deed_whose_draft_was_never_written_was_not_carried_out(tmp_path: Path) -> None:
    """The server was ended between the two."""
    save_flow(tmp_path, shoes())
    note_carried(tmp_path, FLOW, ["a"])
    assert list_carried(tmp_path, FLOW) == []
    note_carried(tmp_path, FLOW, ["b"])
    save_flow(tmp_path, Flow(FLOW, "Other"))
    assert list_carried(tmp_path, FLOW) == ["b"]


def test_a_line_that_was_cut_off_does_not_spoil_the_others(tmp_path: Path) -> None:
    save_flow(tmp_path, shoes())
    note_carried(tmp_path, FLOW, ["a"])
    save_flow(tmp_path, Flow(FLOW, "Other"))
    with (tmp_path / "flows" / FLOW / "past" / "carried.log").open("a") as file:
        file.write('{"deeds": ["b"], "bef')
    assert list_carried(tmp_path, FLOW) == ["a"]


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (paste("a", 5000), "These are 5,000 steps; 1,000 can be pasted at once. Copy fewer."),
        (
            paste("a") | {"part": {"what": "no part of a flow"}},
            "What was copied is no part of a flow. Copy steps here or in another flow first.",
        ),
    ],
    ids=["5,000 steps", "something else"],
)
def test_what_cannot_be_pasted_is_told_and_changes_nothing(
    page: AppTest, data: Path, part: dict[str, Any], sentence: str
) -> None:
    after = draw(page, FLOW, part)
    assert drawn(after)["told"]["sentences"] == [sentence]
    assert load_flow(data, FLOW) == shoes()
