"""One runtime for one data folder: a lock that the system releases however the program ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from flowbook.errors import FlowbookError

FILE = "runtime.lock"
PLACE = 1 << 30
"""The byte that is locked, far behind the number in the file, so that others may read it on Windows too."""


class AlreadyRunning(FlowbookError):
    """Another runtime works on this data folder."""


def take_lock(data: Path) -> IO[str]:
    """Keep what comes back as long as the lock is to hold. Raises AlreadyRunning."""
    file = (data / FILE).open("a+", encoding="ascii")
    try:
        _lock(file)
    except OSError:
        file.seek(0)
        number = file.read(20).strip()
        file.close()
        who = f" (process {number})" if number else ""
        raise AlreadyRunning(
            f"Another runtime{who} already works on {data}. Stop it first, or choose another folder."
        ) from None
    file.seek(0)
    file.truncate()
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(PLACE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
