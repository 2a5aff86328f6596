"""The flow of ten steps that tests draw in the builder, and how its forms are reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from flowbook.flow import Flow, Node
from flowbook.store.folder import load_flow
from tests.browser import visiting
from tests.canvas_hand import Hand
from tests.expecting import expect

FIRST, OTHER = "Corner shop", "Market stall"
NAMES = {
    "message": "Say welcome",
    "menu": "Offer what we do",
    "condition": "Look how often they came",
    "message_2": "Thank a regular",
    "question": "Ask for the address",
    "tag": "Mark the newcomer",
    "message_3": "Tell the prices",
    "delay": "Let them breathe",
    "message_4": "Say goodbye",
}
"""Of all steps but the one that a new flow begins with, by the id that they get."""
SAVED = "doorbell"
REGULAR = 5
DRAWN = {
    "Link or start": ("start", {"next": "Say welcome"}),
    "Say welcome": ("message", {"next": "Offer what we do"}),
    "Offer what we do": ("menu", {"small": "Look how often they came", "large": "Tell the prices"}),
    "Look how often they came": (
        "condition",
        {"regular": "Let them breathe", "otherwise": "Ask for the address"},
    ),
    "Let them breathe": ("delay", {"next": "Thank a regular"}),
    "Thank a regular": ("message", {"next": "Say goodbye"}),
    "Ask for the address": ("question", {"answered": "Mark the newcomer"}),
    "Mark the newcomer": ("tag", {"next": "Say goodbye"}),
    "Tell the prices": ("message", {"next": "Say goodbye"}),
    "Say goodbye": ("message", {}),
}
"""Type and ways on of each step, by title."""


@pytest.fixture
def hand(browser: Browser, tmp_path: Path) -> Iterator[Hand]:
    """A page that outlives its builder, which the test ends and begins again."""
    with visiting(browser, "http://127.0.0.1") as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield Hand(visit.page, tmp_path / "data", "corner_shop")
        assert visit.outside == []


def told(flow: Flow) -> dict[str, tuple[str, dict[str, str]]]:
    """A flow as DRAWN tells it."""
    return {node.title: (node.type, _ways(flow, node)) for node in flow.nodes}


def _ways(flow: Flow, node: Node) -> dict[str, str]:
    return {exit: flow.by_id[target].title for exit, target in node.exits.items()}


def check_drawn(flow: Flow) -> None:
    """The saved file, node by node."""
    found = told(flow)
    other = {title: found.get(title) for title in {*found, *DRAWN} if found.get(title) != DRAWN.get(title)}
    assert not other, other
    (branch,) = flow.by_id["condition"].config["branches"]
    assert branch["rule"] == {"orders": "count", "op": "at_least", "value": REGULAR}
    assert [button["label"] for button in flow.by_id["menu"].config["buttons"]] == ["Order", "Prices"]
    assert flow.by_id["question"].config["save_to"] == f"session.{SAVED}"


def eventually(page: Page, look: Callable[[], Any], wanted: Any) -> None:
    """Files are written by another process; they are looked at until they say what they should."""
    for _ in range(500):
        if look() == wanted:
            return
        page.wait_for_timeout(100)
    assert look() == wanted


def form(hand: Hand) -> Locator:
    """The form as it is now; while the page is drawn anew, parts of the one before it may still be there."""
    return hand.page.locator(".st-key-card-props .stElementContainer:not([data-stale=true])")


def field(hand: Hand, label: str) -> Locator:
    return form(hand).get_by_label(label, exact=True)


def form_of(hand: Hand, node: str, title: str = "") -> None:
    """Waits for the form of that step."""
    hand.page.wait_for_url(f"**step={node}*")
    title = title or load_flow(hand.data, hand.flow).by_id[node].title
    expect(field(hand, "Name of the step")).to_have_value(title)
    hand.settle()


def drawn_as(hand: Hand, node: str, title: str) -> None:
    expect(hand.box(node).locator(".name b")).to_have_text(title)
    hand.settle()
