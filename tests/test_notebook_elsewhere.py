"""A notebook that lies with another flow than the one it is for: command, page and gate say the same."""

from pathlib import Path

import pytest

from flowbook.cli.gate import examined
from flowbook.cli.gate import tests_of as gated
from flowbook.cli.notebooks import Shelf, find_notebooks
from flowbook.flow import Flow
from flowbook.store import open_store
from flowbook.store.folder import flow_path, save_flow
from tests.builder_pages import data, html_of, open_screen
from tests.shoe_shop import ASKED_FOR, FLOW, folder_with_shoes, shoes

__all__ = ["data"]
TOLD = "This notebook is for the flow “shoes”, but lies with “Say hello”. Move it to its flow, or change"


@pytest.fixture
def stray(data: Path) -> Path:
    """A test of the shoes' flow that passes, in the folder of a flow that leads nowhere near it."""
    folder_with_shoes(data)
    save_flow(data, Flow("hello", "Say hello", shoes().nodes[:2]))
    path = flow_path(data, "hello").with_name("it.test.yaml")
    path.write_text(ASKED_FOR, "utf-8")
    return path


def test_by_command_it_is_not_played_on_the_flow_it_names(stray: Path) -> None:
    (loaded,) = find_notebooks(stray, Shelf())
    assert loaded.ground is None
    assert TOLD in loaded.problem


def test_the_page_says_the_same(stray: Path) -> None:
    assert TOLD in html_of(open_screen("test", flow="hello", notebook=stray.name))


def test_it_lets_nobody_publish_the_flow_it_lies_with(stray: Path, data: Path) -> None:
    assert [TOLD in one.problem for one in gated(open_store(data), "hello")] == [True]
    assert gated(open_store(data), FLOW) == []
    assert examined(open_store(data), "hello").sentence.startswith(
        "The test “Somebody asks for a pair” fails. "
    )


def test_where_no_flow_lies_it_is_looked_for_in_the_workspace(stray: Path, data: Path) -> None:
    apart = data / "flows" / "tests"
    apart.mkdir()
    (loaded,) = find_notebooks(stray.rename(apart / stray.name), Shelf())
    assert loaded.ground is not None, loaded.problem
    assert loaded.ground.flow.id == FLOW
