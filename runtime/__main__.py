"""Runs a team's bots: `python -m runtime --data DIR`. Everything else comes from FLOWBOOK_ variables."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from flowbook.errors import FlowbookError
from flowbook.store import open_store
from runtime import garbage
from runtime.config import Settings, settings_of
from runtime.lock import take_lock
from runtime.logs import logger, set_up
from runtime.service import serve


def main() -> int:
    """0 after an orderly stop, 1 where it cannot run."""
    try:
        settings = _settings()
        set_up(settings.log_level)
        store = open_store(settings.data)
        with take_lock(settings.data):
            garbage.settle()
            asyncio.run(_run(store, settings))
    except FlowbookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _settings() -> Settings:
    parser = argparse.ArgumentParser(prog="python -m runtime", description=__doc__)
    parser.add_argument("--data", type=Path, help="the data folder; data/ when it is left out")
    return settings_of(os.environ, parser.parse_args().data)


async def _run(store: Any, settings: Settings) -> None:
    stop = asyncio.Event()
    _listen(asyncio.get_running_loop(), stop)
    try:
        await serve(store, settings, stop)
    except Exception:
        logger().exception("runtime failed")
        raise


def _listen(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Windows has no handlers in the loop; there the signal arrives in the main thread."""
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))


if __name__ == "__main__":
    sys.exit(main())
