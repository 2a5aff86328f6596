"""How quick the Test screen is in Chromium: python -m benchmarks.notebook_page [--json].

A notebook of 50 cells, for 1 and for 20 customers. From the press of a cell's Run to the chat under it, where
that cell alone has to be played, and where the second half has to. Goal 200 ms, 500 ms at most."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page

from flowbook.store.folder import flow_path
from tests.browser import Builder, launched, running_builder, visiting
from tests.chromium import chromium

GOAL, FLOOR = 200, 500
CELLS, TIMES = 50, 7
NAME = "quick.test.yaml"
HEAD = "notebook: Fifty cells\nflow: salon\nstart: 2026-03-02 10:00\ncustomers:\n"
PRESS = """(word) => new Promise((done) => {
  const button = document.querySelector('[data-tap="run:last"]');
  const box = button.closest("[data-row]");
  const begun = performance.now();
  const look = () => {
    const cell = box.querySelector(".cell");
    if (box.querySelector(".name").textContent.includes(word) && box.querySelector(".bub")
      && !cell.classList.contains("stale")) done(performance.now() - begun);
  };
  setTimeout(() => done(60000), 60000);
  new MutationObserver(look).observe(box, { subtree: true, childList: true });
  button.click();
})"""


def notebook(people: int, middle: str, last: str) -> str:
    """`middle` and `last` are said in the 25th and the last cell."""
    rows = [f"  - {{id: c{n}, set: {{first_name: Anna, language: en}}}}" for n in range(people)]
    said = ["/book"] * CELLS
    said[CELLS // 2], said[-1] = middle, last
    cells = [f"  - {{id: n{number}, say: {words}}}" for number, words in enumerate(said)]
    cells[-1] = cells[-1].replace(f"n{CELLS - 1}", "last")
    return HEAD + "\n".join(rows) + "\ncells:\n" + "\n".join(cells) + "\n"


def measure(page: Page, builder: Builder, people: int, *, half: bool) -> list[float]:
    """Milliseconds, one for each press; the first is left out."""
    place = flow_path(builder.data, "salon").parent / NAME
    place.write_text(notebook(people, "hello", "/book at first"), "utf-8")
    page.goto(f"{builder.address}/test?flow=salon&notebook={NAME}")
    page.wait_for_selector('[data-row="last"] .bub')
    page.wait_for_timeout(1500)
    found = []
    for number in range(TIMES):
        place.write_text(notebook(people, f"hello {number}" if half else "hello", f"/book {number}"), "utf-8")
        found.append(float(page.evaluate(PRESS, f"/book {number}")))
        page.wait_for_timeout(400)
    return found[1:]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    wanted = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_builder(Path(folder) / "data") as builder,
        launched(chromium()) as browser,
        visiting(browser, builder.address) as visit,
    ):
        figures = {
            f"{people} customers, {'25 cells' if half else '1 cell'} to play": measure(
                visit.page, builder, people, half=half
            )
            for people in (1, 20)
            for half in (False, True)
        }
    told = {name: {"median": median(some), "slowest": max(some)} for name, some in figures.items()}
    if wanted.json:
        print(json.dumps({"milliseconds": told, "goal": GOAL, "floor": FLOOR}, indent=2))
        return
    for name, one in told.items():
        print(f"{name:38} {one['median']:5.0f} ms, slowest {one['slowest']:5.0f} ms (goal {GOAL})")


if __name__ == "__main__":
    main()
