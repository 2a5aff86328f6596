"""Measures the runtime beside other frameworks, and writes docs/benchmarks.md.

    python -m benchmarks.runtime [--people 2000] [--timers 1000000] [--write]

Every reply is checked, in our runs and in those of the others. Seconds of the processor are what to compare:
the wall clock also counts whatever else the machine does."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flowbook.customer import Customer
from flowbook.store import open_store
from flowbook.store.connection import sqlite_version
from flowbook.store.customers import add_customer
from flowbook.store.timers import due_timers
from flowbook.store.values import to_micros

ROOT = Path(__file__).resolve().parent.parent
OURS = ("A conversation", "Timers and memory")
"""How this benchmark's sections of the page begin."""
Row = tuple[str, str, str, str]
Run = Callable[[], tuple[int, float, float]]


def conversations(people: int, folder: Path) -> Iterator[Row]:
    from benchmarks.conversation import ours, with_ptb

    first = ours.run(people, folder / "ours")
    yield _row("Flowbook: inbox, state, outbox on the disk, FULL, batches of 100", first, first)
    runs: list[tuple[str, Run]] = [
        (
            "python-telegram-bot ConversationHandler, memory, lost at a stop",
            lambda: _ptb(with_ptb, people, folder, False),
        ),
        ("the same + PicklePersistence, flushed each batch", lambda: _ptb(with_ptb, people, folder, True)),
    ]
    if importlib.util.find_spec("aiogram"):
        from benchmarks.conversation import with_aiogram

        runs.append(("aiogram FSM, memory, lost at a stop", lambda: with_aiogram.run(people)))
    for name, run in runs:
        yield _row(name, run(), first)
    if len(runs) == 2:
        yield "aiogram FSM", "not installed here", "", ""
    yield (
        "aiogram FSM + Redis AOF",
        "not measured" if _has("redis-server") else "Redis is not installed here",
        "",
        "",
    )


def _ptb(module: object, people: int, folder: Path, durable: bool) -> tuple[int, float, float]:
    found: tuple[int, float, float] = module.run(people, folder / "ptb.pickle", durable=durable)  # type: ignore[attr-defined]
    return found


def timers(count: int, folder: Path) -> Iterator[Row]:
    """Claiming what is due, among so many that are not."""
    store = open_store(folder / "timers")
    at = datetime(2026, 6, 1, tzinfo=UTC)
    with store.transaction() as conn:
        add_customer(store, Customer("c", at))
        far = to_micros(at + timedelta(days=30))
        rows = (("c", f"t{n}", far + n, "", 0, "f", "n", "") for n in range(count))
        conn.executemany("INSERT INTO timers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        due = [("c", f"d{n}", to_micros(at) - n, "", 0, "f", "n", "") for n in range(30)]
        conn.executemany("INSERT INTO timers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", due)
    spent = []
    for _ in range(200):
        begun = time.perf_counter()
        found = due_timers(store, at)
        spent.append(time.perf_counter() - begun)
        assert len(found) == 30
    worst = sorted(spent)[int(len(spent) * 0.99)]
    yield f"claim 30 due among {count:,} pending timers, p99", f"{worst * 1000:.2f} ms", "", "bar: 5 ms"


def memory() -> Iterator[Row]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "this process at its largest, all frameworks in it", f"{peak:.0f} MiB", "", ""


def _row(name: str, run: tuple[int, float, float], ours: tuple[int, float, float]) -> Row:
    count, wall, cpu = run
    ratio = (ours[0] / ours[2]) / (count / cpu)
    return name, f"{count / cpu:,.0f}", f"{count / wall:,.0f}", f"{ratio:.2f}"


def page(rows: list[Row], others: list[Row], people: int) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    where = f"{machine}, Python {platform.python_version()}, SQLite {sqlite_version()}"
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    made = f"Made by `python -m benchmarks.runtime --write` on {datetime.now(UTC):%Y-%m-%d}, commit {commit}"
    lines = [
        "# Benchmarks",
        "",
        f"{made}: {where}; {load} meanwhile.",
        "",
        f"## A conversation of six words with {people:,} people, without the network",
        "",
        "| what | updates a second of the processor | by the wall clock | Flowbook is so many times faster |",
        "|---|---:|---:|---:|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "Flowbook's bar is 10,000 updates a second; where the first row shows less, it is not reached. One",
        "update pays for history, state, timers and outbox in one commit; the others keep neither",
        "history nor outbox, and those in memory keep nothing at all when they stop. About half of the time",
        "goes into deciding what the flow does and why, a quarter into the database, the rest into texts.",
        "",
        "## Timers and memory",
        "",
        "| what | measured | | |",
        "|---|---:|---|---|",
        *(f"| {' | '.join(row)} |" for row in others),
        "",
    ]
    return "\n".join(lines)


def others_sections(page: str) -> str:
    """What the page tells of other benchmarks."""
    sections = page.split("\n## ")[1:]
    return "".join(f"\n## {one}" for one in sections if not one.startswith(OURS))


def _has(program: str) -> bool:
    from shutil import which

    return which(program) is not None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--timers", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = list(conversations(options.people, folder))
        others = [*timers(options.timers, folder), *memory()]
    text = page(rows, others, options.people)
    print(text)
    if options.write:
        path = ROOT / "docs" / "benchmarks.md"
        path.write_text(text + others_sections(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
