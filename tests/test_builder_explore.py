"""Test: the panel that explores a flow, tells what came of it, and writes tests at one press."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from builder import seeking
from flowbook.store.notebooks import notebook_paths
from flowbook.store.workspaces import load_workspace_json, save_workspace, workspace_path
from tests.builder_pages import data, html_of, open_screen, press
from tests.errands import done_at_once
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]


@pytest.fixture
def page(data: Path) -> Iterator[AppTest]:
    folder_with_shoes(data)
    yield open_screen("test", flow=FLOW)
    seeking.stop(FLOW)


def explored(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(seeking, "explored", done_at_once)
    press(page, "Explore this flow")
    assert seeking.under_way(FLOW) is None
    return page.run()


def test_it_tells_what_was_found_and_writes_tests_at_one_press(
    page: AppTest, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = html_of(explored(page, monkeypatch))
    assert not page.exception
    assert "ways on were found." in told
    written = [button.label for button in page.button if re.match(r"Write \d+ test", button.label)]
    press(page, written[0])
    assert not page.exception
    names = [path.name for path in notebook_paths(data, FLOW)]
    assert "shoes.explored.test.yaml" in names
    assert "Shoe order: explored" in html_of(page)


def test_a_broken_rule_is_told_with_the_conversation_that_shows_it(
    page: AppTest, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_workspace(data, {**load_workspace_json(data), "invariants": {"person_within": 1}})
    explored(page, monkeypatch)
    assert "From “Reminder” no way leads to a person." in html_of(page)
    assert not [one for one in page.expander if one.label.startswith("If")]
    assert any("writes “/start”" in element.proto.body for element in page.main if element.type == "html")


def test_a_rule_that_nobody_switched_on_is_no_problem(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    told = html_of(explored(page, monkeypatch))
    assert 'class="prob bad"' not in told
    offered = [one.label for one in page.expander if one.label.startswith("If")]
    assert "If “A person within reach” were on: From “Reminder” no way" in offered[0]
    assert any("writes “/start”" in element.proto.body for element in page.main if element.type == "html")


def test_it_can_be_stopped(page: AppTest) -> None:
    press(page, "Explore this flow")
    errand = seeking.under_way(FLOW)
    assert errand is not None
    seeking.stop(FLOW)
    assert errand.ended
    page.run()
    assert "Explore this flow" in [button.label for button in page.button]


def test_a_rule_is_switched_on_in_the_workspace(page: AppTest, data: Path) -> None:
    next(one for one in page.toggle if one.label == "At most so many messages a day").set_value(True).run()
    press(page, "Save")
    kept = json.loads(workspace_path(data).read_text("utf-8"))
    assert kept["invariants"] == {"messages_a_day": 3}
