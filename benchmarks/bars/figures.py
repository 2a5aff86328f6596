"""What was measured, and the tables it is shown in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MORE = "Flowbook does so many times as much"


@dataclass(frozen=True, slots=True)
class Figure:
    """`holds` is whether the bar is reached; None where there is no bar, or nothing was measured."""

    what: str
    measured: str
    bar: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Updates, and the seconds they took."""

    updates: int
    wall: float
    processor: float

    @property
    def of_processor(self) -> float:
        return self.updates / self.processor


@dataclass(frozen=True, slots=True)
class Rate:
    """`why` says why there is nothing to show. Whatever else the machine does makes a run slower and never
    quicker, so the best of all counts."""

    what: str
    runs: tuple[Run, ...] = ()
    why: str = ""

    @property
    def best(self) -> float:
        """Updates a second of the processor; NaN where there is nothing."""
        return max((run.of_processor for run in self.runs), default=math.nan)

    @property
    def middle(self) -> float:
        return percentile([run.of_processor for run in self.runs], 0.5)

    @property
    def by_the_clock(self) -> float:
        """The best by the wall clock."""
        return max(run.updates / run.wall for run in self.runs)


def percentile(values: Sequence[float], part: float) -> float:
    """The nearest of the values; `part` is 0.99 for p99."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * part) - 1)]


def bars_table(figures: Iterable[Figure]) -> list[str]:
    said = {True: "yes", False: "**no**", None: ""}
    return [
        "| what | measured | bar | reached |",
        "|---|---:|---:|---|",
        *(f"| {one.what} | {one.measured} | {one.bar} | {said[one.holds]} |" for one in figures),
    ]


def rates_table(rates: Sequence[Rate]) -> list[str]:
    """The first is ours; the last column is ours divided by theirs."""
    ours = rates[0]
    return [
        f"| what | updates a second of the processor | the middle | by the wall clock | {MORE} |",
        "|---|---:|---:|---:|---:|",
        *(_rate_row(rate, ours) for rate in rates),
    ]


def _rate_row(rate: Rate, ours: Rate) -> str:
    if rate.why:
        return f"| {rate.what} | {rate.why} | | | |"
    told = f"{rate.best:,.0f} | {rate.middle:,.0f} | {rate.by_the_clock:,.0f}"
    return f"| {rate.what} | {told} | {ours.best / rate.best:.2f} |"
