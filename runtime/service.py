"""The runtime as a whole: its parts, started together, watched, and stopped together."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from flowbook.store import Store
from flowbook.store.connection import FAULTS
from flowbook.store.pulse import end_pulse
from flowbook.store.settling import settle_interrupted
from runtime.calls import Caller
from runtime.config import Settings
from runtime.guard import Guard
from runtime.health import Health
from runtime.logs import logger
from runtime.machine import name_of_this_run
from runtime.names import ask_aside
from runtime.notify import tell
from runtime.roster import Roster
from runtime.watching import Watch
from runtime.worker import Worker

PATIENCE, LAST_PATIENCE = 1.0, 0.1
"""Seconds for which another program may hold the database, at work and while it stops. All waits meanwhile,
also the signal to stop: what was not stored is tried again, so that little is better."""


async def serve(store: Store, settings: Settings, stop: asyncio.Event) -> None:
    """Until `stop` is set; then it finishes what it has begun. Raises what a part of it dies of."""
    doubtful = settle_interrupted(store, name_of_this_run())
    if doubtful:
        logger().warning("sendings in doubt", count=doubtful)
    store.wait_at_most(PATIENCE)
    ask_aside()
    worker = Worker(store, lambda: None)
    caller = Caller(store, Guard(settings.call_hosts, settings.call_private), worker.wake.set)
    roster = Roster(store, settings.poll_seconds, worker.wake.set)

    watch = Watch(store, worker, roster)

    def carried() -> None:
        roster.wake_senders()
        caller.wake.set()

    worker.carried = carried
    parts = [
        asyncio.create_task(part, name=name)
        for name, part in (
            ("worker", worker.run(roster.may_fire)),
            ("calls", caller.run()),
            ("bots", roster.run()),
            ("watch", watch.run()),
            ("health", Health(store, settings.health_port, watch.problems).run()),
        )
    ]
    logger().info("runtime started", data=str(store.data))
    try:
        await _until_stopped(parts, stop)
    finally:
        tell("STOPPING=1")
        store.wait_at_most(LAST_PATIENCE)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        await roster.close()
        with suppress(*FAULTS):
            end_pulse(store)
        logger().info("runtime stopped")


async def _until_stopped(parts: list[asyncio.Task[None]], stop: asyncio.Event) -> None:
    asked = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([asked, *parts], return_when=asyncio.FIRST_COMPLETED)
        for part in done - {asked}:
            part.result()
    finally:
        asked.cancel()
