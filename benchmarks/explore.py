"""Explores the sample flows and random ones, and prints what share of the exits was found, proved and left
open.

    python benchmarks/explore.py [--flows 40] [--size 50] [--budget 10]

The random flows are the ones of tests/random_flows.py, the same every time. An exit counts as reachable
unless it was proved that nobody can take it, so that unsettled ones count against exploration. Below 95 %
found it ends with exit code 1; the goal is all of them within a second of each flow."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flowbook.cli.exploring import land_of  # noqa: E402
from flowbook.cli.places import find_flows  # noqa: E402
from flowbook.explore import Land, Report, explore  # noqa: E402
from tests.random_flows import PLACE, random_flow  # noqa: E402

FLOOR = 0.95
HEAD = "flow         steps exits found proved open  found in  proof in"


def lands(count: int, size: int) -> Iterator[Land]:
    for one in find_flows(ROOT / "flows"):
        if one.flow:
            yield land_of(one.path, one.flow)
    for seed in range(count):
        yield Land(random_flow(seed, size), PLACE)


def measured(land: Land, budget: float) -> tuple[Report, float]:
    """With the second, of the processor's time, after which the last exit was found."""
    begun = time.process_time()
    report = explore(land, lambda: time.process_time() - begun, budget, telling=False)
    return report, max((one.after for one in report.found), default=0.0)


def told(land: Land, report: Report, last: float) -> str:
    proving = dict(report.seconds)["proving"]
    counts = (
        len(land.flow.nodes),
        len(land.exits),
        len(report.found),
        len(report.proved),
        len(report.unsettled),
    )
    steps, exits, found, proved, unsettled = counts
    name = f"{land.flow.id:<12} {steps:>5} {exits:>5} {found:>5} {proved:>6} {unsettled:>4}"
    return f"{name} {last:>7.2f} s {proving:>7.2f} s"


def summary(name: str, reports: list[tuple[Report, float]]) -> float:
    found, proved, unsettled = (
        sum(len(getattr(one, part)) for one, _ in reports) for part in ("found", "proved", "unsettled")
    )
    within = sum(one.after <= 1 for report, _ in reports for one in report.found)
    share, quick = found / (found + unsettled), within / (found + unsettled)
    settled = sum(not one.unsettled for one, _ in reports)
    print(
        f"{name}: of {found + unsettled} exits not proved impossible {share:.1%} found, "
        f"{quick:.1%} within 1 s; {proved} proved, {unsettled} open; "
        f"{settled} of {len(reports)} flows settled."
    )
    return share


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flows", type=int, default=40)
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--budget", type=float, default=10)
    chosen = parser.parse_args()
    print(HEAD)
    samples: list[tuple[Report, float]] = []
    randoms: list[tuple[Report, float]] = []
    for land in lands(chosen.flows, chosen.size):
        report, last = measured(land, chosen.budget)
        print(told(land, report, last), flush=True)
        (samples if land.workspace is not PLACE else randoms).append((report, last))
    shares = [summary(name, all_) for name, all_ in (("samples", samples), ("random", randoms)) if all_]
    return int(min(shares) < FLOOR)


if __name__ == "__main__":
    raise SystemExit(main())
