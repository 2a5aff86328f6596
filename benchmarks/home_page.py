"""How quick Home is in Chromium: python -m benchmarks.home_page [--json].

With the nine samples, and with thirty flows: from asking for the address to cards that say how each flow
stands, in a new tab, first after a start of the server, then with everything known; and from Draw back
to Home. Goal 1 s."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page

from flowbook.store.folder import copy_flow, flow_path, list_flows
from tests.browser import fill, launched, running_builder, visiting
from tests.chromium import chromium

GOAL, TIMES, MANY = 1000, 5, 30
STANDING = """(count) => {
  const cards = [...document.querySelectorAll('[class*="st-key-standing-"]')];
  return cards.length === count && cards.every((card) => card.querySelector(".pill")) ? performance.now() : 0;
}"""


def fill_with(data: Path, count: int) -> None:
    """The samples, and copies of the largest of them until there are so many."""
    fill(data)
    for number in range(count - len(list_flows(data))):
        copy_flow(data, flow_path(data, "salon").parent, f"Salon {number}")


def asked(browser: Browser, address: str, count: int) -> float:
    """Milliseconds in a new tab with nothing in its cache."""
    with visiting(browser, address) as visit:
        visit.page.goto(address)
        return float(visit.page.wait_for_function(STANDING, arg=count, polling=10).json_value())


def back(page: Page, address: str, count: int) -> float:
    """Milliseconds from a press in Draw."""
    page.goto(f"{address}/draw?flow=salon")
    page.locator(".canvas").wait_for()
    page.wait_for_function("() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    begun = time.perf_counter()
    page.get_by_role("link", name="Flows").first.click()
    page.wait_for_function(STANDING, arg=count, polling=10)
    return (time.perf_counter() - begun) * 1000


def measure(browser: Browser, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        fill_with(data, count)
        with running_builder(data) as builder:
            found = {"first": asked(browser, builder.address, count)}
            found["later"] = median(asked(browser, builder.address, count) for _ in range(TIMES))
            with visiting(browser, builder.address) as visit:
                found["back"] = median(back(visit.page, builder.address, count) for _ in range(TIMES))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="figures for a script")
    chosen = parser.parse_args()
    with launched(chromium()) as browser:
        found = {count: measure(browser, count) for count in (9, MANY)}
    if chosen.json:
        print(json.dumps(found))
        return
    for count, figures in found.items():
        for what, figure in figures.items():
            print(f"{count:3} flows, {what:6} {figure:6.0f} ms   goal {GOAL}")


if __name__ == "__main__":
    main()
