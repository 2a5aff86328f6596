"""Simulates a season of the campaign flows for many sample customers, and prints how long that took.

    python benchmarks/simulate.py [--customers 1000] [--days 90] [--profile]

Every customer presses Start on a day of the first month, half of those who are asked tap an answer, and then
time passes: the welcome series, birthdays, the offer of 30 August, and silence. The goal is 3 seconds of the
processor for 1,000 customers and 90 days; above 18 seconds it ends with exit code 1."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import runpy
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flowbook.cli.places import find_flows, workspace_above
from flowbook.customer import Customer, customer_from_json
from flowbook.events import MessageSent
from flowbook.setting import Setting, library_of
from flowbook.stimuli import Said, Tapped
from flowbook.world import World, advance, do, world_of

ROOT = Path(__file__).resolve().parent.parent
FLOWS = ("welcome", "winback", "flowers", "birthday")
BEGIN = datetime(2026, 6, 25, 6, 0, tzinfo=UTC)
MONTH = 30
GOAL, FLOOR = 3.0, 18.0


def people(count: int) -> Iterator[Customer]:
    """As many as wished, made as the samples are."""
    made = runpy.run_path(str(ROOT / "sample_data" / "generate.py"))["customers"]
    return map(customer_from_json, made(count))


def opening(count: int) -> World:
    flows = {one.flow.id: one.flow for one in find_flows(ROOT / "flows") if one.flow}
    setting = Setting(workspace_above(ROOT / "flows"), library_of(*(flows[name] for name in FLOWS)))
    return world_of(setting, BEGIN, people(count))


def season(world: World, days: int, seed: int = 1) -> World:
    dice = random.Random(seed)
    by_day: dict[int, list[str]] = {}
    for name in world.states:
        by_day.setdefault(dice.randrange(min(MONTH, days)), []).append(name)
    for day in sorted(by_day):
        world = advance(world, BEGIN + timedelta(days=day, hours=3))
        for name in by_day[day]:
            world = _visit(world, name, dice)
    return advance(world, BEGIN + timedelta(days=days))


def _visit(world: World, name: str, dice: random.Random) -> World:
    """Press Start, and perhaps a button of the answer."""
    before = len(world.log)
    world = do(world, name, Said("/start"))
    sent = [record.event.message for record in world.log[before:] if isinstance(record.event, MessageSent)]
    asked = [
        button for message in sent for row in message.buttons for button in row if button.kind == "choice"
    ]
    if not asked or dice.random() < 0.5:
        return world
    chosen = dice.choice(asked)
    return do(world, name, Tapped(chosen.value, chosen.label))


def tell(world: World, seconds: float, waited: float) -> None:
    kinds = Counter(type(record.event).__name__ for record in world.log)
    print(f"{len(world.states):,} customers, {(world.now - BEGIN).days} days of {', '.join(FLOWS)}")
    print(
        f"{seconds:.2f} s of the processor, {waited:.2f} s by the clock (goal {GOAL:.0f}, most {FLOOR:.0f})"
    )
    print(f"{len(world.log):,} events, {len(world.log) / seconds:,.0f} a second")
    print(f"{kinds['MessageSent']:,} messages in {kinds['SessionStarted']:,} conversations")
    print(f"{kinds['SessionFailed']} conversations broke off")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--profile", action="store_true", help="also show where the time goes")
    asked = parser.parse_args()
    watch = cProfile.Profile()
    begun, clock = time.process_time(), time.perf_counter()
    if asked.profile:
        watch.enable()
    world = season(opening(asked.customers), asked.days)
    watch.disable()
    seconds = time.process_time() - begun
    tell(world, seconds, time.perf_counter() - clock)
    if asked.profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(40)
    return int(seconds > FLOOR)


if __name__ == "__main__":
    sys.exit(main())
