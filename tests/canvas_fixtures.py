"""A canvas in front of a browser for each test: one server for all of them, one small draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.edits import Draft
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from tests.browser import Builder, Visit, visiting
from tests.canvas_hand import Hand, open_canvas, put_draft

MENU = {"text": "Which?", "buttons": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}
ASKED = {"text": "Your code?", "kind": "text", "save_to": "session.code"}


def shop(flow: str = "shop") -> Draft:
    nodes = (
        Node("start", "start", "Start", {}, {"next": "ask"}),
        Node("ask", "menu", "Ask", MENU, {"a": "yes"}),
        Node("yes", "message", "Say yes", {"text": "Yes, {first_name}"}, {"next": "bye"}),
        Node("code", "question", "Ask for the code", ASKED),
        Node("bye", "message", "Say goodbye", {"text": "Bye"}),
    )
    spots = {"start": (0, 0), "ask": (300, 0), "yes": (600, 0), "code": (600, 260), "bye": (900, 0)}
    return Draft(Flow(flow, flow.title(), nodes), Layout(spots))


@pytest.fixture(scope="module")
def data(canvas: Builder) -> Path:
    return canvas.data


@pytest.fixture(scope="module")
def server(canvas: Builder) -> str:
    return canvas.address


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    with visiting(browser, server) as found:
        found.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield found
        assert found.outside == []
        # The fonts stand beside the builder's own page, not beside this one.
        assert [error for error in found.errors if "app/static" not in error] == []


@pytest.fixture
def hand(visit: Visit, server: str, data: Path) -> Iterator[Hand]:
    put_draft(data, shop())
    found = open_canvas(visit.page, server, data, "shop")
    yield found
    assert found.state("window.flowbookCanvas.mounts") == 1
