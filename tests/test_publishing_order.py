"""A flow that leads to another one waits for it, and says so."""

from pathlib import Path

import pytest

from flowbook.checks import blocks, check
from flowbook.errors import PublishRefused
from flowbook.flow import Flow, Node
from flowbook.store import PRACTICE, open_store
from flowbook.store.folder import save_flow
from flowbook.store.publishing import publish
from flowbook.workspace import Workspace

HELLO = Node("hello", "message", "Hello", {"text": "Hello"})
PRICES = Flow(
    "prices", "Prices", (Node("ask", "command", "Prices", {"name": "prices"}, {"next": "hello"}), HELLO)
)
GO = Node("go", "another_flow", "To the prices", {"flow": "prices", "come_back": False})
SHOP = Flow("shop", "Shop", (Node("start", "start", "Start", {}, {"next": "go"}), GO))


def test_a_way_to_a_draft_is_a_warning_that_holds_publishing_back() -> None:
    (issue,) = check(SHOP, Workspace(), drafts=[PRICES])
    assert (issue.severity, blocks(issue)) == ("warning", True)
    assert (
        issue.sentence
        == "“To the prices” leads to the flow “prices”, which is not published yet. Publish that one first."
    )
    assert check(SHOP, Workspace(), others=[PRICES]) == ()


def test_the_other_flow_goes_live_first(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for flow in (SHOP, PRICES):
        save_flow(tmp_path, flow)
    with pytest.raises(PublishRefused, match="not published yet"):
        publish(store, SHOP, [PRACTICE])
    publish(store, PRICES, [PRACTICE])
    assert publish(store, SHOP, [PRACTICE]).version == 1
    store.close()
