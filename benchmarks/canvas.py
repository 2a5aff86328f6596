"""How quick the drawing canvas is in Chromium: python -m benchmarks.canvas [--json].

Goals: 300 steps to be worked with in 2 s and 1,000 in 3 s; a way drawn to a settled page in 0.5 s at 300, on
a page with a canvas alone and in Draw with its form and problems; 45 frames a second while moving the view
with 300 steps in it, 30 with 1,000."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page

from builder.edits import Draft
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from tests.browser import launched, running_builder, visiting
from tests.canvas_hand import Hand, canvas_server, put_draft
from tests.chromium import chromium

SIZES = (300, 1000)
GOALS = {
    "ready": {300: 2.0, 1000: 3.0},
    "settled": {300: 0.5},
    "in Draw": {300: 0.5},
    "frames": {300: 45, 1000: 30},
}
WAYS = 5
MENU = {"text": "Which?", "buttons": [{"id": "a", "label": "Yes"}, {"id": "b", "label": "No"}]}
READY = """(count) => {
  const seen = window.flowbookCanvas;
  if (!seen?.board?.flow || seen.board.drawing.get().items.length < count) return 0;
  const boxes = [...seen.board.root.querySelectorAll(".react-flow__node")];
  return boxes.length && boxes.every((box) => box.style.visibility !== "hidden") ? performance.now() : 0;
}"""
FRAMES = """() => new Promise((done) => {
  let count = 0;
  const begun = performance.now();
  const frame = () => {
    count += 1;
    const passed = performance.now() - begun;
    if (passed < 2000) requestAnimationFrame(frame); else done(count / passed * 1000);
  };
  requestAnimationFrame(frame);
})"""


def large(size: int) -> Draft:
    """Menus and messages in rows of twenty, most of them connected."""
    nodes, places = [], {}
    for number in range(size):
        name, after, below = f"n{number}", f"n{number + 1}", f"n{number + 20}"
        known = {"a": after, "b": below} if number + 20 < size else {}
        if number % 3 == 0:
            nodes.append(Node(name, "menu", f"Question {number}", MENU, known))
        else:
            text = {"text": "Hello {first_name}, your parcel number {session.parcel} is on its way to you."}
            ways = {"next": after} if number + 1 < size else {}
            nodes.append(Node(name, "message", f"Message {number}", text, ways))
        places[name] = (290 * (number % 20), 190 * (number // 20))
    return Draft(Flow(f"large{size}", f"{size} steps", tuple(nodes)), Layout(places))


def ready(page: Page, address: str, size: int) -> float:
    """Seconds from asking for the page to a drawing that can be worked with."""
    page.goto(f"{address}/?flow=large{size}")
    return float(page.wait_for_function(READY, arg=size).json_value()) / 1000


def settled(hand: Hand) -> float:
    """Seconds from letting go of a way to a page at rest, the answer included; in the middle of several, each
    led on to another step."""
    hand.settle()
    hand.state("board.flow.setViewport({ x: 40, y: 120, zoom: 0.8 })")
    return median(_led_to(hand, f"n{20 + number % 3}") for number in range(WAYS))


def _led_to(hand: Hand, target: str) -> float:
    hand.settle()
    hand.drag(hand.port("n1", "next"), hand.box(target).locator(".head"))
    begun = time.perf_counter()
    hand.page.wait_for_function(
        "() => window.flowbookCanvas.board.outbox.idle()"
        " && document.querySelector('.stApp').dataset.testScriptState === 'notRunning'",
        polling=10,
    )
    return time.perf_counter() - begun


def frames(hand: Hand) -> float:
    """Frames a second while the view is moved with everything in it."""
    hand.state("board.flow.fitView({ padding: 0.02 })")
    hand.page.wait_for_timeout(400)
    x, y, width, height = hand.plane()
    hand.page.mouse.move(x + width - 40, y + height - 60)
    hand.page.evaluate(f"window.counted = ({FRAMES})()")
    hand.page.mouse.down()
    begun, turn = time.perf_counter(), 0
    while time.perf_counter() - begun < 2.0:
        turn += 1
        hand.page.mouse.move(x + width - 40 - turn % 60 * 3, y + height - 60 - turn % 45 * 2)
    hand.page.mouse.up()
    return float(hand.page.evaluate("window.counted"))


def measure() -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {name: {} for name in GOALS}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with canvas_server(data) as address, launched(chromium()) as browser:
            for size in SIZES:
                put_draft(data, large(size))
                with visiting(browser, address) as visit:
                    ready(visit.page, address, size)
                    found["ready"][size] = min(ready(visit.page, address, size) for _ in range(2))
                    hand = Hand(visit.page, data, f"large{size}")
                    hand.settle()
                    found["settled"][size] = settled(hand)
                    hand.settle()
                    found["frames"][size] = frames(hand)
        with running_builder(data) as builder, launched(chromium()) as browser:
            for size in SIZES:
                with visiting(browser, builder.address) as visit:
                    visit.page.goto(f"{builder.address}/draw?flow=large{size}&step=n1")
                    found["in Draw"][size] = settled(Hand(visit.page, data, f"large{size}"))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures for a script")
    chosen = parser.parse_args()
    found = measure()
    if chosen.json:
        print(json.dumps(found))
        return 0
    for what, figures in found.items():
        for size, figure in figures.items():
            goal = GOALS[what].get(size)
            print(f"{what:8} {size:5} steps: {figure:6.2f}" + (f"   goal {goal}" if goal else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
