"""What was measured, and the tables it is shown in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`holds` is whether the bar is reached; None where there is no bar, or nothing was measured."""

    what: str
    measured: str
    bar: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Updates, and the seconds they took. `why` says why there is nothing to show."""

    what: str
    updates: int = 0
    wall: float = 0.0
    processor: float = 0.0
    why: str = ""

    @property
    def of_processor(self) -> float:
        return self.updates / self.processor


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
        "| what | updates a second of the processor | by the wall clock | Flowbook is so many times faster |",
        "|---|---:|---:|---:|",
        *(_rate_row(rate, ours) for rate in rates),
    ]


def _rate_row(rate: Rate, ours: Rate) -> str:
    if rate.why:
        return f"| {rate.what} | {rate.why} | | |"
    ratio = ours.of_processor / rate.of_processor if ours.updates else math.nan
    return f"| {rate.what} | {rate.of_processor:,.0f} | {rate.updates / rate.wall:,.0f} | {ratio:.2f} |"
