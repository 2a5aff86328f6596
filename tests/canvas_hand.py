"""A hand on the drawing canvas in a browser: points, drags, types, and looks at what was drawn and saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from builder.edits import Draft
from flowbook.flow import Flow
from flowbook.layout import Layout
from flowbook.store.folder import load_flow, load_layout, save_flow, save_layout
from launch import children, place
from tests.browser import LOOK_MS, fill
from tests.expecting import expect
from tests.ports import free_port

HERE = Path(__file__).resolve().parent
SETTLED = """() => {
  const seen = window.flowbookCanvas;
  const app = document.querySelector(".stApp");
  return seen?.board && seen.board.outbox.idle() && !seen.board.ui.get().busy
    && app.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED";
}"""

FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.dataset.box ?? element?.getAttribute("aria-label") ?? element?.tagName ?? "";
}"""


@dataclass(frozen=True)
class Hand:
    """`flow` is the draft's id in the data folder."""

    page: Page
    data: Path
    flow: str

    @property
    def canvas(self) -> Locator:
        return self.page.locator(".canvas")

    @property
    def title(self) -> Locator:
        """The form's; while the page is drawn anew, the one before it may still be there."""
        return self.page.locator(".stElementContainer:not([data-stale=true]) input[aria-label=Title]")

    def box(self, node: str) -> Locator:
        return self.page.locator(f'[data-box="{node}"]')

    def port(self, node: str, exit: str) -> Locator:
        return self.box(node).locator(f'.react-flow__handle[data-port="{exit}"]')

    def way(self, node: str, exit: str) -> Locator:
        return self.page.locator(f'.react-flow__edge[data-id="{node}|{exit}"]')

    def kind(self, name: str) -> Locator:
        return self.page.locator(f'.palette [data-kind="{name}"]')

    def saved(self) -> Flow:
        self.settle()
        return load_flow(self.data, self.flow)

    def layout(self) -> Layout:
        self.settle()
        return load_layout(self.data, self.flow)

    def exits(self, node: str) -> dict[str, str]:
        return dict(self.saved().by_id[node].exits)

    def ids(self) -> list[str]:
        return [node.id for node in self.saved().nodes]

    def selected(self) -> list[str]:
        chosen = "board.drawing.get().items.filter((item) => item.selected).map((item) => item.id)"
        return list(self.state(chosen))

    def focused(self) -> str:
        """The step that has the keyboard, else what else has it."""
        return str(self.page.evaluate(FOCUSED))

    def settle(self) -> None:
        """Returns when everything that was done is acknowledged and the page stands still."""
        self.page.wait_for_function(SETTLED, polling=LOOK_MS)
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(SETTLED, polling=LOOK_MS)

    def click(self, node: str) -> None:
        self.box(node).locator(".head").click()

    def drag(self, start: Locator, end: Locator | tuple[float, float], *, shift: bool = False) -> None:
        """From the middle of one thing to the middle of another, or to a point of the page."""
        x, y = middle(start)
        to = end if isinstance(end, tuple) else middle(end)
        if shift:
            self.page.keyboard.down("Shift")
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for part in (0.01, 0.2, 0.6, 0.95, 1):
            self.page.mouse.move(x + (to[0] - x) * part, y + (to[1] - y) * part)
        self.page.mouse.up()
        if shift:
            self.page.keyboard.up("Shift")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def state(self, expression: str) -> Any:
        """Something of the board, such as "board.flow.getViewport()"."""
        return self.page.evaluate(
            f"() => {{ const {{ board }} = window.flowbookCanvas; return {expression}; }}"
        )

    def viewport(self) -> Any:
        self.settle()
        return self.state("board.flow.getViewport()")

    def plane(self) -> tuple[float, float, float, float]:
        found = self.page.locator(".react-flow").bounding_box()
        assert found
        return found["x"], found["y"], found["width"], found["height"]


def middle(thing: Locator) -> tuple[float, float]:
    thing.wait_for()
    found = thing.bounding_box()
    assert found
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def put_draft(data: Path, draft: Draft) -> None:
    save_flow(data, draft.flow)
    save_layout(data, draft.flow.id, draft.layout)


@contextmanager
def canvas_server(data: Path, port: int = 0) -> Iterator[str]:
    """The address of a page with nothing but a canvas, over a data folder filled as a newcomer's is."""
    if not data.exists():
        fill(data)
    port = port or free_port()
    command = [
        str(HERE / "canvas_page.py") if part.endswith(".py") else part
        for part in children.builder_command(port)
    ]
    child = children.start("canvas", [*command, "--server.enableStaticServing", "false"], data)
    try:
        children.wait_for_builder(port, [child])
        yield f"http://{place.ADDRESS}:{port}"
    finally:
        children.stop([child])


def open_canvas(page: Page, address: str, data: Path, flow: str, **query: str) -> Hand:
    tail = "".join(f"&{key}={value}" for key, value in query.items())
    page.goto(f"{address}/?flow={flow}{tail}")
    hand = Hand(page, data, flow)
    expect(hand.canvas).to_be_visible()
    hand.settle()
    return hand
