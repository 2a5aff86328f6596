"""Runs a team's bots: `python -m runtime --data DIR`. Everything else comes from FLOWBOOK_ variables."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from flowbook.errors import FlowbookError
from flowbook.store import open_store
from flowbook.store.connection import FAULTS, is_damaged, store_error
from flowbook.store.lock import take_lock
from runtime import garbage
from runtime.config import Settings, WrongSetting, settings_of
from runtime.logs import logger, set_up, without_tokens
from runtime.service import serve

DAMAGED, MISSET = 65, 78
"""Exit codes where starting again would mend nothing, so that the systemd unit does not: a damaged database,
a variable that means nothing."""


def main() -> int:
    """0 after an orderly stop; 1 where it cannot run now, or has failed."""
    try:
        settings = _settings()
        set_up(settings.log_level)
        # Before the database is opened: a backup may be put into its place at this moment.
        with take_lock(settings.data):
            store = open_store(settings.data)
            garbage.settle()
            asyncio.run(_run(store, settings))
    except WrongSetting as error:
        return _ended(error, MISSET)
    except FAULTS as error:
        return _ended(store_error(error), DAMAGED if is_damaged(error) else 1)
    except FlowbookError as error:
        return _ended(error, 1)
    except Exception:  # noqa: BLE001 - Python's own traceback would show whatever tokens stand in it
        logger().exception("runtime failed")
        return 1
    return 0


def _ended(why: FlowbookError, code: int) -> int:
    print(without_tokens(str(why)), file=sys.stderr)
    return code


def _settings() -> Settings:
    parser = argparse.ArgumentParser(prog="python -m runtime", description=__doc__)
    parser.add_argument("--data", type=Path, help="the data folder; data/ when it is left out")
    return settings_of(os.environ, parser.parse_args().data)


async def _run(store: Any, settings: Settings) -> None:
    stop = asyncio.Event()
    _listen(asyncio.get_running_loop(), stop)
    await serve(store, settings, stop)


def _listen(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Windows has no handlers in the loop; there the signal arrives in the main thread."""
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))


def _leave(code: int) -> NoReturn:
    """At once: Python itself would wait for threads that ask for a name which nobody resolves."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _leave(main())
