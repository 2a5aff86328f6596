"""`flowbook doctor`: is this machine and this data folder fit to run on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.common import FINE, PROBLEMS, AsJson, Data, opened, say, show_json
from flowbook.cli.probing import Finding, probe
from flowbook.errors import FlowbookError
from flowbook.store.bots import list_bots
from flowbook.store.connection import OLDEST, damage_of, journal_of, sqlite_version
from flowbook.store.figures import Figures, count_all
from flowbook.store.folder import list_flows
from flowbook.store.lock import is_locked
from flowbook.store.pulse import is_running
from flowbook.store.values import now

LOW_DISK = 500_000_000


def examine(
    data: Data,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask Telegram about the bots.")] = False,
    as_json: AsJson = False,
) -> None:
    """Examine the machine and the data folder; exit code 1 when something needs care."""
    findings = [*_machine(data), *_store(data, offline)]
    if as_json:
        show_json([{"fine": fine, "sentence": sentence} for fine, sentence in findings])
    else:
        for fine, sentence in findings:
            say(f"{'✓' if fine else '✗'} {sentence}")
    raise typer.Exit(FINE if all(fine for fine, _ in findings) else PROBLEMS)


def _machine(data: Path) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield sys.version_info >= (3, 11), f"Python {version}; 3.11 or newer is needed."
    found, least = sqlite_version(), ".".join(map(str, OLDEST))
    slow = "" if journal_of(found) == "wal" else " It is before 3.51.3, so writing is slower, to be safe."
    yield tuple(map(int, found.split("."))) >= OLDEST, f"SQLite {found}; {least} or newer is needed.{slow}"
    free = shutil.disk_usage(data if data.exists() else Path.cwd()).free
    yield free > LOW_DISK, f"{free / 1e9:.1f} GB of disk are free."
    at = now()
    yield at.year >= 2026, f"The clock says {at:%Y-%m-%d %H:%M} UTC."


def _store(data: Path, offline: bool) -> Iterator[Finding]:
    if not data.exists():
        yield False, f"There is no data folder {data}. Make it: python -m flowbook init --data {data}"
        return
    try:
        with opened(data) as store:
            bots, runs, alive = list_bots(store), is_locked(data), is_running(store)
            figures = count_all(store, now())
            damage = damage_of(store)
    except FlowbookError as error:
        yield False, str(error)
        return
    if damage:
        yield False, f"The database is damaged: {damage}. Restore the last backup."
    yield True, f"The database opens; {figures.waiting:,} messages wait to be read."
    yield _program(runs, alive, bool(bots))
    yield from _left_over(figures)
    for bot in bots:
        yield (
            bot.state != "stopped" and bool(bot.token),
            f"Bot @{bot.username} is {bot.state}{': ' + bot.why if bot.why else ''}.",
        )
        if bot.token and not offline:
            yield from probe(bot, runs=runs)
    broken = [flow for flow in list_flows(data) if flow.problem]
    yield not broken, f"{len(list_flows(data))} flows can be read." if not broken else broken[0].problem


def _program(runs: bool, alive: bool, is_needed: bool) -> Finding:
    if runs and not alive:
        return False, "The bots' program runs, but has given no sign of life lately. Start it anew."
    return runs or not is_needed, "The bots' program runs." if runs else "The bots' program does not run."


def _left_over(figures: Figures) -> Iterator[Finding]:
    """What waits for its owner's word."""
    doubt, held, dead = figures.outbox["doubt"], figures.outbox["held"], figures.dead
    calls = figures.held_calls
    if doubt:
        yield False, f"{_many(doubt)} in doubt: cut off while on the way. See the page Health."
    if held:
        yield False, f"{_many(held)} held since a backup was restored. See the page Health."
    if calls:
        yield False, f"{_many(calls, 'request')} held since a backup was restored. See the page Health."
    if dead:
        yield False, f"{_many(dead)} put aside after three tries. See the page Health."


def _many(count: int, what: str = "message") -> str:
    return f"1 {what} is" if count == 1 else f"{count:,} {what}s are"
