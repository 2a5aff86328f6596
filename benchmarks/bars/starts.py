"""How soon the runtime polls after a start, and how soon a customer meets what was published."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from benchmarks.bars.figures import Figure, percentile
from benchmarks.bars.stage import Stage, greeting, processor_of, stage, wait_until
from flowbook.flow import Flow, with_node

BOTS, TIMES = 20, 10
POLL_BAR, ANSWER_BAR = 2.0, 1.0
GAP = 0.05
"""Seconds between two customers who say hello: what is measured is late by no more than that."""


def starts(folder: Path) -> Iterator[Figure]:
    with stage(folder / "starts", BOTS) as ground:
        ground.play(greeting())
        taken, spent = zip(*(_first_polls(ground) for _ in range(TIMES)), strict=True)
    more = f", {percentile(spent, 0.5):.2f} s of the processor"
    yield _told(f"restart to first poll, the slowest of {BOTS} bots, {TIMES} times", taken, POLL_BAR, more)
    with stage(folder / "publish") as ground:
        ground.play(greeting())
        _first_polls(ground, leave=True)
        answered = [_first_answer(ground, number) for number in range(TIMES)]
    yield _told(f"publish to first answer of it, {TIMES} times", answered, ANSWER_BAR)


def _told(what: str, taken: Sequence[float], bar: float, more: str = "") -> Figure:
    middle, most = percentile(taken, 0.5), max(taken)
    return Figure(f"{what}: at most", f"{most:.2f} s; p50 {middle:.2f} s{more}", f"{bar:.0f} s", most <= bar)


def _first_polls(ground: Stage, *, leave: bool = False) -> tuple[float, float]:
    """Seconds from the start of the process until every bot was asked for, and the processor's for it."""
    control = ground.botapi.control
    before, begun = len(control.calls()), control.now()
    ground.runtime.start()
    asked: dict[str, float] = {}

    def all_asked() -> bool:
        for call in control.calls("getUpdates", after=before):
            if call.at >= begun:
                asked.setdefault(call.bot, call.at)
        return len(asked) == len(ground.bots)

    wait_until(all_asked, 60)
    process = ground.runtime.process
    assert process is not None
    spent = processor_of(process.pid)
    if not leave:
        ground.runtime.stop()
    return max(asked.values()) - begun, spent


def _first_answer(ground: Stage, number: int) -> float:
    """Seconds from the publishing until the first of many who say hello gets the new words."""
    control, text = ground.botapi.control, f"Hello, {number}!"
    begun = control.now()
    ground.play(_saying(text))
    came: list[float] = []
    for _ in count():
        control.customer("P", ground.bots[0].username).say("hello")
        time.sleep(GAP)
        came = [entry.at for entry in ground.entries() if entry.by == "bot" and entry.text == text]
        if came:
            break
    return min(came) - begun


def _saying(text: str) -> Flow:
    flow = greeting()
    return with_node(flow, replace(flow.by_id["say"], config={"text": text}))
