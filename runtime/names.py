"""Threads that ask for names, of which a stop waits for none: who waits for an answer cannot be ended."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

MOST_AT_ONCE = 64
"""Some may hang for half a minute; others must still find a thread."""


class Names(ThreadPoolExecutor):
    """For an event loop, which by itself waits for all of its threads when it closes."""

    def __init__(self) -> None:
        super().__init__(MOST_AT_ONCE, "names")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Never waits, whatever it is told."""
        super().shutdown(wait=False, cancel_futures=True)


def ask_aside() -> None:
    """Let the running loop ask so."""
    asyncio.get_running_loop().set_default_executor(Names())
