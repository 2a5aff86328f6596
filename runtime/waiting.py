"""Waiting that ends by an event or by the clock."""

from __future__ import annotations

import asyncio
from contextlib import suppress


async def wait_for(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event came. asyncio.wait_for would not do: in Python 3.11 it loses a cancellation that
    comes together with the event, and the program would not stop."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
