"""Measures everything the runtime is held to, beside other frameworks.

    python -m benchmarks.runtime [--people 500] [--rounds 3] [--timers 1000000] [--only NAME] [--write]

Every reply is checked, in our runs and in those of the others, which take turns. Seconds of the processor are
what to compare: the wall clock also counts whatever else the machine does. Of all rounds the best counts.
`--write` replaces what docs/benchmarks.md has between the two marks, and nothing else. The peers get an
environment of their own in build/peers."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bars.answers import answers
from benchmarks.bars.figures import Figure, Rate, bars_table, percentile, rates_table
from benchmarks.bars.memory import memory
from benchmarks.bars.pace import pace
from benchmarks.bars.peers import rates
from benchmarks.bars.starts import starts
from benchmarks.bars.timers import outage, timers
from flowbook.store.connection import sqlite_version

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- python -m benchmarks.runtime --write: from here -->", "<!-- to here -->"
BAR = 10_000
BEGUN = time.monotonic()
Bar = Callable[[Path], Iterator[Figure]]


def bars(count: int) -> dict[str, Bar]:
    return {
        "answers": answers,
        "timers": lambda folder: timers(count, folder),
        "outage": outage,
        "starts": starts,
        "memory": memory,
        "pace": pace,
    }


def measure(folder: Path, chosen: dict[str, Bar]) -> Iterator[Figure]:
    """What cannot be measured says so in its row, and the others go on."""
    for name, bar in chosen.items():
        tell(f"{name} …")
        try:
            for figure in bar(folder):
                tell(f"{figure.what}: {figure.measured}")
                yield figure
        except (TimeoutError, OSError, AssertionError) as error:
            tell(f"{name}: not measured: {error!r}")
            yield Figure(name, f"not measured: {error!r}")


def tell(line: str) -> None:
    """Where it is, and since how many seconds it runs."""
    print(f"{time.monotonic() - BEGUN:5.0f} s  {line}", file=sys.stderr, flush=True)


def durable(ours: Rate) -> Figure:
    if ours.why:
        return Figure("updates a second, durable", ours.why)
    told = f"{ours.best:,.0f} of the processor, {ours.by_the_clock:,.0f} by the clock"
    return Figure("updates a second, durable", told, f"{BAR:,}", ours.best >= BAR)


def section(kept: list[Rate], figures: list[Figure], options: argparse.Namespace) -> str:
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, commit {commit()}: {machine()}.",
        "",
        "### The bars",
        "",
        *bars_table(figures),
    ]
    if kept:
        lines += [
            "",
            f"### A conversation of six words with {options.people:,} people, without the network",
            "",
            f"The best of {options.rounds} rounds, in each of which everyone has a turn, and the middle one.",
            "",
            *rates_table(kept),
        ]
    return "\n".join(lines)


def commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def machine() -> str:
    parts = [
        f"{os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite_version()}",
        f"an fsync takes {fsync() * 1000:.1f} ms",
    ]
    if hasattr(os, "getloadavg"):
        parts.append(f"load {os.getloadavg()[0]:.1f} at the end, these runs included")
    return ", ".join(parts)


def fsync(times: int = 50) -> float:
    """Seconds, p50, of 4 KB."""
    with tempfile.TemporaryFile() as file:
        taken = []
        for _ in range(times):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return percentile(taken, 0.5)


def replaced(page: str, text: str) -> str:
    """The page with its section between the marks replaced; raises ValueError where there are no marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has not the two marks that say where the figures belong")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--timers", type=int, default=1_000_000)
    names = ["rates", *bars(0)]
    parser.add_argument("--only", action="append", choices=names, help="may be repeated; all without it")
    parser.add_argument("--write", action="store_true", help="write into docs/benchmarks.md")
    return parser.parse_args()


def main() -> None:
    options = read_arguments()
    chosen = {name: bar for name, bar in bars(options.timers).items() if name in (options.only or [name])}
    with tempfile.TemporaryDirectory() as name:
        wanted = "rates" in (options.only or ["rates"])
        kept = rates(options.people, options.rounds, tell) if wanted else []
        figures = [durable(kept[0])] if kept else []
        figures += measure(Path(name), chosen)
    text = section(kept, figures, options)
    print(text)
    if options.write:
        PAGE.write_text(replaced(PAGE.read_text("utf-8"), text), "utf-8")


if __name__ == "__main__":
    main()
